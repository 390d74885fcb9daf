// Packages the extension into a .vsix, without network.
//
//     node scripts/package.mjs [--out FILE.vsix] [--bundle PROGRAM --target linux-x64]
//
// With --bundle the program comes with the extension, which is then for that platform only.

import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { createVSIX } from "@vscode/vsce";

import { buildExtension } from "./build.mjs";
import { fileOf, packaged, versionOf } from "./manifest.mjs";
import { notices } from "./notices.mjs";

const here = path.resolve(import.meta.dirname, "..");
const repository = path.resolve(here, "../..");
const stage = path.join(here, "dist/package");

const { values } = parseArgs({
  options: { out: { type: "string" }, bundle: { type: "string" }, target: { type: "string" } },
});
if ((values.bundle === undefined) !== (values.target === undefined)) {
  console.error("error: --bundle PROGRAM and --target PLATFORM (such as linux-x64) go together");
  process.exit(2);
}

const read = (/** @type {string[]} */ ...names) => readFileSync(path.join(...names), "utf8");
const parse = /** @type {(text: string) => unknown} */ (JSON.parse);
const version = versionOf(read(repository, "Cargo.toml"));
const catalog = /** @type {{ schemas: import("./manifest.mjs").Schema[] }} */ (
  parse(read(repository, "schemas/catalog.json"))
);
const source = /** @type {{ version: string, contributes: object }} */ (parse(read(here, "package.json")));
const manifest = packaged(source, version, catalog.schemas);

rmSync(stage, { force: true, recursive: true });
mkdirSync(path.join(stage, "schemas"), { recursive: true });
const meta = await buildExtension(path.join(stage, "dist/extension.js"));
writeFileSync(path.join(stage, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
for (const { url } of manifest.contributes.jsonValidation) {
  const file = path.join("schemas", fileOf(url));
  cpSync(path.join(repository, file), path.join(stage, file));
}
for (const name of ["README.md", "CHANGELOG.md", "icon.png"]) {
  cpSync(path.join(here, name), path.join(stage, name));
}
const licences = ["LICENSE-MIT", "LICENSE-APACHE"].map((name) => read(repository, name));
writeFileSync(
  path.join(stage, "LICENSE.txt"),
  `mcpmend is licensed under either of the two licences below, at your option.\n\n${licences.join("\n\n")}`,
);
writeFileSync(path.join(stage, "THIRD-PARTY-NOTICES.txt"), notices(here, meta));
if (values.bundle !== undefined && values.target !== undefined) {
  const name = values.target.startsWith("win32") ? "mcpmend.exe" : "mcpmend";
  const program = path.join(stage, "bundled", name);
  cpSync(values.bundle, program);
  chmodSync(program, 0o755);
}

const suffix = values.target === undefined ? "" : `-${values.target}`;
const out = path.resolve(values.out ?? path.join(here, "dist", `mcpmend${suffix}-${version}.vsix`));
await createVSIX({
  cwd: stage,
  packagePath: out,
  // Everything is in one bundle, and the folder holds nothing else.
  dependencies: false,
  allowMissingRepository: true,
  ...(values.target === undefined ? {} : { target: values.target }),
});
