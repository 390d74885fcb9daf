// Looks into packages: version, schemas, the program, and nothing that has no business there.
//
//     node scripts/verify.mjs PLAIN.vsix BUNDLED.vsix

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

import { fileOf, validations, versionOf } from "./manifest.mjs";

const repository = path.resolve(import.meta.dirname, "../../..");
const parse = /** @type {(text: string) => unknown} */ (JSON.parse);
const read = (/** @type {string} */ name) => readFileSync(path.join(repository, name), "utf8");
const catalog = /** @type {{ schemas: import("./manifest.mjs").Schema[] }} */ (parse(read("schemas/catalog.json")));
const schemas = validations(catalog.schemas).map(({ url }) => fileOf(url));

// Python's standard library reads zip files; Node.js has nothing for them.
const SCRIPT = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as package:
    files = {it.filename: it.external_attr >> 16 for it in package.infolist()}
    texts = {it: package.read(it).decode() for it in files if it.endswith(".json") or it.endswith(".vsixmanifest")}
json.dump({"files": files, "texts": texts}, sys.stdout)
`;

for (const [index, file] of process.argv.slice(2).entries()) {
  const bundled = index === 1;
  const text = execFileSync("python3", ["-c", SCRIPT, file], { encoding: "utf8", maxBuffer: 64 << 20 });
  const { files, texts } = /** @type {{ files: Record<string, number>, texts: Record<string, string> }} */ (parse(text));
  const manifest = /** @type {{ version: string, contributes: { jsonValidation: { url: string }[] } }} */ (
    parse(texts["extension/package.json"] ?? "null")
  );
  assert.equal(manifest.version, versionOf(read("Cargo.toml")), "the version");
  assert.deepEqual(
    manifest.contributes.jsonValidation.map(({ url }) => fileOf(url)),
    schemas,
    "the schemas that are contributed",
  );
  for (const name of schemas) {
    assert.equal(texts[`extension/schemas/${name}`], read(`schemas/${name}`), name);
  }
  const expected = [
    "[Content_Types].xml",
    "extension.vsixmanifest",
    ...["LICENSE.txt", "THIRD-PARTY-NOTICES.txt", "changelog.md", "icon.png", "package.json", "readme.md"].map(
      (name) => `extension/${name}`,
    ),
    "extension/dist/extension.js",
    ...(bundled ? ["extension/bundled/mcpmend"] : []),
    ...schemas.map((name) => `extension/schemas/${name}`),
  ];
  assert.deepEqual(Object.keys(files).sort(), expected.sort(), "the files");
  const target = texts["extension.vsixmanifest"]?.includes('TargetPlatform="linux-');
  assert.equal(target, bundled, "the platform");
  if (bundled) {
    assert.equal((files["extension/bundled/mcpmend"] ?? 0) & 0o111, 0o111, "the program can be started");
  }
  console.log(`${path.basename(file)}: ${manifest.version}, ${String(schemas.length)} schemas`);
}
