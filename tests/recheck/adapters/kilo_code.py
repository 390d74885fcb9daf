"""Kilo Code CLI: `kilo mcp list`, as its parent OpenCode."""

from adapters.opencode import listed

QUIET = {"KILO_DISABLE_AUTOUPDATE": "1", "KILO_DISABLE_MODELS_FETCH": "1"}


def ask(sandbox, _path):
    return listed(sandbox.program("kilo", "mcp", "list", **QUIET))
