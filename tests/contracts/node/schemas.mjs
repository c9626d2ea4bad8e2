// Compiles each JSON Schema (draft 7) of a folder strictly and prints, as JSON, which of the cases
// in a file (kind, value, whether it is right) the schema of their kind judges otherwise:
// node schemas.mjs folder cases.json
import { readFileSync, readdirSync } from "node:fs";
import { Ajv } from "ajv";

const [folder, cases] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(path, "utf-8"));
const ajv = new Ajv({ strict: true, allErrors: true });
ajv.addSchema(read(`${folder}/ids.json`), "ids.json"); // which the others refer to
const judges = {};
for (const name of readdirSync(folder)) {
  judges[name.replace(/\.json$/, "")] =
    ajv.getSchema(name) ?? ajv.compile(read(`${folder}/${name}`));
}
const otherwise = read(cases).filter(({ kind, value, right }) => judges[kind](value) !== right);
console.log(JSON.stringify({ compiled: Object.keys(judges), otherwise }));
