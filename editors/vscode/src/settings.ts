// What the user has set, in the shape in which the server takes it.

/** The settings of the section `mcpmend` that the server knows. */
export interface ServerSettings {
  readonly select: readonly string[];
  readonly ignore: readonly string[];
  readonly pedantic: boolean;
  readonly fixAll: { readonly unsafe: boolean };
}

/** What `vscode.WorkspaceConfiguration` offers, as far as it is used. */
export interface Section {
  get(key: string): unknown;
}

/** The settings of `section`. What has another type than it should counts as not set. */
export function serverSettings(section: Section): ServerSettings {
  return {
    select: names(section.get("select")),
    ignore: names(section.get("ignore")),
    pedantic: section.get("pedantic") === true,
    fixAll: { unsafe: section.get("fixAll.unsafe") === true },
  };
}

function names(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((it): it is string => typeof it === "string") : [];
}
