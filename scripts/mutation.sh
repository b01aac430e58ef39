#!/usr/bin/env bash
# Would the tests notice? Mutates the code and counts the mutants that some test kills:
#   scripts/mutation.sh [PACKAGE ...]      quantity, monograph, protocol and pump unless named
# Results stay in mutants/ and are taken up again by the next run; remove that folder to start anew.
# To see a survivor: .venv/bin/mutmut show NAME
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
cd -- "$root"
source scripts/stamp.sh
lentus_ready "$root" check || bash scripts/bootstrap.sh check
unset PYTHONPATH PYTHONHOME
export PATH="$root/.venv/bin:$PATH" HYPOTHESIS_PROFILE=mutation

packages=("$@")
[ $# -gt 0 ] || packages=(quantity monograph protocol pump)
patterns=("${packages[@]/%/.*}")

# On a terminal mutmut draws its progress; elsewhere that is noise, wanted only when it could not run.
mutate() { python -m mutmut run --max-children "${LENTUS_JOBS:-2}" "${patterns[@]/#/lentus.}"; }
if [ -t 1 ]; then
    mutate
else
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    mutate >"$log" 2>&1 || { tr '\r' '\n' <"$log" | tail -n 40 | cut -c1-500; exit 1; }
fi

# One line a package: killed, by the clock or by a test, of all; then the survivors by name.
python -m mutmut results --all true >mutants/results.txt
status=0
for package in "${packages[@]}"; do
    awk -v package="$package" '
        $1 !~ "^lentus\\." package "\\." { next }
        { total++ }
        $NF ~ /^(killed|timeout|segfault)$/ || / caught by type check$/ { killed++; next }
        { left[++n] = $0 }
        END {
            if (!total) { print package ": no mutant"; exit 1 }
            printf "%s: %d of %d killed, %.1f %%\n", package, killed, total, 100 * killed / total
            for (i = 1; i <= n; i++) print left[i]
            exit killed / total < 0.9
        }' mutants/results.txt || status=1
done
exit "$status"
