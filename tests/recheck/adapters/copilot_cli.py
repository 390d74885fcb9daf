"""Copilot CLI: `copilot mcp list --json` reads and connects to nothing."""

import json

from answer import Answer, first_line


def ask(sandbox, _path):
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
    return answer
