#!/usr/bin/env bash
# Debian packages that some checks need beyond Python's: installed as root on Debian, named as left out elsewhere.
# With LENTUS_REQUIRE_ALL=1 a missing one is a failure.
set -uo pipefail

# PostgreSQL's own programs are not on Debian's PATH.
export PATH="$PATH:$(printf '%s:' /usr/lib/postgresql/*/bin)"

# One line each: "command package what goes unchecked without it".
needs=(
    "chromium chromium the pages in a real browser"
    "postgres postgresql the record on PostgreSQL"
    "node nodejs the independent validators of FHIR"
    "pdftoppm poppler-utils the printed sheets as pictures"
)

missing=() packages=()
for need in ${needs[@]+"${needs[@]}"}; do
    read -r command package what <<<"$need"
    command -v "$command" >/dev/null || { missing+=("$need") && packages+=("$package"); }
done
if [ ${#missing[@]} -eq 0 ]; then
    echo "nothing to install"
    exit 0
fi

if [ "$(id -u)" -eq 0 ] && [ -e /etc/debian_version ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "${packages[@]}"
fi

status=0
for need in "${missing[@]}"; do
    read -r command package what <<<"$need"
    command -v "$command" >/dev/null && continue
    echo "left out, no $command here (Debian package $package): $what"
    [ "${LENTUS_REQUIRE_ALL:-0}" = 1 ] && status=1
done
exit "$status"
