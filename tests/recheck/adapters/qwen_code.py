"""Qwen Code: `qwen mcp list`, as its parent Gemini CLI."""

from adapters.gemini_cli import listed


def ask(sandbox, _path):
    return listed(sandbox.program("qwen", "mcp", "list", QWEN_CODE_TRUST_WORKSPACE="true"))
