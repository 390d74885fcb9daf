"""OpenCode: `opencode mcp list` connects; `opencode debug config` would say what it read."""

import re

from answer import Answer, first_line

QUIET = {
    "OPENCODE_DISABLE_AUTOUPDATE": "1",
    "OPENCODE_DISABLE_MODELS_FETCH": "1",
    "OPENCODE_DISABLE_LSP_DOWNLOAD": "1",
}
STATES = ("connected", "disabled", "failed", "needs authentication", "not initialized",
          "needs client registration")


def listed(ran):
    """What `mcp list` of OpenCode and its forks printed."""
    answer = Answer(tells_rejected=False)
    if ran.timed_out:
        answer.give_up("no answer in time")
        return answer
    name = None
    for line in ran.both.splitlines():
        found = re.match(r"^[●│] *\s*[✓○✗⚠] (.*?) (%s)\s*$" % "|".join(STATES), line)
        if found:
            name, state = found.groups()
            answer.load(name, disabled=state == "disabled")
            answer.servers[name]["lines"] = []
        elif name is not None and line.startswith("│      "):
            answer.servers[name]["lines"].append(line[1:].strip())
    for server in answer.servers.values():
        # The last line is the target, those before it tell what failed.
        target = (server.pop("lines") or [""])[-1]
        server["transport"] = "http" if re.match(r"[a-z]+://", target) else "stdio"
    if ran.code != 0 or (not answer.servers and re.search(r"rror|nvalid", ran.both)):
        answer.reject(first_line(ran.both, r"rror|nvalid"))
    return answer


def ask(sandbox, _path):
    return listed(sandbox.program("opencode", "mcp", "list", **QUIET))
