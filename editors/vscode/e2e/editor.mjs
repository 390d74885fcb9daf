// VS Code in a browser: code-server, with Chromium in front of it.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const here = import.meta.dirname;
const NODE = ["x64", "arm64"]
  .map((cpu) => path.join(here, `node_modules/node-linux-${cpu}/bin/node`))
  .find((file) => existsSync(file));
const SERVER = path.join(here, "node_modules/code-server/out/node/entry.js");
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** How long anything may take on a machine that has much else to do, in milliseconds. */
export const LONG = Number(process.env["PATIENCE"] ?? 120_000);

/** What is not under test is quiet. */
const SETTINGS = {
  "chat.disableAIFeatures": true,
  // Text is typed as it is.
  "editor.autoClosingBrackets": "never",
  "editor.autoClosingQuotes": "never",
  "editor.occurrencesHighlight": "off",
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "git.enabled": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "window.newWindowDimensions": "maximized",
  "workbench.editor.useModal": "off",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

export class Editor {
  /**
   * @param {string} base
   * @param {import("node:child_process").ChildProcess} server
   * @param {import("playwright-core").Browser} browser
   * @param {import("playwright-core").Page} page
   */
  constructor(base, server, browser, page) {
    this.base = base;
    this.server = server;
    this.browser = browser;
    this.page = page;
    this.folder = path.join(base, "shop");
  }

  /**
   * Replaces settings, in the editor: the user's, or those of the machine that the editor's server
   * runs on, where alone VS Code looks for the places of programs.
   * @param {"User" | "Remote"} whose
   * @param {object} settings
   */
  async set(whose, settings) {
    const all = whose === "User" ? { ...SETTINGS, ...settings } : settings;
    await this.run(`Preferences: Open ${whose} Settings (JSON)`);
    await this.page.locator(".tab.active", { hasText: "settings.json" }).waitFor();
    await this.text().click();
    await this.page.keyboard.press("Control+A");
    await this.page.keyboard.insertText(JSON.stringify(all));
    await this.save();
    await this.page.locator(".tab.active .codicon-close").click();
    await this.page.locator(".tab", { hasText: "settings.json" }).waitFor({ state: "detached" });
  }

  /**
   * Installs the extension and opens a folder that holds `files`.
   * @param {{ vsix: string, files: Record<string, string>, settings?: object, path?: string }} wanted
   */
  static async start({ vsix, files, settings = {}, path: searchPath = "/usr/bin:/bin" }) {
    if (NODE === undefined) {
      throw new Error("Node.js 22 is missing: run `npm ci --ignore-scripts` in this folder");
    }
    const base = mkdtempSync(path.join(os.tmpdir(), "mcpmend-vscode-"));
    const folder = path.join(base, "shop");
    for (const [name, text] of Object.entries(files)) {
      const file = path.join(folder, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const data = path.join(base, "data");
    mkdirSync(path.join(data, "User"), { recursive: true });
    writeFileSync(path.join(data, "User/settings.json"), JSON.stringify({ ...SETTINGS, ...settings }));
    mkdirSync(path.join(base, "home"));
    // Nothing of the machine's own home folder, and no program that happens to be on its PATH.
    const env = { HOME: path.join(base, "home"), PATH: searchPath, LANG: "C.UTF-8" };
    const dirs = ["--user-data-dir", data, "--extensions-dir", path.join(base, "extensions"), "--config", path.join(base, "config.yaml")];
    execFileSync(NODE, [SERVER, ...dirs, "--install-extension", vsix], { env, stdio: "pipe" });
    const server = spawn(
      NODE,
      [
        SERVER, ...dirs, "--auth", "none", "--bind-addr", "127.0.0.1:0", "--disable-workspace-trust",
        "--disable-telemetry", "--disable-update-check", "--disable-getting-started-override", folder,
      ],
      { env, stdio: ["ignore", "pipe", "pipe"] },
    );
    const address = await listening(server);
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
      ],
    });
    const page = await browser.newPage({ viewport: { width: 1100, height: 700 } });
    page.setDefaultTimeout(LONG);
    await page.goto(`${address}?folder=${encodeURIComponent(folder)}`);
    await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
    return new Editor(base, server, browser, page);
  }

  /**
   * The file of the folder called `name`, as it is on disk.
   * @param {string} name
   */
  read(name) {
    return readFileSync(path.join(this.folder, name), "utf8");
  }

  /**
   * Opens the file of the folder called `name`.
   * @param {string} name
   */
  async open(name) {
    await this.page.keyboard.press("Control+P");
    const input = this.page.locator(".quick-input-widget input.input");
    await input.waitFor();
    // The whole path needs no search, which would need a program that is not installed.
    await input.fill(path.join(this.folder, name));
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: path.basename(name) }).first().waitFor();
    await this.page.keyboard.press("Enter");
    await this.page.locator(".tab.active", { hasText: path.basename(name) }).waitFor();
    await this.text().waitFor();
  }

  /**
   * Runs the command that the palette shows as `title`.
   * @param {string} title
   */
  async run(title) {
    await this.page.keyboard.press("F1");
    const input = this.page.locator(".quick-input-widget input.input");
    await input.waitFor();
    await input.fill(`>${title}`);
    await this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).waitFor();
    await this.page.keyboard.press("Enter");
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  }

  /** The lines of the open file. */
  text() {
    return this.page.locator(".editor-group-container.active .monaco-editor .view-lines").first();
  }

  /** What is underlined in the open file. */
  squiggles() {
    return this.page.locator(".editor-group-container.active .cdr:is(.squiggly-error, .squiggly-warning, .squiggly-info)");
  }

  /** The rows of the problems view, which must be shown. */
  problems() {
    return this.page.locator(".markers-panel .monaco-list-row:has(.marker-icon)");
  }

  /** What the problems view says. */
  async told() {
    return (await this.problems().allInnerTexts()).map((text) => text.replaceAll("\u00a0", " ").replace(/\s+/g, " "));
  }

  /**
   * Puts the cursor into a line and a column; both count from 1.
   * @param {number} line
   * @param {number} column
   */
  async go(line, column) {
    await this.page.keyboard.press("Control+G");
    const input = this.page.locator(".quick-input-widget input.input");
    await input.waitFor();
    await input.fill(`:${String(line)}:${String(column)}`);
    await this.page.keyboard.press("Enter");
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
    await this.page.locator(".statusbar-item", { hasText: `Ln ${String(line)}, Col ${String(column)}` }).waitFor();
  }

  /** Saves the open file, and waits until it is on disk. */
  async save() {
    await this.page.locator(".tab.active.dirty").waitFor();
    await this.page.keyboard.press("Control+S");
    await this.page.locator(".tab.active:not(.dirty)").waitFor();
  }

  async stop() {
    await this.browser.close();
    if (this.server.exitCode === null) {
      const gone = new Promise((resolve) => this.server.once("exit", resolve));
      this.server.kill();
      await gone;
    }
    rmSync(this.base, { force: true, recursive: true, maxRetries: 10, retryDelay: 200 });
  }
}

/**
 * The address that the server says it listens on.
 * @param {import("node:child_process").ChildProcess} server
 * @returns {Promise<string>}
 */
function listening(server) {
  return new Promise((resolve, reject) => {
    let text = "";
    const read = (/** @type {Buffer} */ chunk) => {
      text += chunk.toString();
      const address = /listening on (http:\S+)/.exec(text)?.[1];
      if (address !== undefined) {
        resolve(address);
      }
    };
    server.stdout?.on("data", read);
    server.stderr?.on("data", read);
    server.once("exit", (code) => {
      reject(new Error(`code-server ended with ${String(code)}:\n${text}`));
    });
  });
}

/**
 * Waits until `holds` does.
 * @param {() => Promise<boolean>} holds
 * @param {string} what in words, for the error
 */
export async function until(holds, what) {
  const end = Date.now() + LONG;
  while (!(await holds())) {
    if (Date.now() > end) {
      throw new Error(`waited in vain: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
