#!/usr/bin/env bash
# Draws docs/pictures anew from the bundled example plans: scripts/pictures.sh. Look at each before keeping it.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
cd -- "$root"

# lentus ARGS...: a finding that stands ends with status 1, and its page is wanted all the same.
lentus() {
    ./run "$@" || [ $? -eq 1 ]
}

for which in day change path reservoir; do
    lentus pump picture "$which" lowered-strength --out "docs/pictures/$which.png"
done
lentus pump compare lowered-strength flex-refill --out docs/pictures/days.png > /dev/null
lentus pump picture week flex-refill --out docs/pictures/week.png
for plan in lowered-strength eight-mistakes; do
    lentus pump sheet "$plan" --pictures --out "docs/pictures/$plan.pdf"
done
