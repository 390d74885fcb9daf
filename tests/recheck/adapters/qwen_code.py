"""Qwen Code: `qwen mcp list`, as its parent Gemini CLI. It prints what it speaks."""

from adapters.gemini_cli import listed


def ask(sandbox, _path):
    ran = sandbox.program("qwen", "mcp", "list", QWEN_CODE_TRUST_WORKSPACE="true")
    return listed(ran, lambda _target, kind: kind)
