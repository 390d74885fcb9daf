// An MCP server by the official TypeScript SDK, or something that stands where one should.
//
// `node server.mjs KIND [HOST [PORT]]`: what listens prints `port N`, and `sessions N` whenever that
// number changes.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import dgram from "node:dgram";
import http from "node:http";
import https from "node:https";
import net from "node:net";

import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { SSEServerTransport } from "@modelcontextprotocol/sdk/server/sse.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import express from "express";

const [kind, host = "127.0.0.1", port = "0"] = process.argv.slice(2);

function mcp() {
  const server = new McpServer({ name: "typescript-sdk", version: "1.0.0" });
  server.registerTool("hello", { description: "Says hello" }, () => ({
    content: [{ type: "text", text: "hello" }],
  }));
  return server;
}

const sessions = new Map();
const count = () => console.log(`sessions ${sessions.size}`);

async function streamable(request, response, options) {
  let transport = sessions.get(request.headers["mcp-session-id"]);
  if (!transport) {
    transport = new StreamableHTTPServerTransport({
      onsessioninitialized: (id) => {
        sessions.set(id, transport);
        count();
      },
      ...options,
    });
    transport.onclose = () => {
      if (sessions.delete(transport.sessionId)) count();
    };
    await mcp().connect(transport);
  }
  await transport.handleRequest(request, response, request.body);
}

// With sessions, and answers as streams.
const stateful = { sessionIdGenerator: () => randomUUID() };
// Without, and answers as JSON.
const stateless = { sessionIdGenerator: undefined, enableJsonResponse: true };

function app(options) {
  const app = express();
  app.get("/health", (_, response) => response.json({ status: "ok" }));
  app.use("/mcp", express.json());
  app.all("/mcp", (request, response) => streamable(request, response, options));
  return app;
}

function old() {
  const app = express();
  app.get("/sse", async (_, response) => {
    const transport = new SSEServerTransport("/messages", response);
    sessions.set(transport.sessionId, transport);
    count();
    response.on("close", () => {
      if (sessions.delete(transport.sessionId)) count();
    });
    await mcp().connect(transport);
  });
  app.post("/messages", express.json(), (request, response) => {
    const transport = sessions.get(request.query.sessionId);
    return transport.handlePostMessage(request, response, request.body);
  });
  return app;
}

function guarded(options) {
  const app = express();
  app.get("/.well-known/oauth-protected-resource/mcp", (request, response) => {
    response.json({
      resource: `http://${request.headers.host}/mcp`,
      authorization_servers: ["https://login.example.com"],
    });
  });
  app.use("/mcp", express.json());
  app.all("/mcp", (request, response) => {
    if (request.headers.authorization === "Bearer open-sesame") {
      return streamable(request, response, options);
    }
    const metadata = `http://${request.headers.host}/.well-known/oauth-protected-resource/mcp`;
    response.set("WWW-Authenticate", `Bearer error="invalid_token", resource_metadata="${metadata}"`);
    response.status(401).json({ error: "invalid_token" });
  });
  return app;
}

function listen(server) {
  server.listen(Number(port), host, () => console.log(`port ${server.address().port}`));
}

function secure(app) {
  const [key, cert] = [process.env.TLS_KEY, process.env.TLS_CERT];
  return https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, app);
}

const kinds = {
  stdio: () => mcp().connect(new StdioServerTransport()),
  http: () => listen(http.createServer(app(stateful))),
  stateless: () => listen(http.createServer(app(stateless))),
  tls: () => listen(secure(app(stateful))),
  sse: () => listen(http.createServer(old())),
  guarded: () => listen(http.createServer(guarded(stateless))),
  // `/mcp` leads to `/mcp/`, as in Python's frameworks.
  slash: () => {
    const inner = app(stateless);
    const sent = (request, response, next) => {
      if (request.path !== "/mcp") return next();
      response.redirect(307, "/mcp/");
    };
    listen(http.createServer(express().use(sent, inner)));
  },
  // Programs that are no MCP servers.
  express: () => listen(http.createServer(express())),
  vite: async () => {
    const { createServer } = await import("vite");
    const root = process.env.VITE_ROOT;
    const server = await createServer({ root, configFile: false, logLevel: "silent", server: { host, port: 0 } });
    await server.listen();
    console.log(`port ${server.httpServer.address().port}`);
  },
  // Sends its callers to a host that nobody named.
  elsewhere: () => {
    const app = express().use((_, response) => response.redirect(307, "http://other.corp.example/mcp"));
    listen(http.createServer(app));
  },
  // Says that every name is at one address, and which names it was asked for.
  names: () => {
    const socket = dgram.createSocket("udp4");
    socket.on("message", (question, { address, port }) => {
      const labels = [];
      let at = 12;
      for (; question[at] > 0; at += question[at] + 1) {
        labels.push(question.toString("latin1", at + 1, at + 1 + question[at]));
      }
      console.log(`asked ${labels.join(".")}`);
      const asked = question.subarray(12, at + 5);
      const isAddress = question.readUInt16BE(at + 1) === 1;
      const head = Buffer.from([...question.subarray(0, 2), 0x81, 0x80, 0, 1, 0, isAddress ? 1 : 0, 0, 0, 0, 0]);
      const bytes = process.env.ADDRESS.split(".").map(Number);
      const found = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...bytes]);
      socket.send(Buffer.concat([head, asked, ...(isAddress ? [found] : [])]), port, address);
    });
    socket.bind(Number(port), host, () => console.log(`port ${socket.address().port}`));
  },
  // Accepts, and answers with a reset.
  reset: () => listen(net.createServer((socket) => socket.once("data", () => socket.resetAndDestroy()))),
  // Accepts, and says nothing.
  silent: () => listen(net.createServer((socket) => socket.on("error", () => {}).resume())),
};
await kinds[kind]();
