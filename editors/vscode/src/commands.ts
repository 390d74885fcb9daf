// “Fix All in This File”.

import * as vscode from "vscode";

import type { Filter } from "./selectors";
import type { Session } from "./session";

const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append("mcpmend");

/** Applies all fixes of the file that is being edited. */
export async function fixAll(session: Session, selector: Filter[]): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || vscode.languages.match(selector, document) === 0) {
    void vscode.window.showInformationMessage("This is no configuration of an MCP client that mcpmend knows by its place.");
    return;
  }
  if (!(await session.ready())) {
    void vscode.window.showWarningMessage("mcpmend does not run, so nothing was fixed. Its output says why.");
    return;
  }
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[] | undefined>(
    "vscode.executeCodeActionProvider",
    document.uri,
    new vscode.Range(0, 0, document.lineCount, 0),
    FIX_ALL.value,
    // Edits may be left out until they are asked for: ask for this many.
    1,
  );
  const edit = actions?.find((action) => action.edit !== undefined)?.edit;
  if (edit === undefined) {
    void vscode.window.showInformationMessage("mcpmend has nothing to fix by itself in this file.");
    return;
  }
  if (!(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showWarningMessage("The fixes were not applied: the file changed meanwhile. Try again.");
  }
}
