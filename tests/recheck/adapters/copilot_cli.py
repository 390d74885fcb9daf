"""Copilot CLI: `copilot mcp list --json` reads and connects to nothing.

It reads the files of a project only in a folder that is trusted. There it names what it skips; of
its own user file it drops entries without a word.
"""

import json
import re

from answer import Answer, first_line

SKIPPED = re.compile(r'Skipping invalid MCP server "(.*?)": (.*?)(?=;? *Skipping invalid|$)', re.M)


def ask(sandbox, _path):
    trusted = {"trusted_folders": [str(sandbox.project)]}
    sandbox.put("home/.copilot/config.json", json.dumps(trusted).encode())
    ran = sandbox.program("copilot", "mcp", "list", "--json", COPILOT_AUTO_UPDATE="false")
    answer = Answer()
    if ran.timed_out:
        answer.give_up("no answer in time")
        return answer
    try:
        servers = json.loads(ran.out)["mcpServers"]
    except (ValueError, KeyError, TypeError):
        answer.reject(first_line(ran.err + ran.out))
        return answer
    for name, server in servers.items():
        kind = server.get("type") or ("stdio" if "command" in server else None)
        answer.load(name, {"local": "stdio"}.get(kind, kind), disabled=server.get("enabled") is False)
    if "skipping workspace MCP config" in ran.err:
        answer.reject(first_line(ran.err, "skipping workspace MCP config"))
    for name, message in SKIPPED.findall(ran.err):
        answer.refuse(name, message)
    return answer
