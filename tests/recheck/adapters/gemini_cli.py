"""Gemini CLI: `gemini mcp list`, in a folder that the environment trusts."""

import re

from answer import TRANSPORTS, Answer, first_line

LINE = re.compile(r"^[✓✗○●…!⛔] (.*?)(?: \(from .*?\))?: (.*) \(([^()]*)\) - (\w[\w ]*)")
CRASH = r"TypeError|SyntaxError|FatalConfigError|critical error|Expected|JSON|rror"


def listed(ran, transport):
    """What `mcp list` of Gemini CLI and its forks printed; `transport` tells what a printed
    target and type mean."""
    answer = Answer(tells_rejected=False)
    if ran.timed_out:
        answer.give_up("no answer in time")
        return answer
    for line in ran.both.splitlines():
        if found := LINE.match(line):
            name, target, kind, live = found.groups()
            answer.load(name, transport(target, kind), disabled=live.strip() in ("Disabled", "Blocked"))
    if ran.code != 0 and "Configured MCP servers" in ran.both:
        # The config was read; the list broke on how an entry is written.
        answer.give_up(first_line(ran.both, CRASH))
    elif ran.code != 0:
        answer.reject(first_line(ran.both, CRASH))
    return answer


def transport(target, kind):
    # It prints a type as it stands in the file. With a url, were it a number, all but `sse` mean
    # streamable HTTP.
    if re.match(r"[a-z]+://\S*$|\d+$", target):
        return kind if kind == "sse" else "http"
    return kind if kind in TRANSPORTS else "stdio"


def ask(sandbox, _path):
    ran = sandbox.program("gemini", "mcp", "list", GEMINI_CLI_TRUST_WORKSPACE="true")
    return listed(ran, transport)
