// VS Code in a browser: code-server, with Chromium in front of it.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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
export const LONG = 120_000;

/** What is not under test is quiet. */
const SETTINGS = {
  "chat.disableAIFeatures": true,
  "editor.occurrencesHighlight": "off",
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "git.enabled": false,
  "security.workspace.trust.enabled": false,
  "telemetry.telemetryLevel": "off",
  "window.newWindowDimensions": "maximized",
  "workbench.colorTheme": "Default Light Modern",
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
