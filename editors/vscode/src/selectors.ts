// Which documents are the server's.

/** The part of `vscode.DocumentFilter` that is used. */
export interface Filter {
  readonly scheme: "file";
  readonly pattern: string;
}

/** The generated list of the files that clients read. */
export interface Files {
  readonly patterns: readonly string[];
}

/**
 * One filter for each pattern. A language is not asked for: without an extension for it, TOML is
 * plain text to VS Code.
 */
export function selectors(files: Files): Filter[] {
  return files.patterns.map((pattern) => ({ scheme: "file", pattern }));
}
