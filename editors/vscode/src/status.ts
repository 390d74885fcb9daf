// The item in the language status of a file that is the server's.

import * as vscode from "vscode";

import type { Filter } from "./selectors";

/** How it goes with the server. */
export type Condition =
  | { readonly kind: "idle" | "off" | "starting" }
  | { readonly kind: "running"; readonly version: string | undefined }
  | { readonly kind: "missing" | "failed"; readonly why: string };

const OUTPUT: vscode.Command = { command: "mcpmend.showOutput", title: "Show Output" };
const RESTART: vscode.Command = { command: "mcpmend.restart", title: "Restart" };

export class Status implements vscode.Disposable {
  private readonly item: vscode.LanguageStatusItem;

  constructor(selector: Filter[]) {
    this.item = vscode.languages.createLanguageStatusItem("mcpmend", selector);
    this.item.name = "mcpmend";
    this.show({ kind: "idle" });
  }

  show(condition: Condition): void {
    const { item } = this;
    item.busy = condition.kind === "starting";
    item.severity = vscode.LanguageStatusSeverity.Information;
    item.command = OUTPUT;
    item.detail = "checks the configuration of MCP clients";
    switch (condition.kind) {
      case "idle":
      case "starting":
        item.text = "mcpmend";
        break;
      case "off":
        item.text = "mcpmend";
        item.detail = "is switched off in the settings";
        break;
      case "running":
        item.text = condition.version === undefined ? "mcpmend" : `mcpmend ${condition.version}`;
        break;
      case "missing":
      case "failed":
        item.text = "mcpmend does not run";
        item.detail = condition.why;
        item.severity = vscode.LanguageStatusSeverity.Error;
        item.command = RESTART;
        break;
    }
  }

  dispose(): void {
    this.item.dispose();
  }
}
