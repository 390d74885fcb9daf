// Where the mcpmend program is.

import * as path from "node:path";

/** What the search may ask of the machine. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** The environment's variables. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether `file` is a file that can be started. */
  readonly isProgram: (file: string) => boolean;
}

/** Where the search may look. */
export interface Places {
  /** The setting `mcpmend.path`; empty when it is not set. */
  readonly setting: string;
  /** The extension's own folder. */
  readonly extension: string;
  /** The first folder of the window, when there is one. */
  readonly workspace: string | undefined;
}

/** What the search found. */
export type Binary =
  | { readonly found: true; readonly file: string; readonly origin: Origin }
  | { readonly found: false; readonly why: string };

/** Whose word the program is. */
export type Origin = "setting" | "bundled" | "PATH";

const NAME = "mcpmend";

/** The program that the setting names, else the bundled one, else the one on `PATH`. */
export function findBinary(machine: Machine, places: Places): Binary {
  const setting = places.setting.trim();
  if (setting !== "") {
    return named(machine, places, setting);
  }
  const bundled = bundledIn(machine, places.extension);
  if (machine.isProgram(bundled)) {
    return { found: true, file: bundled, origin: "bundled" };
  }
  const onPath = search(machine, NAME);
  if (onPath !== undefined) {
    return { found: true, file: onPath, origin: "PATH" };
  }
  return { found: false, why: "The program mcpmend is not on PATH." };
}

/** The place of the program that comes with an extension for one platform. */
export function bundledIn(machine: Pick<Machine, "platform">, extension: string): string {
  return flavour(machine).join(extension, "bundled", machine.platform === "win32" ? `${NAME}.exe` : NAME);
}

/** The program that the setting names. Another one is never taken in its stead. */
function named(machine: Machine, places: Places, setting: string): Binary {
  const paths = flavour(machine);
  let file = setting;
  if (file.startsWith("~/") || file.startsWith("~\\")) {
    file = paths.join(machine.home, file.slice(2));
  }
  if (file.includes("${workspaceFolder}")) {
    if (places.workspace === undefined) {
      return refused(setting, "it names ${workspaceFolder}, and no folder is open");
    }
    file = file.replaceAll("${workspaceFolder}", places.workspace);
  }
  if (paths.isAbsolute(file)) {
    const found = withEndings(machine, file);
    return found === undefined
      ? refused(setting, "there is no program")
      : { found: true, file: found, origin: "setting" };
  }
  if (/[\\/]/.test(file)) {
    return refused(setting, "it is relative, and to what is not said: write it in full, or start it with ${workspaceFolder}/");
  }
  const found = search(machine, file);
  return found === undefined
    ? refused(setting, "no program of that name is on PATH")
    : { found: true, file: found, origin: "setting" };
}

function refused(setting: string, why: string): Binary {
  return { found: false, why: `The setting mcpmend.path is “${setting}”: ${why}.` };
}

/** The first program called `name` in the folders of `PATH`. */
function search(machine: Machine, name: string): string | undefined {
  const paths = flavour(machine);
  for (const folder of variable(machine, "PATH").split(paths.delimiter)) {
    // A relative folder would be one of whatever folder the editor was started in.
    const plain = folder.replace(/^"(.*)"$/, "$1");
    if (paths.isAbsolute(plain)) {
      const found = withEndings(machine, paths.join(plain, name));
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}

/**
 * `file`, or on Windows `file.exe`. Scripts such as `mcpmend.cmd` cannot be started without a
 * shell, so they do not count.
 */
function withEndings(machine: Machine, file: string): string | undefined {
  const files = machine.platform === "win32" && !/\.exe$/i.test(file) ? [`${file}.exe`] : [file];
  return files.find((it) => machine.isProgram(it));
}

/** A variable of the environment; on Windows whatever the case of its name. */
function variable(machine: Machine, name: string): string {
  if (machine.platform !== "win32") {
    return machine.environment[name] ?? "";
  }
  const key = Object.keys(machine.environment).find((it) => it.toUpperCase() === name);
  return key === undefined ? "" : (machine.environment[key] ?? "");
}

function flavour(machine: Pick<Machine, "platform">): path.PlatformPath {
  return machine.platform === "win32" ? path.win32 : path.posix;
}
