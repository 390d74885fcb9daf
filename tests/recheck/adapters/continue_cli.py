"""Continue CLI: it reads the config and starts the servers before it asks a model.

It names the servers that it cannot start, so that it is run with nothing on its PATH: then it
names every one. A config without models gets one, on a closed port, lest it end before that.
"""

import json
import re

from answer import Answer, first_line

MODELS = b"""
models:
  - name: none
    provider: ollama
    model: none
    apiBase: http://127.0.0.1:9
"""


def ask(sandbox, path):
    text = path.read_bytes()
    if not re.search(rb"^models\s*:", text, re.M):
        path.write_bytes(text + MODELS)
    ran = sandbox.program("cn", "--config", path, "--verbose", "-p", "x",
                          PATH=str(sandbox.installation.node(sandbox.client).parent),
                          CONTINUE_TELEMETRY_ENABLED="0")
    answer = Answer(tells_disabled=False, tells_rejected=False)
    if ran.timed_out:
        answer.give_up("no answer in time")
        return answer
    said = re.search(r'"message":"((?:[^"\\]|\\.)*)"', ran.both)
    said = json.loads(f'"{said.group(1)}"') if said else ran.both.strip()
    if said.startswith("MCP server(s) failed to load:"):
        for line in said.splitlines()[1:]:
            if found := re.match(r"^(.*?): ", line):
                answer.load(found.group(1))
    elif not re.search(r"Connection error|No model specified|404|fetch failed", said):
        answer.reject(first_line(said))
    return answer
