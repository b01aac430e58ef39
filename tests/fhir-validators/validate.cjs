// Holds each resource of the bundles named on the command line against two independent validators and prints, as JSON,
// what they object to. FHIR_MODULES names the folder that scripts/fhir-validators.sh has filled.
"use strict";
const fs = require("fs");
const path = require("path");
const modules = process.env.FHIR_MODULES;
const { Fhir } = require(path.join(modules, "fhir"));
const medplum = require(path.join(modules, "@medplum", "core"));
const definitions = path.join(modules, "@medplum", "definitions", "dist", "fhir", "r4");

for (const name of ["profiles-types.json", "profiles-resources.json"]) {
  medplum.indexStructureDefinitionBundle(JSON.parse(fs.readFileSync(path.join(definitions, name), "utf8")));
}
const fhir = new Fhir();
const objections = [];

// @medplum/core takes "probability is decimal implies probability <= 100" for broken where no probability is given.
function falseAlarm(resource, text) {
  return text.includes("ras-2") && !(resource.prediction || []).some((one) => "probabilityDecimal" in one);
}

function hold(resource, where) {
  const place = `${where}/${resource.resourceType}`;
  for (const one of fhir.validate(resource, { errorOnUnexpected: true }).messages || []) {
    if (one.severity === "error" || one.severity === "fatal") objections.push(`fhir: ${place}: ${one.location}: ${one.message}`);
  }
  try {
    for (const one of medplum.validateResource(resource) || []) {
      if (falseAlarm(resource, `${one.details && one.details.text}`)) continue;
      objections.push(`medplum: ${place}: ${one.severity}: ${one.details && one.details.text} ${one.expression || ""}`);
    }
  } catch (error) {
    const issues = (error.outcome && error.outcome.issue) || [];
    if (!issues.length) objections.push(`medplum: ${place}: ${error.message}`);
    for (const one of issues.filter((issue) => !falseAlarm(resource, `${issue.details && issue.details.text}`))) objections.push(`medplum: ${place}: ${one.details && one.details.text} ${one.expression || ""}`);
  }
}

// A reference within a bundle is the address of an entry. Neither validator follows it, so it is written as Type/id:
// then both can see whether it points at a resource of the right type.
function named(value, types) {
  if (Array.isArray(value)) return value.map((one) => named(one, types));
  if (value === null || typeof value !== "object") return value;
  const made = {};
  for (const [key, one] of Object.entries(value)) made[key] = key === "reference" && types[one] ? types[one] : named(one, types);
  return made;
}

let held = 0;
for (const name of process.argv.slice(2)) {
  const resource = JSON.parse(fs.readFileSync(name, "utf8"));
  const entries = resource.resourceType === "Bundle" ? resource.entry || [] : [];
  const types = {};
  for (const one of entries) types[one.fullUrl] = `${one.resource.resourceType}/${one.fullUrl.replace("urn:uuid:", "")}`;
  const stub = { resourceType: "Basic", code: { text: "held by itself" } };
  if (!entries.length) hold(resource, path.basename(name));
  else hold({ ...resource, entry: entries.map((one) => ({ fullUrl: one.fullUrl, resource: stub })) }, path.basename(name));
  entries.forEach((one, number) => hold(named(one.resource, types), `${path.basename(name)}[${number}]`));
  held += 1 + entries.length;
}
process.stdout.write(JSON.stringify({ held, objections }));
