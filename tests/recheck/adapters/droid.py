"""Factory Droid: `droid mcp list`. It starts the servers and does not wait for them."""

import re

from answer import Answer, first_line

LINE = re.compile(r"^  (\S.*?)  (\S+)  ([a-z][a-z ]*)(?:: (.*?))?  \[")


def ask(sandbox, _path):
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
    return answer
