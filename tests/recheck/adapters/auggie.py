"""auggie: `auggie mcp list --json` reads and connects to nothing. What it does not take vanishes."""

import json

from answer import Answer, first_line


def ask(sandbox, _path):
    ran = sandbox.program("auggie", "mcp", "list", "--json")
    answer = Answer(tells_rejected=False, tells_file=False)
    if ran.timed_out:
        answer.give_up("no answer in time")
        return answer
    try:
        servers = json.loads(ran.out[ran.out.index("{"):])["servers"]
    except (ValueError, KeyError, TypeError):
        answer.reject(first_line(ran.err + ran.out, r"nvalid|rror"))
        return answer
    for server in servers:
        answer.load(server["name"], server.get("transport") or server.get("type"),
                    disabled=server.get("enabled") is False or bool(server.get("disabled")))
    return answer
