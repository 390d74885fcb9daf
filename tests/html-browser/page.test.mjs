// The pages of `mcpmend --report` in a real browser. `.ci/steps/html` makes them and runs this:
// PAGES is the folder that they are in, CHROMIUM the browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";

import axe from "axe-core";
import { parse } from "parse5";
import { chromium } from "playwright-core";

const folder = process.env.PAGES;
const PAGES = ["shop", "hostile", "empty", "big"];
const path = (name) => join(folder, `${name}.html`);
const url = (name, hash = "") => pathToFileURL(path(name)).href + hash;

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
    timeout: 120_000,
  });
});
after(() => browser?.close());

// Opens a page, and takes note of all that it asks for and complains about.
async function open(name, { hash = "", ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const seen = { requests: [], said: [], dialogs: 0 };
  page.on("request", (request) => seen.requests.push(request.url()));
  page.on("console", (message) => seen.said.push(message.text()));
  page.on("pageerror", (error) => seen.said.push(String(error)));
  page.on("dialog", (dialog) => {
    seen.dialogs += 1;
    return dialog.dismiss();
  });
  await page.goto(url(name, hash));
  return { page, seen, context };
}

const field = (page, name) => page.locator(`#filters [name=${name}]`);
const shown = (page) => page.locator("#list > article:visible").count();

describe("each page", () => {
  for (const name of PAGES) {
    test(`${name} is well-formed`, () => {
      const errors = [];
      parse(readFileSync(path(name), "utf8"), { onParseError: (error) => errors.push(error) });
      assert.deepEqual(errors, []);
    });

    test(`${name} loads nothing and complains of nothing`, async () => {
      const { page, seen, context } = await open(name);
      await page.mouse.wheel(0, 100_000);
      await page.waitForLoadState("networkidle");
      assert.deepEqual(seen.requests, [url(name)]);
      assert.deepEqual(seen.said, []);
      assert.equal(seen.dialogs, 0);
      assert.equal(await page.locator("script").count(), 1);
      assert.equal(await page.locator("img, iframe, object, embed, link, base").count(), 0);
      await context.close();
    });
  }
});

test("its policy forbids what it does not ask for", async () => {
  let asked = 0;
  const server = createServer((_, answer) => {
    asked += 1;
    answer.end();
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const target = `http://127.0.0.1:${server.address().port}/`;
  const { page, context } = await open("shop");
  const refused = await page.evaluate(async (target) => {
    const refused = new Set();
    addEventListener("securitypolicyviolation", (event) => refused.add(event.effectiveDirective));
    const add = (tag, fill) => {
      const element = document.createElement(tag);
      Object.assign(element, fill);
      document.body.append(element);
    };
    add("img", { src: target });
    add("script", { src: target });
    add("script", { textContent: "window.ran = 1" });
    add("link", { rel: "stylesheet", href: target });
    add("style", { textContent: "body { display: none }" });
    add("iframe", { src: target });
    const form = document.createElement("form");
    Object.assign(form, { action: target, method: "post" });
    document.body.append(form);
    form.submit();
    document.body.insertAdjacentHTML("beforeend", "<p id=x onclick='window.ran = 1'></p>");
    document.getElementById("x").click();
    await fetch(target).catch(() => {});
    const wanted = ["img-src", "script-src-elem", "script-src-attr", "style-src-elem", "frame-src", "form-action", "connect-src"];
    for (let turn = 0; turn < 300 && !wanted.every((it) => refused.has(it)); turn++) {
      await new Promise((next) => setTimeout(next, 50));
    }
    return { missed: wanted.filter((it) => !refused.has(it)), ran: window.ran };
  }, target);
  assert.deepEqual(refused, { missed: [], ran: undefined });
  assert.equal(asked, 0);
  await context.close();
  server.close();
});

describe("filters", () => {
  test("by severity, client, rule, file and text", async () => {
    const { page, context } = await open("shop");
    const all = await shown(page);
    assert.equal(all, 7);
    const hash = () => decodeURIComponent(new URL(page.url()).hash.replaceAll("+", " "));
    const status = () => page.locator("#shown").textContent();
    assert.equal(await status(), "7 of 7 shown");

    await page.getByLabel("5 errors").uncheck();
    assert.equal(await shown(page), 2);
    assert.equal(hash(), "#severity=warning,info");
    await page.getByRole("button", { name: "Show all" }).click();
    await page.waitForFunction(() => location.hash === "#findings");
    assert.equal(await shown(page), 7);

    await field(page, "client").selectOption("VS Code");
    assert.equal(await shown(page), 3);
    assert.equal(hash(), "#client=vscode");
    await field(page, "rule").selectOption("docker-not-interactive");
    assert.equal(await shown(page), 1);
    await field(page, "client").selectOption("Claude Code");
    assert.equal(await shown(page), 0);
    assert.ok(await page.getByText("No finding passes these filters.").isVisible());
    await page.getByRole("button", { name: "Show all" }).click();
    await page.waitForFunction(() => location.hash === "#findings");

    await field(page, "file").selectOption(".codex/config.toml");
    assert.equal(await shown(page), 1);
    assert.equal(hash(), "#file=.codex/config.toml");
    await field(page, "file").selectOption("all");

    await field(page, "text").fill("DOCKER run");
    await page.waitForFunction(() => location.hash.includes("text="));
    assert.equal(await shown(page), 2);
    assert.equal(await status(), "2 of 7 shown");
    await context.close();
  });

  test("stand in the address", async () => {
    const { page, context } = await open("shop", { hash: "#severity=error&client=vscode&text=docker" });
    assert.equal(await shown(page), 2);
    assert.equal(await field(page, "text").inputValue(), "docker");
    assert.equal(await page.getByLabel("2 hints").isChecked(), false);
    // A link of the summary is such a state.
    await page.getByRole("link", { name: "2 hints" }).click();
    await page.waitForFunction(() => document.querySelectorAll("#list > article:not([hidden])").length === 2);
    assert.equal(await field(page, "text").inputValue(), "");
    // What this page does not have is no filter.
    await page.goto(url("shop", "#client=none&rule=%3Cimg%3E&severity=error"));
    await page.waitForFunction(() => document.querySelectorAll("#list > article:not([hidden])").length === 5);
    await context.close();
  });

  test("obey the keyboard", async () => {
    const { page, context } = await open("shop");
    await page.keyboard.press("Tab");
    assert.equal(await page.locator(":focus").textContent(), "Skip to the findings");
    assert.ok(await page.locator(":focus").isVisible());
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.equal(await page.locator(":focus").getAttribute("value"), "error");
    await page.keyboard.press("Space");
    assert.equal(await shown(page), 2);
    // The news of the first link's address, come after the choice has replaced it.
    await page.evaluate(() => {
      const newURL = location.href.replace(/#.*/, "#findings");
      dispatchEvent(new HashChangeEvent("hashchange", { oldURL: location.href, newURL }));
    });
    assert.equal(await page.locator(":focus").getAttribute("value"), "error");
    for (let press = 0; press < 6; press++) {
      await page.keyboard.press("Tab");
    }
    assert.equal(await page.locator(":focus").getAttribute("name"), "text");
    await page.keyboard.type("wiki");
    await page.waitForFunction(() => location.hash.includes("text=wiki"));
    assert.equal(await shown(page), 1);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.hash === "#findings");
    assert.equal(await shown(page), 7);
    await context.close();
  });
});

test("links lead to what they name, closed or hidden", async () => {
  const { page, context } = await open("shop", { hash: "#severity=info" });
  await page.getByRole("region", { name: "Table of clients" }).getByRole("link", { name: "2 findings" }).click();
  await page.waitForFunction(() => !document.querySelector(":target").hidden);
  assert.match(await page.locator(":target h3").textContent(), /docker run/);
  await page.locator(":target").getByRole("link", { name: "docker-not-interactive" }).click();
  await page.waitForFunction(() => document.getElementById("rule-docker-not-interactive").open);
  assert.ok(await page.locator(":target pre").first().isVisible());
  await context.close();
});

test("colours follow the system, and the switch", async () => {
  const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = "rgb(255, 255, 255)";
  const dark = "rgb(21, 24, 28)";
  for (const [scheme, own, other, clicks] of [
    ["light", light, dark, 2],
    ["dark", dark, light, 1],
  ]) {
    const { page, context } = await open("shop", { colorScheme: scheme });
    assert.equal(await ground(page), own);
    for (let click = 0; click < clicks; click++) {
      await page.locator("#theme").click();
    }
    assert.equal(await ground(page), other);
    await context.close();
  }
});

test("without its script it can be read", async () => {
  const { page, seen, context } = await open("shop", { javaScriptEnabled: false });
  assert.equal(await page.locator("#filters").isVisible(), false);
  assert.equal(await page.locator("#theme").isVisible(), false);
  assert.equal(await shown(page), 7);
  await page.locator("summary").first().click();
  assert.deepEqual(seen.said, []);
  await context.close();
});

test("on paper it has no controls, and all is open", async () => {
  const { page, context } = await open("shop", { colorScheme: "dark" });
  await page.emulateMedia({ media: "print" });
  for (const part of ["#filters", "#theme", "nav"]) {
    assert.equal(await page.locator(part).isVisible(), false, part);
  }
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
  const paper = await page.pdf({ format: "A4" });
  assert.ok(paper.length > 50_000, `${paper.length}`);
  await context.close();
});

describe("accessibility", () => {
  for (const colorScheme of ["light", "dark"]) {
    for (const name of ["shop", "hostile", "empty"]) {
      test(`axe has nothing against ${name}, ${colorScheme}`, async () => {
        const { page, context } = await open(name, { colorScheme });
        await page.evaluate(() => {
          for (const one of document.querySelectorAll("details")) {
            one.open = true;
          }
        });
        await page.evaluate(axe.source);
        const { violations, passes } = await page.evaluate(() => window.axe.run());
        assert.ok(passes.length > 15, `${passes.length}`);
        assert.deepEqual(
          violations.map(({ id, impact, nodes }) => [id, impact, nodes[0].html, nodes[0].failureSummary]),
          [],
        );
        await context.close();
      });
    }
  }
});

test("ten thousand findings", async () => {
  const start = performance.now();
  const { page, context } = await open("big");
  await page.waitForFunction(() => document.getElementById("shown")?.textContent === "10000 of 10000 shown");
  const loaded = performance.now();
  await field(page, "text").fill("s1234");
  await page.waitForFunction(() => location.hash.includes("s1234"));
  assert.equal(await page.locator("#shown").textContent(), "1 of 10000 shown");
  const filtered = performance.now();
  // A server of a table that is closed at first.
  await page.goto(url("big", "#s9876"));
  await page.waitForFunction(() => document.getElementById("s9876").closest("details").open);
  console.log(`   10,000 findings: shown after ${Math.round(loaded - start)} ms, filtered after ${Math.round(filtered - loaded)} ms more`);
  await context.close();
});

test("a picture for the docs", { skip: !process.env.PICTURE }, async () => {
  const { page, context } = await open("shop", { viewport: { width: 1280, height: 1500 } });
  await page.screenshot({ path: process.env.PICTURE });
  await context.close();
});
