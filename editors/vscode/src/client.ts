// The language client. It is loaded with the first file that is the server's.

import type * as vscode from "vscode";
import { LanguageClient, RevealOutputChannelOn, State } from "vscode-languageclient/node";

import type { Filter } from "./selectors";
import type { ServerSettings } from "./settings";
import type { Status } from "./status";

export function newClient(
  file: string,
  selector: Filter[],
  settings: ServerSettings,
  output: vscode.LogOutputChannel,
): LanguageClient {
  return new LanguageClient(
    "mcpmend",
    "mcpmend",
    { command: file, args: ["lsp"] },
    {
      documentSelector: selector,
      initializationOptions: settings,
      outputChannel: output,
      traceOutputChannel: output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      // Failures are told by the session, once and with a way out.
      initializationFailedHandler: () => false,
    },
  );
}

/** Shows in `status` whether `client` runs: it starts the server again after a crash. */
export function watchState(client: LanguageClient, status: Status): void {
  const show = (state: State): void => {
    switch (state) {
      case State.Running:
        status.show({ kind: "running", version: client.initializeResult?.serverInfo?.version });
        break;
      case State.Starting:
      case State.StartFailed:
        status.show({ kind: "starting" });
        break;
      case State.Stopped:
        status.show({ kind: "failed", why: "the server has stopped" });
        break;
    }
  };
  client.onDidChangeState((event) => {
    show(event.newState);
  });
  show(client.state);
}
