#!/usr/bin/env node
// Starts the program for this platform, which a package of its own brings.
"use strict";

const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const platform = `${process.platform}-${process.arch}`;

function complain(text) {
  process.stderr.write(`error: ${text}\n`);
  // As everywhere: it could not run.
  process.exit(2);
}

function program() {
  const { optionalDependencies } = require("../package.json");
  const name = `@mcpmend/${platform}`;
  if (!(name in optionalDependencies)) {
    const known = Object.keys(optionalDependencies).map((name) => name.split("/")[1]);
    complain(
      `mcpmend has no program for ${platform} on npm, only for ${known.join(", ")}; ` +
        "`cargo install mcpmend` builds one",
    );
  }
  const file = process.platform === "win32" ? "mcpmend.exe" : "mcpmend";
  try {
    return require.resolve(`${name}/bin/${file}`);
  } catch {
    complain(
      `the package ${name} with the program for this platform is not installed. Packages were ` +
        "installed without the optional ones (--omit=optional), on another platform, or with its lock " +
        "file: remove node_modules and install again",
    );
  }
}

// What stops this process shall stop the program, and not leave it behind. This listens before the
// program starts: what comes meanwhile is heard when `child` is there.
const signals = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];
const pass = (signal) => child.kill(signal);
for (const signal of signals) {
  if (signal in constants.signals) process.on(signal, pass);
}

const child = spawn(program(), process.argv.slice(2), { stdio: "inherit", windowsHide: true });

child.on("error", (error) => complain(`the program does not start: ${error.message}`));
child.on("exit", (code, signal) => {
  if (signal === null) {
    process.exit(code);
  }
  // Ends as the program did, so that a shell sees the signal.
  for (const other of signals) process.removeAllListeners(other);
  process.kill(process.pid, signal);
});
