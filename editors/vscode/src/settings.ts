// What the user has set, in the shape in which the server takes it.

/** The settings of the section `mcpmend` that the server knows. */
export interface ServerSettings {
  readonly select: readonly string[];
  readonly ignore: readonly string[];
  readonly pedantic: boolean;
  /** The settings file to read; `undefined`: the nearest. */
  readonly config: string | undefined;
  readonly isolated: boolean;
  readonly fixAll: { readonly unsafe: boolean };
}

/** What `vscode.WorkspaceConfiguration` offers, as far as it is used. */
export interface Section {
  get(key: string): unknown;
}

/** The settings of `section`. What has another type than it should counts as not set. */
export function serverSettings(section: Section): ServerSettings {
  const config = section.get("config");
  return {
    select: names(section.get("select")),
    ignore: names(section.get("ignore")),
    pedantic: section.get("pedantic") === true,
    config: typeof config === "string" && config !== "" ? config : undefined,
    isolated: section.get("isolated") === true,
    fixAll: { unsafe: section.get("fixAll.unsafe") === true },
  };
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((it): it is string => typeof it === "string") : [];
}
