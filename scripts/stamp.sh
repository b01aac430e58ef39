# Sourced by run, check and scripts/bootstrap.sh: what .venv was made from, as one line.
# The fast path of ./run is one comparison of this line, so it costs one process and no Python.
# The project's own place is part of it: an environment that was moved or copied points at the old one.

# lentus_inputs ROOT: a checksum of everything that decides what is installed.
lentus_inputs() {
    local sum size
    read -r sum size < <(cd -- "$1" && cat pyproject.toml requirements/*.lock | cksum)
    printf '%s-%s %s' "$sum" "$size" "$1"
}

# lentus_ready ROOT KIND: true when .venv holds what KIND (run or check) needs; check holds all of run.
lentus_ready() {
    local kind="" inputs=""
    [ -x "$1/.venv/bin/python" ] && [ -r "$1/.venv/lentus-stamp" ] || return 1
    IFS=' ' read -r kind inputs <"$1/.venv/lentus-stamp" || true
    [ "$inputs" = "$(lentus_inputs "$1")" ] && { [ "$kind" = "$2" ] || [ "$kind" = check ]; }
}
