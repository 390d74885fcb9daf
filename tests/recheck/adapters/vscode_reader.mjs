// Reads one mcp.json with VS Code's own scanner and prints its servers as JSON.
// Arguments: the node_modules folder of the package, the file.
import { readFileSync } from "node:fs";
import { register } from "node:module";
import { pathToFileURL } from "node:url";

const [modules, file] = process.argv.slice(2);

// The sources import style sheets, which node does not read.
const noStyles = `export async function load(url, context, next) {
  return url.split("?")[0].endsWith(".css")
    ? { format: "module", source: "export default {}", shortCircuit: true }
    : next(url, context);
}`;
register("data:text/javascript," + encodeURIComponent(noStyles), import.meta.url);

const source = (path) => import(pathToFileURL(`${modules}/@codingame/${path}`).href);
const { McpResourceScannerService } = await source(
  "monaco-vscode-mcp-service-override/vscode/src/vs/platform/mcp/common/mcpResourceScannerService.js",
);
const { URI } = await source("monaco-vscode-api/vscode/src/vs/base/common/uri.js");
const { ConfigurationTarget } = await source(
  "monaco-vscode-api/vscode/src/vs/platform/configuration/common/configuration.js",
);

// In a window the bytes go through TextDecoder, which takes a byte order mark away.
const text = new TextDecoder().decode(readFileSync(file));
const files = { readFile: async () => ({ value: { toString: () => text } }) };
const identity = { extUri: { getComparisonKey: (uri) => uri.toString() } };
const scanner = new McpResourceScannerService(files, identity);

let answer;
try {
  const scanned = await scanner.scanMcpServers(
    URI.file("/project/.vscode/mcp.json"),
    ConfigurationTarget.WORKSPACE_FOLDER,
  );
  const servers = {};
  for (const [name, config] of Object.entries(scanned.servers ?? {})) {
    servers[name] = { type: config.type };
    // What discovery does next with an http server; it throws on what is no url at all.
    if (config.type === "http") {
      try {
        URI.parse(config.url);
      } catch (error) {
        servers[name].error = String(error.message);
      }
    }
  }
  answer = { servers };
} catch (error) {
  answer = { error: String(error.message ?? error) };
}
console.log(JSON.stringify(answer));
