// The packaged extension as a user has it: installed into VS Code, used with mouse and keyboard,
// judged by what is shown and by what is on disk.
//
// MCPMEND names the program, and VSIX_BUNDLED and VSIX the packages with and without it.
// With SCREENSHOT=FILE.png the picture for the documentation is taken on the way.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { Editor, LONG, until } from "./editor.mjs";

/** @param {string} name */
function given(name) {
  const value = process.env[name];
  assert.ok(value, `${name} is not set`);
  return value;
}

const MCP_JSON = `{
  "mcpServers": {
    "docs": {
      "url": "https://docs.example.com/mcp"
    },
    "notes": { "command": "notes-mcp", "args": ["--stdio"] }
  }
}
`;

const CODEX = `# What the shop's assistants may use.
[mcp_servers.docs]
url = "https://docs.example.com/mcp"
headers = { "X-Team" = "shop" } # ours
`;

const CONTINUE = `name: shop
version: 1.0.0
schema: v1
mcpServers:
  - name: docs
    type: http # remote
    url: https://docs.example.com/mcp
`;

describe("with the program in the package", { timeout: 8 * LONG }, () => {
  /** @type {Editor} */
  let editor;
  before(async () => {
    editor = await Editor.start({
      vsix: given("VSIX_BUNDLED"),
      files: {
        ".mcp.json": MCP_JSON,
        ".codex/config.toml": CODEX,
        ".continue/mcpServers/docs.yaml": CONTINUE,
        "package.json": '{ "mcpServers": { "docs": { "url": "https://docs.example.com/mcp" } } }\n',
      },
      settings: { "[yaml]": { "editor.codeActionsOnSave": { "source.fixAll.mcpmend": "explicit" } } },
    });
  });
  after(() => editor.stop());

  test("a mistake is underlined and told once", async () => {
    await editor.open(".mcp.json");
    await editor.squiggles().first().waitFor();
    await editor.run("Problems: Focus on Problems View");
    await editor.problems().first().waitFor();
    const told = await editor.told();
    assert.equal(told.length, 1, told.join("\n"));
    assert.match(told[0] ?? "", /`docs` has a `url` and no transport type/);
    assert.match(told[0] ?? "", /mcpmend ?\(?missing-transport-type/);
    const screenshot = process.env["SCREENSHOT"];
    if (screenshot !== undefined) {
      await editor.page.screenshot({ path: screenshot });
    }
  });

  test("the quick fix changes what it names and nothing else", async () => {
    await editor.open(".mcp.json");
    await editor.go(4, 8);
    await editor.page.keyboard.press("Control+.");
    // The preferred one has the focus.
    await editor.page.locator(".action-widget .monaco-list-row.focused", { hasText: 'Add `"type": "http"`' }).waitFor();
    await editor.page.keyboard.press("Enter");
    await editor.save();
    assert.equal(editor.read(".mcp.json"), MCP_JSON.replace('"url"', '"type": "http",\n      "url"'));
    await until(async () => (await editor.told()).length === 0, "the problem is gone");
  });

  test("hovering over a field tells what it means to the client", async () => {
    await editor.open(".codex/config.toml");
    await editor.squiggles().first().waitFor();
    await editor.go(3, 2);
    await editor.run("Show or Focus Hover");
    const hover = editor.page.locator(".monaco-hover:not(.hidden) .hover-contents", { hasText: "Codex" });
    await hover.first().waitFor();
    await editor.page.keyboard.press("Escape");
  });

  test("the command fixes all of a TOML file", async () => {
    await editor.open(".codex/config.toml");
    await editor.squiggles().first().waitFor();
    await editor.run("mcpmend: Fix All in This File");
    await editor.save();
    assert.equal(editor.read(".codex/config.toml"), CODEX.replace("headers", "http_headers"));
  });

  test("saving fixes a YAML file", async () => {
    await editor.open(".continue/mcpServers/docs.yaml");
    await editor.squiggles().first().waitFor();
    await editor.page.keyboard.press("Control+End");
    await editor.page.keyboard.type("# checked\n");
    await editor.save();
    assert.equal(
      editor.read(".continue/mcpServers/docs.yaml"),
      `${CONTINUE.replace("type: http", "type: streamable-http")}# checked\n`,
    );
  });

  test("a file of nobody is left alone", async () => {
    await editor.open("package.json");
    await editor.run("mcpmend: Fix All in This File");
    await editor.page.locator(".notification-toast", { hasText: "no configuration of an MCP client" }).waitFor();
    assert.equal(await editor.squiggles().count(), 0);
  });
});

describe("without the program", { timeout: 8 * LONG }, () => {
  /** @type {Editor} */
  let editor;
  before(async () => {
    editor = await Editor.start({ vsix: given("VSIX"), files: { ".mcp.json": MCP_JSON } });
  });
  after(() => editor.stop());

  test("a message tells it, with ways out", async () => {
    await editor.open(".mcp.json");
    const message = editor.page.locator(".notification-toast", { hasText: "MCP configuration is not checked" });
    await message.waitFor();
    assert.match(await message.innerText(), /not on PATH/);
    const ways = await message.locator(".monaco-button").allInnerTexts();
    assert.deepEqual(ways, ["Choose the Program…", "How to Install", "Open Settings"]);
  });

  test("meanwhile the schema speaks", async () => {
    await editor.run("Problems: Focus on Problems View");
    await until(async () => (await editor.told()).some((row) => row.includes('Missing property "type"')), "the schema's word");
  });

  test("naming the program in the settings starts it, and the schema is silent", async () => {
    await editor.set("Remote", { "mcpmend.path": given("MCPMEND") });
    await until(async () => {
      const told = await editor.told();
      return told.length === 1 && (told[0] ?? "").includes("missing-transport-type");
    }, "the server's word only");
  });

  test("a setting counts at once", async () => {
    await editor.set("User", { "mcpmend.ignore": ["missing-transport-type"] });
    await until(async () => (await editor.told()).length === 0, "the rule is left out");
    await editor.set("User", {});
    await until(async () => (await editor.told()).length === 1, "the rule is back");
  });

  test("switching it off silences everything", async () => {
    await editor.set("User", { "mcpmend.enable": false });
    await until(async () => (await editor.told()).length === 0, "no problem");
  });
});
