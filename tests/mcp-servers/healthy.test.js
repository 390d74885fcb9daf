// Servers of the official SDKs with nothing wrong in them, each in another client where that makes
// sense: doctor has to find each of them well, and to leave nothing open in them.
import assert from "node:assert/strict";
import { lookup } from "node:dns/promises";
import { after, before, describe, test } from "node:test";

import { Bench, script } from "./bench.mjs";

const rust = process.env.MCPMEND_TEST_SERVER;
const python = process.env.MCPMEND_TEST_PYTHON;
const without = (name, value) => (value ? false : `${name} is not set`);

describe("a healthy server", () => {
  let bench;
  before(() => (bench = new Bench()));
  after(() => bench.end());

  // One entry of one client, and nothing else.
  const only = (path, content) => {
    bench.end();
    bench = new Bench();
    bench.write(path, content);
  };
  const servers = (entry) => ({ mcpServers: { it: entry } });

  test("TypeScript SDK, stdio, in Claude Code", () => {
    only("project/.mcp.json", servers({ command: process.execPath, args: [script, "stdio"] }));
    bench.doctor().is("not-tried");
    bench.doctor(["--start"]).is("reachable").says("typescript-sdk 1.0.0");
  });

  test("TypeScript SDK, streamable HTTP with sessions, in Cursor", async () => {
    only("project/.cursor/mcp.json", {});
    const server = await bench.node("http");
    bench.write("project/.cursor/mcp.json", servers({ url: `http://127.0.0.1:${server.port}/mcp` }));
    bench.doctor().is("reachable").says("typescript-sdk 1.0.0 answers over streamable HTTP");
    await server.said((line) => line === "sessions 1");
    await server.said((line) => line === "sessions 0");
  });

  test("TypeScript SDK, streamable HTTP without sessions, on all addresses, in Windsurf", async () => {
    only("home/.codeium/windsurf/mcp_config.json", {});
    const { port } = await bench.node("stateless", { host: "0.0.0.0" });
    bench.write("home/.codeium/windsurf/mcp_config.json", servers({ serverUrl: `http://localhost:${port}/mcp` }));
    bench.doctor().is("reachable");
  });

  test("TypeScript SDK, HTTP+SSE, in Claude Code and, falling back to it, in VS Code", async () => {
    only("project/.mcp.json", {});
    const server = await bench.node("sse");
    const url = `http://localhost:${server.port}/sse`;
    bench.write("project/.mcp.json", servers({ type: "sse", url }));
    bench.doctor().is("reachable").says("over HTTP+SSE");
    await server.said((line) => line === "sessions 1");
    await server.said((line) => line === "sessions 0");
    only("project/.vscode/mcp.json", { servers: { it: { url } } });
    const again = await bench.node("sse");
    bench.doctor([`http://localhost:${again.port}/sse`]).is("reachable");
  });

  test("TypeScript SDK on ::1, in Gemini CLI", async (t) => {
    // `networks.test.js` has a machine of its own where it is.
    const names = await lookup("localhost", { all: true });
    if (!names.some((name) => name.family === 6)) return t.skip("`localhost` is no address of IPv6 here");
    only("project/.gemini/settings.json", {});
    const server = await bench.node("http", { host: "::1" });
    bench.write("project/.gemini/settings.json", servers({ httpUrl: `http://localhost:${server.port}/mcp` }));
    bench.doctor().is("reachable");
  });

  test("TypeScript SDK with OAuth metadata, in VS Code", async () => {
    only("project/.vscode/mcp.json", {});
    const { port } = await bench.node("guarded");
    const entry = { type: "http", url: `http://127.0.0.1:${port}/mcp` };
    bench.write("project/.vscode/mcp.json", { servers: { it: entry } });
    bench.doctor().is("reachable").says("to sign in: https://login.example.com");
    const headers = { Authorization: "Bearer open-sesame" };
    bench.write("project/.vscode/mcp.json", { servers: { it: { ...entry, headers } } });
    bench.doctor().is("not-tried");
    const outcome = bench.doctor(["--with-credentials"]).is("reachable");
    assert.ok(!outcome.text.includes("sesame"));
  });

  test("TypeScript SDK behind a redirect, in OpenCode", async () => {
    only("project/opencode.json", {});
    const { port } = await bench.node("slash");
    const url = `http://127.0.0.1:${port}/mcp`;
    bench.write("project/opencode.json", { mcp: { it: { type: "remote", url } } });
    bench.doctor().is("reachable").says("307: sent on to");
  });

  test("TypeScript SDK behind mcp-remote, in Claude Desktop", async () => {
    only("home/.config/Claude/claude_desktop_config.json", {});
    const { port } = await bench.node("http");
    const entry = { command: "npx", args: ["-y", "mcp-remote", `http://127.0.0.1:${port}/mcp`] };
    bench.write("home/.config/Claude/claude_desktop_config.json", servers(entry));
    const outcome = bench.doctor(["--client", "claude-desktop"]);
    assert.equal(outcome.check("server").state, "fine", outcome.text);
    assert.equal(outcome.code, 0, outcome.text);
  });

  test("Rust SDK, stdio, in Codex", { skip: without("MCPMEND_TEST_SERVER", rust) }, () => {
    only("home/.codex/config.toml", `[mcp_servers.it]\ncommand = ${JSON.stringify(rust)}\nargs = ["stdio"]\n`);
    bench.doctor().is("not-tried");
    bench.doctor(["--start"]).is("reachable").says("rust-sdk 1.0.0");
  });

  test("Rust SDK, streamable HTTP with sessions, in Cline", { skip: without("MCPMEND_TEST_SERVER", rust) }, async () => {
    only("project/.mcp.json", {});
    const server = await bench.listening(rust, ["http", "127.0.0.1:0"]);
    bench.write("project/.mcp.json", servers({ type: "http", url: `http://127.0.0.1:${server.port}/mcp` }));
    bench.doctor().is("reachable").says("rust-sdk 1.0.0 answers over streamable HTTP");
    await server.said((line) => line === "sessions: 0");
  });

  test("Rust SDK, streamable HTTP without sessions, in Zed", { skip: without("MCPMEND_TEST_SERVER", rust) }, async () => {
    only("project/.zed/settings.json", {});
    const { port } = await bench.listening(rust, ["stateless", "127.0.0.1:0"]);
    const entry = { url: `http://127.0.0.1:${port}/mcp` };
    bench.write("project/.zed/settings.json", { context_servers: { it: entry } });
    bench.doctor().is("reachable").says("rust-sdk 1.0.0");
  });

  const skip = without("MCPMEND_TEST_PYTHON", python);
  for (const transport of ["streamable-http", "sse"]) {
    test(`Python SDK, ${transport}, in Claude Code`, { skip }, async () => {
      only("project/.mcp.json", {});
      const path = transport === "sse" ? "/sse" : "/mcp";
      const code = [
        "import socket",
        "from mcp.server.mcpserver import MCPServer",
        "with socket.socket() as probe:",
        "    probe.bind(('127.0.0.1', 0)); port = probe.getsockname()[1]",
        "print(f'port {port}', flush=True)",
        `MCPServer('python-sdk').run(transport='${transport}', host='127.0.0.1', port=port)`,
      ];
      const server = await bench.listening(python, ["-c", code.join("\n")]);
      const url = `http://127.0.0.1:${server.port}${path}`;
      const type = transport === "sse" ? "sse" : "http";
      bench.write("project/.mcp.json", servers({ type, url }));
      await bench.answers(server.port);
      bench.doctor().is("reachable");
    });
  }
});
