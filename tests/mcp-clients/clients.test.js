// The MCP server of mcpmend, asked by two real clients: the MCP Inspector and mcporter.
//
// MCPMEND names the program.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = dirname(fileURLToPath(import.meta.url));
const program = resolve(process.env.MCPMEND ?? join(here, "../../target/release/mcpmend"));
const bin = (name) => join(here, "node_modules/.bin", name);
const token = "ghp_Zk3vQ8xWm2Rt9bYc5NfHs7LpJd4GaE1oUi6T";
const config = `{
  "mcpServers": {
    "docs": { "url": "https://docs.example.com/mcp" },
    "gh": { "command": "npx", "args": ["-y", "@example/github-mcp"], "env": { "GITHUB_TOKEN": "${token}" } }
  }
}
`;
let folder;
let project;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "mcpmend-clients-"));
  project = join(folder, "project");
  mkdirSync(join(project, ".git"), { recursive: true });
  mkdirSync(join(folder, "home"));
  writeFileSync(join(project, ".mcp.json"), config);
});
after(() => rmSync(folder, { recursive: true, force: true }));

// What a client prints; it must not fail.
async function run(client, args) {
  const env = {
    PATH: process.env.PATH,
    HOME: join(folder, "home"),
    MCPMEND_STATE_DIR: join(folder, "state"),
    MCPORTER_DISABLE_KEEPALIVE: "*",
  };
  const options = { cwd: project, env, timeout: 120_000, maxBuffer: 64 << 20 };
  const { stdout } = await promisify(execFile)(process.execPath, [bin(client), ...args], options);
  assert.ok(!stdout.includes(token), "a secret was shown");
  return stdout;
}

const inspector = async (flags, ...rest) =>
  JSON.parse(await run("mcp-inspector", ["--cli", program, "mcp", ...flags, "--cwd", project, ...rest]));

const inspect = (tool, args = [], flags = []) =>
  inspector(
    flags,
    "--method",
    "tools/call",
    "--tool-name",
    tool,
    ...args.flatMap((arg) => ["--tool-arg", arg]),
  );

const mcporter = async (tool, args = [], flags = []) => {
  const server = [program, "mcp", ...flags].map((word) => `'${word}'`).join(" ");
  const out = await run("mcporter", ["call", "--stdio", server, "--output", "json", tool, ...args]);
  return JSON.parse(out);
};

test("the Inspector lists the tools, the resources and the prompt", async () => {
  const { tools } = await inspector([], "--method", "tools/list");
  const names = tools.map((tool) => tool.name);
  assert.deepEqual(names, ["check_config", "propose_fix", "list_servers", "explain_error", "explain"]);
  for (const tool of tools) {
    assert.equal(tool.annotations.readOnlyHint, true);
    assert.equal(tool.annotations.openWorldHint, false);
    assert.equal(tool.outputSchema.type, "object");
  }
  const { resources } = await inspector([], "--method", "resources/list");
  assert.deepEqual(
    resources.map((resource) => resource.uri),
    ["mcpmend://rules", "mcpmend://clients"],
  );
  const page = await inspector([], "--method", "resources/read", "--uri", "mcpmend://clients/cursor");
  assert.match(page.contents[0].text, /mcp\.json/);
  const { prompts } = await inspector([], "--method", "prompts/list");
  assert.equal(prompts[0].name, "repair_mcp_config");
});

test("the Inspector calls each tool", async () => {
  const found = await inspect("check_config", ['paths=[".mcp.json"]']);
  assert.equal(found.isError, false);
  assert.equal(found.structuredContent.version, 1);
  const rules = found.structuredContent.diagnostics.map((finding) => finding.rule);
  assert.ok(rules.includes("missing-transport-type") && rules.includes("hardcoded-secret"), rules);
  assert.match(found.content[0].text, /error\[missing-transport-type\]/);
  const servers = await inspect("list_servers", ['paths=["."]']);
  const [docs, gh] = servers.structuredContent.files[0].servers;
  assert.deepEqual([docs.name, docs.status, gh.name, gh.status], ["docs", "rejected", "gh", "loaded"]);
  const rule = await inspect("explain", ["rule=missing-transport-type"]);
  assert.equal(rule.structuredContent.category, "transport");
  const error = await inspect("explain_error", ["text=Error: spawn npx ENOENT"]);
  assert.ok(error.structuredContent.errors.length > 0);
  const fix = await inspect("propose_fix", ['paths=["."]', "unsafe_fixes=true"]);
  assert.match(fix.structuredContent.diff, /\+ +"docs": \{ "type": "http",/);
  assert.equal(fix.structuredContent.applicable, false);
  assert.equal(fix.structuredContent.written, false);
  assert.equal(readFileSync(join(project, ".mcp.json"), "utf8"), config);
});

test("mcporter lists and calls each tool", async () => {
  const server = [program, "mcp"].map((word) => `'${word}'`).join(" ");
  const listed = await run("mcporter", ["list", "--stdio", server, "--schema"]);
  for (const name of ["check_config", "propose_fix", "list_servers", "explain_error", "explain"]) {
    assert.ok(listed.includes(name), listed);
  }
  const found = await mcporter("check_config", ['paths=[".mcp.json"]']);
  assert.equal(found.version, 1);
  assert.equal(found.diagnostics[0].rule, "missing-transport-type");
  const servers = await mcporter("list_servers", ['paths=["."]']);
  assert.equal(servers.files[0].path, ".mcp.json");
  const rule = await mcporter("explain", ["rule=port-collision"]);
  assert.match(rule.documentation, /## Why it fails/);
  const error = await mcporter("explain_error", ["text=Error: spawn npx ENOENT"]);
  assert.ok(error.errors.length > 0);
  const fix = await mcporter("propose_fix", ['paths=["."]']);
  assert.equal(fix.fixes[0].rule, "missing-transport-type");
});

test("what is refused is told, and nothing is written", async () => {
  const refused = await inspect("propose_fix", ['paths=["."]', "apply=true"]).catch((error) => error.stdout);
  const said = typeof refused === "string" ? refused : JSON.stringify(refused);
  assert.match(said, /started without `--allow-write`/);
  const outside = await inspect("check_config", ['paths=["/etc"]']).catch((error) => error.stdout);
  assert.match(typeof outside === "string" ? outside : JSON.stringify(outside), /lies outside/);
  assert.equal(readFileSync(join(project, ".mcp.json"), "utf8"), config);
});

test("what is allowed is written, and undone", async () => {
  const done = await mcporter("propose_fix", ['paths=["."]', "apply=true"], ["--allow-write"]);
  assert.equal(done.written, true);
  assert.match(readFileSync(join(project, ".mcp.json"), "utf8"), /"type": "http"/);
  const env = { PATH: process.env.PATH, HOME: join(folder, "home"), MCPMEND_STATE_DIR: join(folder, "state") };
  await promisify(execFile)(program, ["undo", "--run", String(done.undo_run)], { cwd: project, env });
  assert.equal(readFileSync(join(project, ".mcp.json"), "utf8"), config);
});
