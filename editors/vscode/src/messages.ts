// What is told when the server does not run, and the ways out.

import * as vscode from "vscode";

const CHOOSE = "Choose the Program…";
const INSTALL = "How to Install";
const SETTINGS = "Open Settings";
const OUTPUT = "Show Output";

/** Tells that there is no program, and helps to get at one. */
export async function askForBinary(why: string, extension: vscode.Uri): Promise<void> {
  const message = `MCP configuration is not checked. ${why} Install mcpmend, or say where it is.`;
  const answer = await vscode.window.showWarningMessage(message, CHOOSE, INSTALL, SETTINGS);
  switch (answer) {
    case CHOOSE:
      await choose();
      break;
    case INSTALL: {
      const readme = vscode.Uri.joinPath(extension, "README.md").with({ fragment: "install" });
      await vscode.commands.executeCommand("markdown.showPreview", readme);
      break;
    }
    case SETTINGS:
      await vscode.commands.executeCommand("workbench.action.openSettings", "mcpmend.path");
      break;
    case undefined:
      break;
  }
}

/** Tells that `file` is there and does not serve. */
export async function tellFailure(file: string, output: vscode.LogOutputChannel): Promise<void> {
  const message = `MCP configuration is not checked: ${file} did not start as a language server. Is it mcpmend, and not older than this extension?`;
  const answer = await vscode.window.showErrorMessage(message, OUTPUT, SETTINGS);
  if (answer === OUTPUT) {
    output.show();
  } else if (answer === SETTINGS) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "mcpmend.path");
  }
}

async function choose(): Promise<void> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectMany: false,
    openLabel: "Use This Program",
    title: "Where is mcpmend?",
  });
  const file = chosen?.[0];
  if (file !== undefined) {
    // The session starts again by itself when the setting changes.
    await vscode.workspace
      .getConfiguration("mcpmend")
      .update("path", file.fsPath, vscode.ConfigurationTarget.Global);
  }
}
