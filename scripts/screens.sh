#!/usr/bin/env bash
# Pictures of each page of the workbench, wide and on a phone, from the demo clinic: scripts/screens.sh [NAME...].
# They are kept in docs/pictures/web; look at each before keeping it. The demo is made as of one fixed moment.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
cd -- "$root"
exec .venv/bin/python scripts/screens.py "$@"
