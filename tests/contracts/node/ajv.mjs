// Compiles a JSON Schema (draft 2020-12) and prints, as JSON, what is wrong with each of the
// documents: node ajv.mjs schema.json document.json … The last argument is a folder: all below it.
import { readdirSync, readFileSync } from "node:fs";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";

const [schema, folder] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(path, "utf-8"));
const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
addFormats(ajv);
const validate = ajv.compile(read(schema));
const wrong = {};
let documents = 0;
for (const path of readdirSync(folder, { recursive: true })) {
  if (!/^[^/\\]+[/\\].*\.json$/.test(path)) continue;
  documents += 1;
  if (!validate(read(`${folder}/${path}`))) wrong[path] = validate.errors.slice(0, 5);
}
console.log(JSON.stringify({ documents, wrong }));
