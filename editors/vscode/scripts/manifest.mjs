// What packaging adds to the manifest: what is known elsewhere and stands here only in a package.

/**
 * @typedef {{ fileMatch?: string[], url: string }} Schema an entry of schemas/catalog.json
 * @typedef {{ fileMatch: string[], url: string }} Validation an entry of `contributes.jsonValidation`
 */

/** Where VS Code finds the schemas: src/schemas.ts serves them. */
const ADDRESS = "mcpmend-schemas://clients/";

/**
 * The version in the text of a Cargo.toml.
 * @param {string} cargo
 * @returns {string}
 */
export function versionOf(cargo) {
  const own = /^\[package\]$([^[]*)/m.exec(cargo)?.[1] ?? "";
  const version = /^version = "([^"]+)"$/m.exec(own)?.[1];
  if (version === undefined) {
    throw new Error("Cargo.toml has no version under [package]");
  }
  return version;
}

/**
 * The schemas with the files that VS Code's JSON support shall use them for.
 * @param {readonly Schema[]} catalog
 * @returns {Validation[]}
 */
export function validations(catalog) {
  return catalog.flatMap(({ fileMatch = [], url }) => {
    const json = fileMatch.filter((pattern) => /\.(json|jsonc|code-workspace)$/.test(pattern));
    // Only files are taken out again: nothing is left of it.
    return json.every((pattern) => pattern.startsWith("!")) ? [] : [{ fileMatch: json, url: ADDRESS + fileOf(url) }];
  });
}

/**
 * The file of the schema at `url`, without its folder.
 * @param {string} url
 */
export function fileOf(url) {
  return url.slice(url.lastIndexOf("/") + 1);
}

/**
 * The manifest of a package.
 * @template {{ version: string, contributes: object }} Manifest
 * @param {Manifest} manifest that of the source
 * @param {string} version
 * @param {readonly Schema[]} catalog
 */
export function packaged(manifest, version, catalog) {
  return {
    ...manifest,
    version,
    files: ["**"],
    contributes: { ...manifest.contributes, jsonValidation: validations(catalog) },
    // They are of no use without the source.
    scripts: undefined,
    devDependencies: undefined,
  };
}
