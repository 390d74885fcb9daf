"""Claude Code: `claude mcp list` names each server, its transport, and each entry it skips."""

import re

from answer import Answer, first_line

QUIET = {
    "DISABLE_AUTOUPDATER": "1",
    "DISABLE_ERROR_REPORTING": "1",
    "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
    "MCP_TIMEOUT": "5000",
}


def ask(sandbox, _path):
    ran = sandbox.program("claude", "mcp", "list", **QUIET)
    answer = Answer()
    if not ran.timed_out and "is corrupted" in ran.both:
        answer.reject(first_line(ran.both, "is corrupted"))
        return answer
    if ran.timed_out or ran.code != 0:
        answer.give_up(first_line(ran.both))
        return answer
    for line in ran.out.splitlines():
        if found := re.match(r"^(.*?): (.*?)(?: \((HTTP|SSE|WS|WebSocket)\))? - [⏸✔✘!△⚠○●]", line):
            name, _, kind = found.groups()
            answer.load(name, {None: "stdio", "WebSocket": "ws"}.get(kind) or kind.lower())
        elif found := re.match(r"^ *[├└] \[(\w+)\] (?:\[(.*?)\] )?(.*)$", line):
            level, name, message = found.groups()
            if name is not None and "kipped" in message:
                answer.refuse(name, message)
            elif level == "Error" and name is None:
                answer.reject(message)
                return answer
            elif level == "Error":
                answer.refuse(name, message)
    return answer
