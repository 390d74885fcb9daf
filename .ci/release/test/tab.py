"""Presses Tab in a zsh on a terminal: tab.py FOLDER WORDS EXPECTED.

FOLDER has the completions, WORDS is what stands on the line, EXPECTED must then be on the screen.
"""

import os
import pty
import re
import select
import signal
import sys
import tempfile
import time

folder, words, expected = sys.argv[1:]
LIMIT = 120


def read_until(terminal: int, text: str) -> None:
    """Waits for `text` on the screen, whatever moves the cursor between."""
    seen = b""
    end = time.monotonic() + LIMIT
    while True:
        shown = re.sub(r"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b[=>]|[\r\b\x00]", "", seen.decode(errors="replace"))
        if text in shown:
            return
        if not select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
            sys.exit(f"error: `{text}` does not come: {shown!r}")
        seen += os.read(terminal, 4096)


with tempfile.TemporaryDirectory() as home:
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(HOME=home, TERM="xterm", COLUMNS="200", LINES="50")
        os.execvp("zsh", ["zsh", "--no-rcs", "-i"])
    # The echo of the line has no `ready` in it.
    os.write(
        terminal,
        b"PS1='> '; fpath=(%s $fpath); autoload -Uz compinit; compinit -u -d %s/dump; print re''ady\r"
        % (folder.encode(), home.encode()),
    )
    read_until(terminal, "ready\n")
    os.write(terminal, words.encode() + b"\t")
    read_until(terminal, expected)
    # Nothing is run: the line is left as it is.
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
