import assert from "node:assert/strict";
import { test } from "node:test";

import { type Machine, type Places, findBinary } from "../src/binary";

function machine(programs: string[], more: Partial<Machine> = {}): Machine {
  return {
    platform: "linux",
    home: "/home/ada",
    environment: { PATH: "/usr/bin:bin:/opt/tools" },
    isProgram: (file) => programs.includes(file),
    ...more,
  };
}

const WINDOWS: Partial<Machine> = {
  platform: "win32",
  home: "C:\\Users\\ada",
  environment: { Path: '"C:\\Program Files\\x";C:\\tools' },
};

function places(setting: string, more: Partial<Places> = {}): Places {
  return { setting, extension: "/ext", workspace: "/srv/shop", ...more };
}

test("the setting comes before the bundled program, and that before PATH", () => {
  const all = ["/own/mcpmend", "/ext/bundled/mcpmend", "/opt/tools/mcpmend"];
  assert.deepEqual(findBinary(machine(all), places("/own/mcpmend")), {
    found: true,
    file: "/own/mcpmend",
    origin: "setting",
  });
  assert.deepEqual(findBinary(machine(all), places(" ")), {
    found: true,
    file: "/ext/bundled/mcpmend",
    origin: "bundled",
  });
  assert.deepEqual(findBinary(machine(all.slice(2)), places("")), {
    found: true,
    file: "/opt/tools/mcpmend",
    origin: "PATH",
  });
});

test("the first folder of PATH wins, and relative ones do not count", () => {
  const found = findBinary(machine(["bin/mcpmend", "/usr/bin/mcpmend", "/opt/tools/mcpmend"]), places(""));
  assert.deepEqual(found, { found: true, file: "/usr/bin/mcpmend", origin: "PATH" });
  assert.equal(findBinary(machine(["bin/mcpmend"]), places("")).found, false);
});

test("no other program is taken in the stead of one that the setting names", () => {
  const found = findBinary(machine(["/ext/bundled/mcpmend", "/usr/bin/mcpmend"]), places("/gone/mcpmend"));
  assert.deepEqual(found, {
    found: false,
    why: "The setting mcpmend.path is “/gone/mcpmend”: there is no program.",
  });
});

test("the home folder and the workspace are expanded in the setting", () => {
  for (const [setting, file] of [
    ["~/bin/mcpmend", "/home/ada/bin/mcpmend"],
    ["${workspaceFolder}/tools/mcpmend", "/srv/shop/tools/mcpmend"],
    ["mcpmend-nightly", "/opt/tools/mcpmend-nightly"],
  ] as const) {
    assert.deepEqual(findBinary(machine([file]), places(setting)), { found: true, file, origin: "setting" });
  }
});

test("a setting that cannot be followed says why", () => {
  const why = (setting: string, more?: Partial<Places>): string => {
    const found = findBinary(machine([]), places(setting, more));
    return found.found ? assert.fail("found") : found.why;
  };
  assert.match(why("tools/mcpmend"), /relative/);
  assert.match(why("nightly"), /“nightly”: no program of that name is on PATH/);
  assert.match(why("${workspaceFolder}/mcpmend", { workspace: undefined }), /no folder is open/);
  assert.match(why(""), /not on PATH/);
});

test("Windows: the ending, the quotes and the case of Path", () => {
  const at = (file: string): Machine => machine([file], WINDOWS);
  const own = places("", { extension: "C:\\ext" });
  assert.deepEqual(findBinary(at("C:\\ext\\bundled\\mcpmend.exe"), own), {
    found: true,
    file: "C:\\ext\\bundled\\mcpmend.exe",
    origin: "bundled",
  });
  for (const file of ["C:\\tools\\mcpmend.exe", "C:\\Program Files\\x\\mcpmend.exe"]) {
    assert.deepEqual(findBinary(at(file), own), { found: true, file, origin: "PATH" });
  }
  assert.deepEqual(findBinary(at("C:\\Users\\ada\\m\\mcpmend.exe"), places("~\\m\\mcpmend")), {
    found: true,
    file: "C:\\Users\\ada\\m\\mcpmend.exe",
    origin: "setting",
  });
  // A script needs a shell.
  assert.equal(findBinary(at("C:\\tools\\mcpmend.cmd"), own).found, false);
});

test("a machine without PATH", () => {
  assert.equal(findBinary(machine(["/usr/bin/mcpmend"], { environment: {} }), places("")).found, false);
});
