"""VS Code: its own reader of `mcp.json`, out of an npm package that holds VS Code's sources."""

import json
from pathlib import Path

from answer import Answer, first_line

READER = Path(__file__).with_name("vscode_reader.mjs")


def ask(sandbox, path):
    modules = sandbox.installation.folder(sandbox.client) / "node_modules"
    ran = sandbox.run(sandbox.installation.node(sandbox.client), READER, modules, path)
    answer = Answer(tells_disabled=False)
    if ran.timed_out or ran.code != 0:
        answer.give_up(first_line(ran.both, r"Error"))
        return answer
    said = json.loads(ran.out)
    if "error" in said:
        answer.reject(said["error"])
        return answer
    for name, server in said["servers"].items():
        if server.get("error"):
            answer.refuse(name, server["error"])
        else:
            answer.load(name, server.get("type"))
    return answer
