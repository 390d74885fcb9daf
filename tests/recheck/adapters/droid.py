"""Factory Droid: `droid mcp list`. It starts the servers and does not wait for them.

It prints a type as it stands in the file, and names as it rewrote them.
"""

import json
import re

from answer import Answer, first_line

LINE = re.compile(r"^  (\S.*?)  (\S+)  ([a-z][a-z ]*)(?:: (.*?))?  \[")


def ask(sandbox, path):
    text = path.read_bytes()
    ran = sandbox.program("droid", "mcp", "list")
    answer = Answer(tells_rejected=False, tells_file=False)
    if ran.timed_out:
        answer.give_up("no answer in time")
        return answer
    for line in ran.out.splitlines():
        if found := LINE.match(line):
            name, kind, state, _ = found.groups()
            answer.load(name, kind, disabled=state.strip() == "disabled")
    if ran.code != 0:
        answer.reject(first_line(ran.both, r"rror|nvalid"))
    try:
        written = list(json.loads(text)["mcpServers"].keys())
    except (ValueError, KeyError, TypeError, AttributeError):
        return answer
    # One name that is not in the file stands for the one that is not listed.
    new = [name for name in answer.servers if name not in written]
    old = [name for name in written if name not in answer.servers]
    if len(new) == len(old) == 1:
        answer.servers[old[0]] = answer.servers.pop(new[0])
    return answer
