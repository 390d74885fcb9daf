// Bundles the extension, or its unit tests, into dist/.

import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "..");

/** @satisfies {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  logLevel: "warning",
  platform: "node",
  // That of VS Code 1.91.
  target: "node20",
};

/**
 * Writes the extension's bundle to `file`, and tells what is in it.
 * @param {string} file
 */
export async function buildExtension(file, sourcemap = false) {
  const { metafile } = await build({
    ...common,
    entryPoints: ["src/extension.ts"],
    external: ["vscode"],
    format: "cjs",
    mainFields: ["module", "main"],
    metafile: true,
    minify: true,
    outfile: file,
    sourcemap,
  });
  return metafile;
}

async function buildTests() {
  const out = path.join(root, "dist/test");
  rmSync(out, { force: true, recursive: true });
  const files = readdirSync(path.join(root, "test")).filter((name) => name.endsWith(".test.ts"));
  await build({
    ...common,
    entryPoints: files.map((name) => `test/${name}`),
    format: "esm",
    outdir: out,
    outExtension: { ".js": ".mjs" },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes("--tests")) {
    await buildTests();
  } else {
    await buildExtension(path.join(root, "dist/extension.js"), true);
  }
}
