// The licences of what stands in the bundle.

import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";

const parse = /** @type {(text: string) => unknown} */ (JSON.parse);

/**
 * The text that goes with the bundle: each package in it with its licence.
 * @param {string} root the folder that the inputs of `meta` are relative to
 * @param {import("esbuild").Metafile} meta
 * @returns {string}
 */
export function notices(root, meta) {
  const folders = new Set(
    Object.keys(meta.inputs).flatMap((file) => {
      const at = file.lastIndexOf("node_modules/");
      const [scope = "", name = ""] = file.slice(at + "node_modules/".length).split("/");
      const own = scope.startsWith("@") ? `${scope}/${name}` : scope;
      return at < 0 ? [] : [`${file.slice(0, at)}node_modules/${own}`];
    }),
  );
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = /** @type {{ name: string, version: string, license: string }} */ (
      parse(readFileSync(path.join(root, folder, "package.json"), "utf8"))
    );
    const file = readdirSync(path.join(root, folder)).find((it) => /^licen[cs]e/i.test(it));
    if (file === undefined) {
      throw new Error(`${name} comes without the text of its licence`);
    }
    const text = readFileSync(path.join(root, folder, file), "utf8").trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return `The extension's code holds these packages.\n\n${texts.join(`\n${"-".repeat(80)}\n\n`)}`;
}
