"""What a client says about a config."""

import re

TRANSPORTS = ("stdio", "http", "sse", "ws")


class Answer:
    """`file` is `read` or `rejected`, or None when the client gave no answer in time.

    Each of `servers` has a `status` (`loaded`, `disabled`, or `rejected` when the client names it
    and does not take it), a `transport` (`stdio`, `http`, `sse`, or None where the client does not
    tell) and, where there is one, a `message`. A server that the client passes over in silence is
    not in it.
    """

    def __init__(self, tells_disabled=True, tells_rejected=True, tells_file=True):
        self.file = "read"
        self.message = None
        self.servers = {}
        # Whether a server that is off can be told from one that is on,
        self.tells_disabled = tells_disabled
        # one that is refused from one that vanishes,
        self.tells_rejected = tells_rejected
        # and a file that is refused from one whose servers all vanish.
        self.tells_file = tells_file

    def load(self, name, transport=None, disabled=False):
        """The client lists this server, speaking `transport` if that is one of TRANSPORTS."""
        self.servers[name] = {
            "status": "disabled" if disabled else "loaded",
            "transport": transport if transport in TRANSPORTS else None,
        }

    def refuse(self, name, message):
        """The client names this server and does not take it."""
        self.servers.setdefault(name, {"status": "rejected", "transport": None, "message": message})

    def reject(self, message):
        """The client does not take the file."""
        self.file = "rejected"
        self.message = message
        self.servers = {}

    def give_up(self, message):
        """The client did not answer."""
        self.reject(message)
        self.file = None


def first_line(text, pattern=r"\S"):
    """The first line of `text` in which `pattern` is found, or what there is."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    found = [line for line in lines if re.search(pattern, line)]
    return (found or lines or ["no word"])[0]
