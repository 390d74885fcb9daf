// A JSON language server, spoken to as an editor does.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node.js";

const require = createRequire(import.meta.url);
const SERVER = require.resolve("vscode-langservers-extracted/bin/vscode-json-language-server");

export class Editor {
  /** Starts the server with the schemas of `settings`, as VS Code's `json.schemas` has them. */
  static async start(schemas) {
    const editor = new Editor();
    editor.process = spawn(process.execPath, [SERVER, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    editor.connection = createMessageConnection(
      new StreamMessageReader(editor.process.stdout),
      new StreamMessageWriter(editor.process.stdin),
    );
    editor.diagnostics = new Map();
    editor.waiting = new Map();
    editor.connection.onNotification("textDocument/publishDiagnostics", ({ uri, diagnostics }) => {
      editor.diagnostics.set(uri, diagnostics);
      editor.waiting.get(uri)?.(diagnostics);
    });
    editor.connection.listen();
    await editor.connection.sendRequest("initialize", {
      processId: process.pid,
      rootUri: null,
      capabilities: {
        textDocument: {
          completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown", "plaintext"] } },
          hover: { contentFormat: ["markdown", "plaintext"] },
          publishDiagnostics: {},
        },
        workspace: { configuration: false },
      },
      initializationOptions: { handledSchemaProtocols: ["file"], provideFormatter: false },
    });
    editor.connection.sendNotification("initialized", {});
    editor.connection.sendNotification("workspace/didChangeConfiguration", {
      settings: { json: { schemas, validate: { enable: true } } },
    });
    return editor;
  }

  /** Opens `text`, in which `|` marks the cursor, and gives what the server says about it. */
  async open(uri, text) {
    const at = text.indexOf("|");
    const plain = at < 0 ? text : text.slice(0, at) + text.slice(at + 1);
    const told = new Promise((resolve) => this.waiting.set(uri, resolve));
    this.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: uri.endsWith(".jsonc") ? "jsonc" : "json", version: 1, text: plain },
    });
    await told;
    const before = plain.slice(0, Math.max(at, 0));
    const position = {
      line: before.split("\n").length - 1,
      character: before.length - (before.lastIndexOf("\n") + 1),
    };
    return { uri, text: plain, position, diagnostics: this.diagnostics.get(uri) };
  }

  async complete({ uri, position }) {
    const list = await this.connection.sendRequest("textDocument/completion", { textDocument: { uri }, position });
    return list.items ?? list;
  }

  async hover({ uri, position }) {
    const hover = await this.connection.sendRequest("textDocument/hover", { textDocument: { uri }, position });
    const contents = [hover?.contents ?? []].flat();
    return contents.map((part) => (typeof part === "string" ? part : part.value)).join("\n");
  }

  async stop() {
    const exited = new Promise((resolve) => this.process.once("exit", resolve));
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    await exited;
    this.connection.dispose();
  }
}
