#!/usr/bin/env bash
# Makes .venv from a lock: scripts/bootstrap.sh run|check
#
# Needs only a supported python3 and its pip. It works where Debian's Python is externally managed and has no
# ensurepip, because uv is put beside the project (pip --target) and uv makes the environment.
# The locks name no host: packages come from whatever index this machine's pip or uv is set up to use.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
cd -- "$root"
kind=${1:?"say what to set up: run or check"}
case $kind in run | check) ;; *) echo "lentus: no such set-up: $kind (run or check)" >&2; exit 2 ;; esac
source scripts/stamp.sh
exec >&2 # set-up never mixes with a command's own output

die() {
    echo "lentus: $*"
    exit 1
}

# The first Python of a supported version; LENTUS_PYTHON names one by hand (remove .venv to change it).
find_python() {
    local candidate
    for candidate in ${LENTUS_PYTHON:+"$LENTUS_PYTHON"} python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null; then
            "$candidate" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    die "needs Python 3.11, 3.12 or 3.13 as python3 on the PATH, or its path in LENTUS_PYTHON"
}

# uv reads neither pip's variables nor a missing HOME, so both are handed over.
prepare_environment() {
    export UV_PYTHON_DOWNLOADS=never UV_NO_CONFIG=1 UV_NO_PROGRESS=1
    unset VIRTUAL_ENV PYTHONHOME PYTHONPATH
    [ -z "${PIP_INDEX_URL:-}" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$PIP_INDEX_URL}"
    [ -z "${PIP_CERT:-}" ] || export SSL_CERT_FILE="${SSL_CERT_FILE:-$PIP_CERT}"
    if [ -z "${HOME:-}" ] || ! [ -w "$HOME" ]; then
        export HOME="$root/.tools/home"
        mkdir -p "$HOME"
    fi
}

install_uv() {
    local wanted
    wanted=$(sed -n 's/^uv==\([0-9.]*\).*/\1/p' requirements/tools.lock)
    [ "$(.tools/bin/uv --version 2>/dev/null | cut -d' ' -f2)" != "$wanted" ] || return 0
    "$python" -m pip --version >/dev/null 2>&1 || die "$python has no pip (on Debian: apt-get install python3-pip)"
    rm -rf .tools/bin .tools/uv*
    "$python" -m pip install --quiet --no-warn-script-location --disable-pip-version-check \
        --root-user-action ignore --target .tools --require-hashes --requirement requirements/tools.lock
}

# True when .venv can be reused: it starts, and it stands where it was made.
venv_usable() {
    [ "$(.venv/bin/python -c 'import sys; print(sys.prefix)' 2>/dev/null)" = "$root/.venv" ]
}

sync() {
    rm -f .venv/lentus-stamp # from here on, others wait at the lock instead of starting half a program
    if ! venv_usable; then
        .tools/bin/uv venv --quiet --clear --no-project --python "$python" .venv
    fi
    export VIRTUAL_ENV="$root/.venv"
    # Bytecode is compiled now: where Python may not write it later, every start would pay for it.
    .tools/bin/uv pip sync --quiet --require-hashes --compile-bytecode "requirements/$kind.lock"
    .tools/bin/uv pip install --quiet --no-deps --no-build-isolation --editable .
    .venv/bin/python -m compileall -q src
    printf '%s %s\n' "$kind" "$(lentus_inputs "$root")" >.venv/lentus-stamp
}

mkdir -p .tools
exec 9>.tools/lock
if command -v flock >/dev/null; then flock 9; fi
if lentus_ready "$root" "$kind"; then exit 0; fi # another start has just done it
echo "lentus: setting up for ./$kind (once; it takes a few seconds to a minute)"
prepare_environment
python=$(find_python) || { echo "$python"; exit 1; }
install_uv
sync
