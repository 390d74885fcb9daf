// A run over twenty servers ends within the time that one of them may take, and a second.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Bench } from "./bench.mjs";

const LIMIT = 3;
// A machine that has much else to do is asked again.
const TRIES = 3;

describe("twenty servers", () => {
  let bench;
  before(() => (bench = new Bench()));
  after(() => bench.end());

  const timed = (entries) => {
    const servers = Object.fromEntries(entries.map((entry, at) => [`s${at}`, entry]));
    bench.write("project/.mcp.json", { mcpServers: servers });
    const start = performance.now();
    const outcome = bench.doctor(["--timeout", String(LIMIT)]);
    assert.equal(outcome.json.servers.length, entries.length);
    return [(performance.now() - start) / 1000, outcome];
  };

  test("end within the slowest limit plus a second", async (t) => {
    const kinds = ["silent", "http", "sse", "reset", "stateless"];
    const ports = Object.fromEntries(
      await Promise.all(kinds.map(async (kind) => [kind, (await bench.node(kind)).port])),
    );
    const at = (port, path, scheme = "http") => ({ type: "http", url: `${scheme}://127.0.0.1:${port}${path}` });
    const some = [
      at(ports.silent, "/mcp"),
      at(ports.silent, "/mcp", "https"),
      at(ports.http, "/mcp"),
      { type: "sse", url: `http://127.0.0.1:${ports.sse}/sse` },
      at(ports.reset, "/mcp"),
      at(ports.stateless, "/not-here"),
      at(1, "/mcp"),
    ];
    const entries = Array.from({ length: 20 }, (_, n) => some[n % some.length]);
    const refused = entries.map(() => at(1, "/mcp"));
    const figures = [];
    for (let tries = 0; tries < TRIES; tries++) {
      // What the program takes for itself, on this machine and now.
      const [own] = timed(refused);
      const [all, outcome] = timed(entries);
      figures.push(`${all.toFixed(2)} s (where nobody is waited for: ${own.toFixed(2)} s)`);
      for (const [n, server] of outcome.json.servers.entries()) {
        if (n % some.length < 2) assert.equal(server.cause?.id, "no-answer", outcome.text);
      }
      if (all <= LIMIT + Math.max(1, 2 * own)) {
        t.diagnostic(`twenty servers, six of them silent, with a limit of ${LIMIT} s: ${figures.join(", ")}`);
        return;
      }
    }
    assert.fail(figures.join(", "));
  });
});
