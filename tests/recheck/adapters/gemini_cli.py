"""Gemini CLI: `gemini mcp list`, in a folder that the environment trusts."""

import re

from answer import TRANSPORTS, Answer, first_line

CRASH = r"TypeError|SyntaxError|FatalConfigError|critical error|Expected|JSON|rror"


def listed(ran):
    """What `mcp list` of Gemini CLI and its forks printed."""
    answer = Answer(tells_rejected=False)
    if ran.timed_out:
        answer.give_up("no answer in time")
        return answer
    for line in ran.both.splitlines():
        found = re.match(r"^[✓✗○●…!] (.*?)(?: \(from .*?\))?: (.*) \(([^()]*)\) - (\w[\w ]*)", line)
        if found:
            name, _, kind, live = found.groups()
            # It prints the type as it stands there; any that it does not know is streamable HTTP.
            answer.load(name, kind if kind in TRANSPORTS else "http", disabled=live.strip().lower() == "disabled")
    if ran.code != 0:
        answer.reject(first_line(ran.both, CRASH))
    return answer


def ask(sandbox, _path):
    return listed(sandbox.program("gemini", "mcp", "list", GEMINI_CLI_TRUST_WORKSPACE="true"))
