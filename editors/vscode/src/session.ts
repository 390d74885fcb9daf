// The server's life: it starts with the first file that is its own, and not before.

import * as fs from "node:fs";
import * as os from "node:os";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

import { type Binary, type Machine, findBinary } from "./binary";
import { askForBinary, tellFailure } from "./messages";
import type { Filter } from "./selectors";
import { serverSettings } from "./settings";
import { Status } from "./status";

export class Session implements vscode.Disposable {
  private client: LanguageClient | undefined;
  /** Starts and stops, one after the other. */
  private queue: Promise<void> = Promise.resolve();
  /** Whether a start was tried for the settings as they are. */
  private tried = false;
  private readonly status: Status;
  private readonly changed = new vscode.EventEmitter<void>();
  /** Fires when a start or a stop has ended, whatever came of it. */
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly selector: Filter[],
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.status = new Status(selector);
  }

  /** Starts the server when `document` is the first that is its own. */
  opened(document: vscode.TextDocument): void {
    if (!this.tried && this.isOwn(document)) {
      this.tried = true;
      void this.enqueue(() => this.start());
    }
  }

  /** Stops the server, and starts it again where a file of its own is open. */
  async restart(): Promise<void> {
    await this.enqueue(async () => {
      await this.end();
      this.tried = vscode.workspace.textDocuments.some((document) => this.isOwn(document));
      if (this.tried) {
        await this.start();
      }
    });
  }

  /** Waits until the server has started, or has failed to. */
  async ready(): Promise<boolean> {
    for (const document of vscode.workspace.textDocuments) {
      this.opened(document);
    }
    await this.queue;
    return this.client !== undefined;
  }

  /** Whether nothing speaks that should: there is no server, and nobody has switched it off. */
  async silent(): Promise<boolean> {
    return !(await this.ready()) && enabled();
  }

  async stop(): Promise<void> {
    await this.enqueue(() => this.end());
  }

  dispose(): void {
    this.status.dispose();
    this.changed.dispose();
  }

  private isOwn(document: vscode.TextDocument): boolean {
    return vscode.languages.match(this.selector, document) > 0;
  }

  private enqueue(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue
      .then(work)
      .catch((error: unknown) => {
        this.output.error(error instanceof Error ? error : String(error));
      })
      .finally(() => {
        this.changed.fire();
      });
    return this.queue;
  }

  private async start(): Promise<void> {
    const section = vscode.workspace.getConfiguration("mcpmend");
    if (!enabled()) {
      this.status.show({ kind: "off" });
      return;
    }
    const binary = this.find(section.get<string>("path", ""));
    if (!binary.found) {
      this.output.error(binary.why);
      this.status.show({ kind: "missing", why: binary.why });
      // The answer may take its time: nothing waits for it.
      void askForBinary(binary.why, this.context.extensionUri);
      return;
    }
    this.output.info(`Starting ${binary.file} (from ${binary.origin})`);
    this.status.show({ kind: "starting" });
    const { newClient, watchState } = await import("./client");
    const client = newClient(binary.file, this.selector, serverSettings(section), this.output);
    try {
      await client.start();
    } catch (error) {
      await client.dispose().catch(() => undefined);
      const why = error instanceof Error ? error.message : String(error);
      this.output.error(`${binary.file} did not start: ${why}`);
      this.status.show({ kind: "failed", why });
      void tellFailure(binary.file, this.output);
      return;
    }
    this.client = client;
    watchState(client, this.status);
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose();
    this.status.show({ kind: "idle" });
  }

  private find(setting: string): Binary {
    const machine: Machine = {
      platform: process.platform,
      home: os.homedir(),
      environment: process.env,
      isProgram: isProgram,
    };
    return findBinary(machine, {
      setting,
      extension: this.context.extensionPath,
      workspace: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
    });
  }
}

function enabled(): boolean {
  return vscode.workspace.getConfiguration("mcpmend").get("enable", true);
}

function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
