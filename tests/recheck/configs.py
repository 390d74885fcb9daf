"""The configs of this repository, and which of them are put before which client."""

import hashlib
import re
from pathlib import Path

FORMATS = {".json": "json", ".jsonc": "json", ".toml": "toml", ".yaml": "yaml", ".yml": "yaml"}
ROOT_KEY = re.compile(r"\b(amp\.mcpServers|mcpServers|mcp_servers|context_servers|servers|mcp)\b[\"']?\s*[]:.=]")

# The cases of tests/oracle stand at no client's place: their folder says whose they are.
FORMS = {
    "mcpServers": "json:mcpServers",
    "vscode": "json:servers",
    "opencode": "json:mcp",
    "codex": "toml:mcp_servers",
    "continue": "yaml:mcpServers",
}


def form_of(path, content):
    """A config's format and root key, or None when it has no root key."""
    key = ROOT_KEY.search(content.decode("utf-8", "replace"))
    return f"{FORMATS[path.suffix]}:{key.group(1)}" if key else None


class Config:
    """One config file."""

    def __init__(self, path, shown):
        self.path = path
        self.shown = shown
        self.content = path.read_bytes()
        self.digest = hashlib.sha256(self.content).hexdigest()[:16]
        # What has another client's root key or none is put before its own client all the same.
        self.form = FORMS.get(path.parent.name) or form_of(path, self.content)

    def stands_at(self, place):
        """Whether it stands where a client looks, below whatever folder."""
        _, _, below = place.partition("/")
        return f"/{self.path.as_posix()}".endswith(f"/{below}")


class Question:
    """A config at a place of a client."""

    def __init__(self, client, place, config):
        self.client = client
        self.place = place["path"]
        self.config = config
        self.own = config.stands_at(self.place)

    @property
    def key(self):
        """What an answer depends on."""
        return (self.client["id"], self.client["version"], self.place, self.config.digest)


def gather(tests, folders):
    """All configs below these folders of `tests`."""
    found = []
    for folder in folders:
        for path in sorted((tests / folder).rglob("*")):
            if path.suffix in FORMATS and path.is_file() and path.name != "mcpmend.toml":
                found.append(Config(path, path.relative_to(tests).as_posix()))
    return found


def questions(client, configs, own_only):
    """What is asked of a client: each config that stands at one of its places, and at the places
    that name a form each config of that form. One content is asked about once at one place."""
    asked = set()
    wanted = []
    for place in client["places"]:
        for config in configs:
            question = Question(client, place, config)
            alike = config.form is not None and place.get("form") == config.form
            if not question.own and (own_only or not alike):
                continue
            if question.key not in asked:
                asked.add(question.key)
                wanted.append(question)
    wanted.sort(key=lambda question: not question.own)
    return wanted
