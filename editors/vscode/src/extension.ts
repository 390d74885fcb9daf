// What VS Code calls.

import * as vscode from "vscode";

import files from "../files.json";
import { fixAll } from "./commands";
import { SCHEME, Schemas } from "./schemas";
import { selectors } from "./selectors";
import { Session } from "./session";

let session: Session | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const selector = selectors(files);
  const output = vscode.window.createOutputChannel("mcpmend", { log: true });
  const current = new Session(context, selector, output);
  session = current;
  const schemas = new Schemas(vscode.Uri.joinPath(context.extensionUri, "schemas"), current);
  context.subscriptions.push(
    output,
    current,
    current.onDidChange(() => {
      schemas.refresh();
    }),
    vscode.workspace.registerFileSystemProvider(SCHEME, schemas, { isReadonly: true, isCaseSensitive: true }),
    vscode.commands.registerCommand("mcpmend.restart", () => current.restart()),
    vscode.commands.registerCommand("mcpmend.showOutput", () => {
      output.show();
    }),
    vscode.commands.registerCommand("mcpmend.fixAll", () => fixAll(current, selector)),
    vscode.workspace.onDidOpenTextDocument((document) => {
      current.opened(document);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => current.restart()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      // The language client hands on the others, and follows the trace by itself.
      if (event.affectsConfiguration("mcpmend.path") || event.affectsConfiguration("mcpmend.enable")) {
        void current.restart();
      }
    }),
  );
  for (const document of vscode.workspace.textDocuments) {
    current.opened(document);
  }
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
