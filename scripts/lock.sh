#!/usr/bin/env bash
# Writes requirements/*.lock anew from pyproject.toml: scripts/lock.sh [--upgrade | --upgrade-package NAME]
# Every line has its hashes and holds for each supported Python; no line names a host, so any index will do.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
cd -- "$root"
[ -x .tools/bin/uv ] || bash scripts/bootstrap.sh run
export UV_PYTHON_DOWNLOADS=never UV_NO_CONFIG=1

# compile LOCK ARGS...: one lock, without comments that would name an index or a place on this machine.
compile() {
    local lock=requirements/$1.lock
    shift
    .tools/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-annotate --no-header --no-emit-index-url --no-emit-find-links --output-file "$lock" "$@"
    echo "$lock: $(grep -c '==' "$lock") packages"
}

compile tools --group pyproject.toml:tools "$@"
compile run pyproject.toml --extra postgres --group build "$@"
compile check pyproject.toml --group check --constraint requirements/run.lock "$@"
