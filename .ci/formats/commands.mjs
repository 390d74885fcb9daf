// Takes GitHub's commands apart as the runner does, and has GitHub's own library print them again:
// `node commands.mjs FILE` must print what FILE holds, byte for byte.
import { readFileSync } from "node:fs";
import * as core from "@actions/core";

const text = (part) =>
  part.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
const property = (part) =>
  part
    .replaceAll("%0D", "\r")
    .replaceAll("%0A", "\n")
    .replaceAll("%3A", ":")
    .replaceAll("%2C", ",")
    .replaceAll("%25", "%");

const lines = readFileSync(process.argv[2], "utf8").split("\n");
if (lines.pop() !== "") throw new Error("the last line has no end");
for (const line of lines) {
  // ActionCommand.TryParseV2 of the runner: the name ends at a blank, the properties at `::`.
  if (!line.startsWith("::")) throw new Error(`no command: ${line}`);
  const end = line.indexOf("::", 2);
  const [, name, properties] = /^(\w+) (.*)$/s.exec(line.slice(2, end));
  const found = Object.fromEntries(
    properties.split(",").map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), property(pair.slice(at + 1))];
    }),
  );
  const { title, file, line: startLine, endLine, col: startColumn, endColumn, ...rest } = found;
  if (Object.keys(rest).length > 0) throw new Error(`unknown properties: ${line}`);
  for (const number of [startLine, endLine]) {
    if (!(Number(number) >= 1)) throw new Error(`no line: ${line}`);
  }
  core[name](text(line.slice(end + 2)), {
    title,
    file,
    startLine,
    endLine,
    startColumn,
    endColumn,
  });
}
