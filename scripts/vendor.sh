#!/usr/bin/env bash
# Fetches what the pages need from npm, by name and version, and leaves src/lentus/web/static/vendor with its sums.
# Run it by hand when a version changes; nothing is built, and nothing is fetched when Lentus is installed or runs.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
to="$root/src/lentus/web/static/vendor"
HTMX=4.0.1 UPLOT=1.6.32
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# take NAME VERSION: unpack one package below $scratch/NAME.
take() {
    (cd "$scratch" && npm pack --silent --ignore-scripts "$1@$2" >/dev/null)
    mkdir -p "$scratch/$1"
    tar -xzf "$scratch/$1-$2.tgz" -C "$scratch/$1" --strip-components=1
}

# bare FILE: without its pointer to a source map, which is not shipped.
bare() {
    sed -E 's@(//|/\*)# sourceMappingURL=[^ *]*( \*/)?@@' "$1"
}

take htmx.org "$HTMX"
take uplot "$UPLOT"

rm -rf -- "$to"
mkdir -p "$to"
bare "$scratch/htmx.org/dist/htmx.min.js" >"$to/htmx.min.js"
bare "$scratch/uplot/dist/uPlot.iife.min.js" >"$to/uplot.min.js"
bare "$scratch/uplot/dist/uPlot.min.css" >"$to/uplot.min.css"
cp "$scratch/htmx.org/LICENSE" "$to/htmx.LICENSE.txt"
cp "$scratch/uplot/LICENSE" "$to/uplot.LICENSE.txt"

if grep -lE '@font-face|url\(["'\'']?(https?:)?//' "$to"/*.css; then
    echo "vendor.sh: a style sheet still asks another host for something" >&2
    exit 1
fi
(cd "$to" && sha256sum -- *.css *.js *.txt >SHA256SUMS)
echo "vendor.sh: $(du -bc "$to"/*.css "$to"/*.js | tail -n 1 | cut -f 1) bytes in src/lentus/web/static/vendor"
