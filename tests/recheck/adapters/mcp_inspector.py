"""MCP Inspector: `--method servers/list` of its CLI mode lists what it loaded from a file."""

import json
import re

from answer import Answer, first_line


def ask(sandbox, path):
    answer = Answer(tells_disabled=False, tells_rejected=False)
    ran = inspect(sandbox, path, "--method", "servers/list")
    if ran.timed_out:
        answer.give_up("no answer in time")
        return answer
    try:
        servers = json.loads(ran.out)["result"]["servers"]
    except (ValueError, KeyError, TypeError):
        error = first_line(ran.both, r'"error"')
        if "Error loading configuration" in error:
            answer.reject(error)
            return answer
        # One entry that cannot be printed stops the list; asked for a server that is not there,
        # it names those that are.
        ran = inspect(sandbox, path, "--server", "no such server", "--method", "tools/list")
        names = re.search(r"Available servers: (.*?)\"", ran.both)
        if names is None:
            answer.reject(error)
            return answer
        for name in names.group(1).split(", "):
            answer.load(name)
        return answer
    for server in servers:
        answer.load(server["name"], {"streamable-http": "http"}.get(server["type"], server["type"]))
    return answer


def inspect(sandbox, path, *arguments):
    return sandbox.program("mcp-inspector", "--cli", "--format", "json", "--config", path,
                           *arguments, MCP_INSPECTOR_SECRET_STORE="memory")
