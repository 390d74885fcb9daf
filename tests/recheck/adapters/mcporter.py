"""mcporter: `mcporter --config FILE list --json` connects."""

import json
import re

from answer import Answer, first_line


def ask(sandbox, path):
    ran = sandbox.program("mcporter", "--config", path, "list", "--json", "--timeout", "5000")
    answer = Answer(tells_disabled=False)
    if ran.timed_out:
        answer.give_up("no answer in time")
        return answer
    try:
        servers = json.loads(ran.out)["servers"]
    except (ValueError, KeyError, TypeError):
        answer.reject(" ".join(re.split(r"\n\s+at ", ran.both.strip())[0].split()))
        return answer
    for server in servers:
        kind = (server.get("transport") or "").split(" ")[0]
        answer.load(server["name"], kind.lower())
    return answer
