// The schemas, as files that VS Code's JSON support reads.
//
// What a schema finds the server finds too, and says better. So the schemas speak only while the
// server does not: else every mistake would be told twice, and every hover would show two texts.

import * as vscode from "vscode";

/** The scheme of the schemas' addresses in the manifest. */
export const SCHEME = "mcpmend-schemas";

/** A schema that has nothing to say. */
const SILENT = new TextEncoder().encode("{}\n");

/** What the schemas need to know of the server. */
export interface Speaker {
  /** Waits for a start or a stop that is under way, and tells whether the schemas are needed. */
  silent(): Promise<boolean>;
}

export class Schemas implements vscode.FileSystemProvider {
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;
  /** Those that were read, which are told of changes. */
  private readonly given = new Map<string, vscode.Uri>();
  private time = Date.now();

  constructor(
    private readonly folder: vscode.Uri,
    private readonly server: Speaker,
  ) {}

  /** Lets everybody read the schemas again who has read them. */
  refresh(): void {
    this.time = Math.max(Date.now(), this.time + 1);
    const type = vscode.FileChangeType.Changed;
    this.changed.fire([...this.given.values()].map((uri) => ({ type, uri })));
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    this.given.set(uri.toString(), uri);
    return (await this.server.silent()) ? vscode.workspace.fs.readFile(this.file(uri)) : SILENT;
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { size } = await vscode.workspace.fs.stat(this.file(uri));
    const bytes = (await this.server.silent()) ? size : SILENT.length;
    return { type: vscode.FileType.File, ctime: 0, mtime: this.time, size: bytes };
  }

  watch(): vscode.Disposable {
    // Changes are told of whether somebody watches or not.
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  private file(uri: vscode.Uri): vscode.Uri {
    const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
    if (!name.endsWith(".schema.json")) {
      throw vscode.FileSystemError.FileNotFound(uri);
    }
    return vscode.Uri.joinPath(this.folder, name);
  }
}
