// Judges the `mcpServers` of one librechat.yaml with LibreChat's own schema; prints JSON.
// Arguments: the folder of the package, the file.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [folder, file] = process.argv.slice(2);
const require = createRequire(`${folder}/package.json`);
const { MCPServersSchema } = require("librechat-data-provider");

let answer;
try {
  const config = require("js-yaml").load(readFileSync(file, "utf8"));
  const servers = config?.mcpServers ?? {};
  const judged = MCPServersSchema.safeParse(servers);
  answer = judged.success
    ? { servers: Object.fromEntries(Object.entries(judged.data).map(([name, it]) => [name, it.type])) }
    : { error: judged.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ") };
} catch (error) {
  answer = { error: String(error.message ?? error) };
}
console.log(JSON.stringify(answer));
