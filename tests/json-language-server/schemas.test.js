// The published schemas in a real JSON language server, found through the catalogue.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Editor } from "./client.js";

const FOLDER = new URL("../../schemas/", import.meta.url);
const catalog = JSON.parse(readFileSync(new URL("catalog.json", FOLDER), "utf8"));

/** The file of a schema, wherever the catalogue says that it is published. */
const local = (url) => new URL(url.split("/").pop(), FOLDER);

/** `json.schemas`, as an editor makes it from a catalogue. */
const settings = catalog.schemas.map(({ fileMatch = [], url }) => ({ fileMatch, url: local(url).href }));

let editor;
before(async () => {
  editor = await Editor.start(settings);
});
after(() => editor.stop());

let opened = 0;
/** Opens a text at `path` of a project or home folder of its own. */
const open = (path, text) => editor.open(`file:///srv/${(opened += 1)}/${path}`, text);

const labels = (items) => items.map((item) => item.label);

const documentation = (item) =>
  typeof item.documentation === "string" ? item.documentation : (item.documentation?.value ?? "");

const messages = (file) => file.diagnostics.map((diagnostic) => diagnostic.message);

/** The text that a diagnostic underlines. */
function underlined(file, { range }) {
  const lines = file.text.split("\n");
  assert.equal(range.start.line, range.end.line);
  return lines[range.start.line].slice(range.start.character, range.end.character);
}

test("the keys of a server are offered with what they do", async () => {
  const file = await open(".cursor/mcp.json", '{ "mcpServers": { "x": { "command": "npx", | } } }');
  const items = await editor.complete(file);
  assert.ok(labels(items).includes("args"), labels(items).join());
  assert.ok(labels(items).includes("url"), labels(items).join());
  assert.ok(!labels(items).includes("command"), "command is there already");
  const envFile = items.find((item) => item.label === "envFile");
  assert.ok(envFile, labels(items).join());
  assert.match(documentation(envFile), /file of environment variables/i);
  assert.match(documentation(envFile), /servers that are started/);
});

test("the root key and a whole server are offered", async () => {
  const root = await editor.complete(await open(".cursor/mcp.json", "{ | }"));
  assert.ok(labels(root).includes("mcpServers"), labels(root).join());
  const server = await editor.complete(await open(".mcp.json", '{ "mcpServers": { "x": | } }'));
  assert.ok(labels(server).includes("started server"), labels(server).join());
  const remote = server.find((item) => item.label === "remote server");
  assert.match(remote.textEdit.newText, /"type": "http"/);
});

test("the spellings of the type are offered", async () => {
  const spelled = async (path, root) => {
    const file = await open(path, `{ "${root}": { "x": { "type": | } } }`);
    return labels(await editor.complete(file));
  };
  assert.deepEqual((await spelled(".mcp.json", "mcpServers")).sort(), [
    '"http"',
    '"sse"',
    '"stdio"',
    '"streamable-http"',
    '"ws"',
  ]);
  assert.deepEqual((await spelled("opencode.json", "mcp")).sort(), ['"local"', '"remote"']);
  assert.ok((await spelled(".vscode/mcp.json", "servers")).includes('"http"'));
});

test("a hover tells what a field does and its unit", async () => {
  const file = await open(
    ".gemini/settings.json",
    '{ "mcpServers": { "x": { "command": "npx", "time|out": 30000 } } }',
  );
  const text = await editor.hover(file);
  assert.match(text, /time limit/);
  assert.match(text, /milliseconds/);
  const zed = await open(".zed/settings.json", '{ "context_servers": { "x": { "command": "npx", "time|out": 30 } } }');
  assert.match(await editor.hover(zed), /seconds/);
});

test("a value of the wrong type is underlined", async () => {
  const file = await open(".cursor/mcp.json", '{\n "mcpServers": {\n  "x": { "command": "npx", "args": "-y" }\n } }');
  assert.deepEqual(messages(file), ['Incorrect type. Expected "array".']);
  assert.equal(underlined(file, file.diagnostics[0]), '"-y"');
});

test("what is not looked at is not underlined", async () => {
  const told = async (server) => messages(await open(".cursor/mcp.json", `{ "mcpServers": { "x": ${server} } }`));
  const url = '"url": "https://mcp.example.com/mcp"';
  assert.deepEqual(await told('{ "command": "npx", "headers": "" }'), []);
  assert.deepEqual(await told('{ "command": "npx", "url": null }'), []);
  assert.deepEqual(await told(`{ ${url}, "command": null }`), []);
  assert.deepEqual(await told(`{ ${url}, "headers": "" }`), ['Incorrect type. Expected "object".']);
  assert.deepEqual(await told('{ "url": null }'), ['Incorrect type. Expected "string".']);
});

test("a key is inserted with a value of its type", async () => {
  const file = await open(".mcp.json", '{ "mcpServers": { "x": { "command": "npx", | } } }');
  const items = await editor.complete(file);
  const inserted = (label) => items.find((item) => item.label === label).textEdit.newText;
  assert.match(inserted("args"), /^"args": \[.*filesystem/s);
  assert.equal(inserted("oauth"), '"oauth": {$1}');
  assert.equal(inserted("headersHelper"), '"headersHelper": "$1"');
});

test("a url without a type is told where it costs the server", async () => {
  const file = await open(".mcp.json", '{ "mcpServers": { "x": { "url": "https://mcp.example.com/mcp" } } }');
  assert.deepEqual(messages(file), ['Missing property "type".']);
  const cursor = await open(".cursor/mcp.json", '{ "mcpServers": { "x": { "url": "https://mcp.example.com/mcp" } } }');
  assert.deepEqual(messages(cursor), []);
});

test("a spelling that costs the server is told with those that are taken", async () => {
  const url = '"url": "https://mcp.example.com/mcp"';
  const file = await open(".mcp.json", `{ "mcpServers": { "x": { "type": "streamableHttp", ${url} } } }`);
  assert.equal(messages(file).length, 1);
  assert.match(messages(file)[0], /Valid values: "stdio", "http", "streamable-http", "sse", "ws"/);
});

test("an old spelling is marked as one", async () => {
  const file = await open(
    ".gemini/settings.json",
    '{ "mcpServers": { "x": { "httpUrl": "https://mcp.example.com/mcp" } } }',
  );
  assert.deepEqual(messages(file), ["Use `url` instead."]);
});

test("what stands beside the servers is described", async () => {
  const file = await open(".vscode/mcp.json", '{ "servers": {}, "inp|uts": [] }');
  assert.match(await editor.hover(file), /are asked for/);
});

/** A path that a pattern of the catalogue takes, for JSON. */
const paths = (pattern) => {
  const path = pattern.replace(/^\*\*\//, "").replaceAll("*", "some");
  return /\.jsonc?$|\.code-workspace$/.test(path) ? [path] : [];
};

for (const { name, fileMatch = [] } of catalog.schemas) {
  const places = fileMatch.filter((pattern) => !pattern.startsWith("!")).flatMap(paths);
  if (places.length === 0) continue;
  test(`${name}: each place has the schema`, async () => {
    await Promise.all(
      places.map(async (path) => {
        const file = await open(path, "[]");
        assert.deepEqual(messages(file), ['Incorrect type. Expected "object".'], path);
      }),
    );
  });
}
