// Reads the book as a newcomer does: node look.mjs BOOK [FOLDER FOR SCREENSHOTS]
import assert from "node:assert/strict";
import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

const [book, shots] = process.argv.slice(2);
const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml" };

const server = createServer((request, response) => {
  let path = join(book, normalize(decodeURIComponent(new URL(request.url, "http://book").pathname)));
  if (existsSync(path) && statSync(path).isDirectory()) path = join(path, "index.html");
  if (!existsSync(path)) return response.writeHead(404).end();
  response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" });
  createReadStream(path).pipe(response);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const start = `http://127.0.0.1:${server.address().port}/`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
try {
  for (const scheme of ["light", "dark"]) {
    const context = await browser.newContext({ colorScheme: scheme, viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const faults = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
    page.on("request", (request) => request.url().startsWith(start) || faults.push(`it calls ${request.url()}`));
    page.on("response", (response) => response.status() >= 400 && faults.push(`${response.status()} ${response.url()}`));
    const shot = (name) => (shots ? page.screenshot({ path: join(shots, `${name}-${scheme}.png`) }) : null);

    // From the first page to the cause: one click.
    await page.goto(start);
    await shot("start");
    await page.locator("main").getByRole("link", { name: "Connection refused", exact: true }).click();
    await page.getByRole("heading", { name: "The causes, the likeliest first" }).waitFor();
    await shot("error");
    // On to the rule, and back to what it may explain.
    await page.locator("main").getByRole("link", { name: "stdio-server-by-url" }).first().click();
    await page.getByRole("heading", { name: "Why it fails" }).waitFor();
    await shot("rule");

    // The search knows the codes.
    for (const [word, title] of [
      ["ECONNREFUSED", "Connection refused on this machine"],
      ["SELF_SIGNED_CERT_IN_CHAIN", "Self-signed certificate in the chain"],
      ["docker-tty", "docker-tty"],
    ]) {
      await page.goto(`${start}?search=${encodeURIComponent(word)}`);
      await page.locator("#mdbook-searchresults li, #searchresults li").filter({ hasText: title }).first().waitFor();
    }
    await shot("search");

    // Every index links each of its pages, and the page is there.
    for (const folder of ["errors", "rules", "clients"]) {
      await page.goto(`${start}${folder}/`);
      const links = await page.locator("main a[href$='.html']").evaluateAll((all) => new Set(all.map((a) => a.href)).size);
      assert.ok(links > 50, `${folder} links ${links} pages`);
      await shot(folder);
    }
    for (const name of ["settings", "output", "maintainers/architecture"]) {
      await page.goto(`${start}${name}.html`);
      await shot(name.replace("/", "-"));
    }
    const dark = await page.evaluate(() => {
      const [r, g, b] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).map(Number);
      return r + g + b < 384;
    });
    assert.equal(dark, scheme === "dark", `the page is ${dark ? "dark" : "light"} where the system is ${scheme}`);
    assert.deepEqual(faults, []);
    await context.close();
  }
} finally {
  await browser.close();
  server.close();
}
console.log("the book works: light and dark, links, search");
