"""Codex: `codex mcp list --json` reads and connects to nothing."""

import json

from answer import Answer


def ask(sandbox, path):
    ran = sandbox.program("codex", "mcp", "list", "--json", CODEX_HOME=str(path.parent))
    answer = Answer()
    if ran.timed_out:
        answer.give_up("no answer in time")
        return answer
    try:
        servers = json.loads(ran.out)
    except ValueError:
        answer.reject(" ".join(
            line.strip() for line in ran.err.split("Stack backtrace")[0].splitlines()
            if line.strip() and not line.startswith("WARNING: proceeding")))
        return answer
    for server in servers:
        kind = server["transport"]["type"]
        answer.load(server["name"], {"streamable_http": "http"}.get(kind, kind), disabled=not server["enabled"])
    return answer
