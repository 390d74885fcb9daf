"""Amp: `amp mcp list --json` reads and connects to nothing."""

import json

from answer import Answer, first_line


def ask(sandbox, _path):
    ran = sandbox.program("amp", "mcp", "list", "--json")
    answer = Answer(tells_disabled=False, tells_rejected=False)
    if ran.timed_out:
        answer.give_up("no answer in time")
        return answer
    try:
        servers = json.loads(ran.out)
    except ValueError:
        answer.reject(first_line(ran.err + ran.out, r"rror|nvalid"))
        return answer
    for server in servers:
        # It does not tell the two remote transports apart before it calls.
        answer.load(server["name"], "stdio" if server["type"] == "command" else None)
    return answer
