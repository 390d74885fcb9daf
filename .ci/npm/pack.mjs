// Lays out the npm packages: node .ci/npm/pack.mjs OUT TARGET=PROGRAM...
//
// OUT/mcpmend is the launcher, with every platform of ../release/targets.json among its optional
// dependencies; OUT/linux-x64 and so on bring the program of a TARGET. What describes them, the version
// among it, comes from Cargo.toml.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");

const [out, ...built] = process.argv.slice(2);
if (out === undefined || built.some((it) => !it.includes("="))) {
  console.error("usage: pack.mjs OUT TARGET=PROGRAM...");
  process.exit(2);
}

const metadata = execFileSync(
  "cargo",
  ["metadata", "--no-deps", "--format-version", "1", "--manifest-path", join(root, "Cargo.toml")],
  { encoding: "utf8", maxBuffer: 64 << 20 },
);
const crate = JSON.parse(metadata).packages.find((it) => it.name === "mcpmend");
const described = {
  version: crate.version,
  description: crate.description,
  keywords: crate.keywords,
  license: crate.license,
  ...(crate.repository && { repository: { type: "git", url: `git+${crate.repository}.git` } }),
};

const targets = JSON.parse(readFileSync(join(root, ".ci/release/targets.json"), "utf8"));
const nameOf = ({ npm }) => `@mcpmend/${npm.os}-${npm.cpu}`;

function write(folder, manifest) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const license of ["LICENSE-APACHE", "LICENSE-MIT"]) {
    cpSync(join(root, license), join(folder, license));
  }
}

const main = join(out, "mcpmend");
const template = JSON.parse(readFileSync(join(here, "mcpmend/package.json"), "utf8"));
write(main, {
  ...template,
  ...described,
  optionalDependencies: Object.fromEntries(targets.map((it) => [nameOf(it), crate.version])),
});
cpSync(join(here, "mcpmend/bin"), join(main, "bin"), { recursive: true });
cpSync(join(root, "README.md"), join(main, "README.md"));

for (const pair of built) {
  const at = pair.indexOf("=");
  const target = targets.find((it) => it.target === pair.slice(0, at));
  if (target === undefined) {
    console.error(`error: ${pair.slice(0, at)} is not in .ci/release/targets.json`);
    process.exit(2);
  }
  const name = nameOf(target);
  const folder = join(out, `${target.npm.os}-${target.npm.cpu}`);
  const file = target.npm.os === "win32" ? "mcpmend.exe" : "mcpmend";
  write(folder, {
    name,
    ...described,
    description: `The program of mcpmend for ${target.npm.os} on ${target.npm.cpu}`,
    os: [target.npm.os],
    cpu: [target.npm.cpu],
    files: ["bin", "LICENSE-*"],
    preferUnplugged: true,
    publishConfig: { access: "public" },
  });
  mkdirSync(join(folder, "bin"), { recursive: true });
  cpSync(pair.slice(at + 1), join(folder, "bin", file));
  chmodSync(join(folder, "bin", file), 0o755);
  writeFileSync(
    join(folder, "README.md"),
    `# ${name}\n\nThe program of mcpmend for this platform. Install the package mcpmend, which brings it.\n`,
  );
}
