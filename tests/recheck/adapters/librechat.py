"""LibreChat: the schema with which its server judges `mcpServers`, out of the package it ships."""

import json
from pathlib import Path

from answer import Answer, first_line

READER = Path(__file__).with_name("librechat_schema.mjs")


def ask(sandbox, path):
    package = sandbox.installation.package(sandbox.client)
    ran = sandbox.run(sandbox.installation.node(sandbox.client), READER, package, path)
    answer = Answer(tells_disabled=False)
    if ran.timed_out or ran.code != 0:
        answer.give_up(first_line(ran.both, r"Error"))
        return answer
    said = json.loads(ran.out)
    if "error" in said:
        answer.reject(said["error"])
        return answer
    for name, kind in said["servers"].items():
        answer.load(name, {"streamable-http": "http", "websocket": "ws"}.get(kind, kind))
    return answer
