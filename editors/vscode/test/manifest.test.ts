import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { type Schema, fileOf, packaged, validations, versionOf } from "../scripts/manifest.mjs";

// `npm test` runs in the extension's folder.
const repository = path.resolve("../..");
const read = (name: string): string => readFileSync(path.join(repository, name), "utf8");

interface Manifest {
  version: string;
  activationEvents: string[];
  contributes: {
    commands: { command: string }[];
    configuration: { properties: Record<string, { default: unknown; scope: string }> };
    jsonValidation: object[];
  };
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
}
const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const catalog = (JSON.parse(read("schemas/catalog.json")) as { schemas: Schema[] }).schemas;

test("the version is that of Cargo.toml", () => {
  assert.equal(versionOf('[package]\nname = "x"\nversion = "1.2.3"\n\n[dependencies]\n'), "1.2.3");
  assert.throws(() => versionOf('[package]\nname = "x"\n[dependencies.y]\nversion = "1.2.3"\n'), /no version/);
  const version = versionOf(read("Cargo.toml"));
  assert.match(version, /^\d+\.\d+\.\d+/);
  assert.equal(packaged(manifest, version, catalog).version, version);
});

test("every schema of a JSON file is contributed, and is there", () => {
  const contributed = validations(catalog);
  assert.ok(contributed.length > 40);
  for (const { url } of contributed) {
    assert.ok(existsSync(path.join(repository, "schemas", fileOf(url))), url);
  }
  for (const { fileMatch = [], url } of catalog) {
    const json = fileMatch.some((pattern) => /\.jsonc?$/.test(pattern));
    assert.equal(
      contributed.some((it) => it.url === `mcpmend-schemas://clients/${url}`),
      json,
      url,
    );
  }
});

test("patterns of TOML and YAML files are left out, and those that take files out are kept", () => {
  const schemas = [
    { fileMatch: ["**/a.json", "**/a.yaml", "!**/b/a.json"], url: "https://example.com/schemas/a.schema.json" },
    { fileMatch: ["**/config.toml"], url: "b.schema.json" },
    { url: "c.schema.json" },
  ];
  assert.deepEqual(validations(schemas), [
    { fileMatch: ["**/a.json", "!**/b/a.json"], url: "mcpmend-schemas://clients/a.schema.json" },
  ]);
});

test("the manifest names what the code has", () => {
  const code = readdirSync("src").map((name) => readFileSync(path.join("src", name), "utf8")).join("\n");
  const { commands, configuration } = manifest.contributes;
  for (const { command } of commands) {
    assert.ok(code.includes(`registerCommand("${command}"`), command);
  }
  const readme = readFileSync("README.md", "utf8");
  for (const [key, { default: value }] of Object.entries(configuration.properties)) {
    const row = readme.split("\n").find((line) => line.startsWith(`| \`${key}\``));
    assert.ok(row, `the README is silent about ${key}`);
    const shown = value === "" ? "" : `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;
    assert.equal(row.split("|")[2]?.trim(), shown, key);
    // The client reads the trace by itself.
    const name = key.replace("mcpmend.", "");
    assert.ok(name === "trace.server" || code.includes(`"${name}"`), `nothing reads ${key}`);
  }
});

test("the schemas are served under the scheme that the manifest names", () => {
  const scheme = /SCHEME = "([^"]+)"/.exec(readFileSync("src/schemas.ts", "utf8"))?.[1];
  assert.ok(scheme);
  assert.ok(manifest.activationEvents.includes(`onFileSystem:${scheme}`));
  for (const { url } of validations(catalog)) {
    assert.ok(url.startsWith(`${scheme}://`), url);
  }
});

test("a folder that is not trusted does not say which program is started", () => {
  assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, ["mcpmend.path"]);
});
