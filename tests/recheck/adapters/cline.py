"""Cline CLI: `cline config mcp --json` reads and connects to nothing."""

import json
import re

from answer import Answer, first_line


def ask(sandbox, _path):
    ran = sandbox.program("cline", "config", "mcp", "--json")
    answer = Answer()
    if ran.timed_out:
        answer.give_up("no answer in time")
        return answer
    try:
        servers = json.loads(ran.out)
        if not isinstance(servers, list):
            raise ValueError
    except ValueError:
        said = re.search(r'"message":"((?:[^"\\]|\\.)*)"', ran.both)
        answer.reject(json.loads(f'"{said.group(1)}"') if said else first_line(ran.both))
        return answer
    for server in servers:
        kind = server.get("transportType") or server.get("transport") or server.get("type")
        kind = kind.get("type") if isinstance(kind, dict) else kind
        answer.load(server["name"], {"streamableHttp": "http"}.get(kind, kind), disabled=bool(server.get("disabled")))
    return answer
