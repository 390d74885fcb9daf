"""A fresh home and project folder for each question, and processes that reach nothing but them.

A client is started in network and process namespaces of its own: it has a loopback without any
service on it and nothing else, and whatever it started ends with it. What a config would start is
found first in a folder of stubs: whatever name it goes by, it is one small MCP server.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
COMMAND = re.compile(r"""command["']?\s*[:=]\s*\[?\s*["']?([A-Za-z0-9][A-Za-z0-9._-]*)""")
VARIABLE = re.compile(r"\$\{?(?:env:)?([A-Z_][A-Z0-9_]*)|\{env:([A-Z_][A-Z0-9_]*)\}")
# Programs that the clients themselves need.
NEEDED = {"node", "sh", "bash", "env", "git"}


def isolation():
    """The command before a command that shuts it in.

    Raises OSError where this machine has no namespaces for us: then nothing is asked.
    """
    # By their full paths: the PATH is the client's.
    tools = {name: shutil.which(name) for name in ("unshare", "sh", "ip")}
    for name, path in tools.items():
        if path is None:
            raise OSError(f"`{name}` is needed")
    prefix = [tools["unshare"], "--net", "--pid", "--fork", "--kill-child", "--mount-proc"]
    if os.geteuid() != 0:
        prefix.append("--map-root-user")
    prefix += ["--", tools["sh"], "-c", f'{tools["ip"]} link set lo up && exec "$@"', "sh"]
    tried = subprocess.run([*prefix, shutil.which("true")], capture_output=True, text=True)
    if tried.returncode != 0:
        raise OSError(tried.stderr.strip())
    return prefix


def make_stubs(folder, configs):
    """Fills `folder` with a stub for every bare command in `configs`."""
    folder.mkdir(parents=True, exist_ok=True)
    stub = folder / "docs-server"
    stub.write_text(f"#!{sys.executable} -SE\n" + (HERE / "stub_server.py").read_text())
    stub.chmod(0o755)
    for config in configs:
        for name in COMMAND.findall(config.read_bytes().decode("utf-8", "replace")):
            link = folder / name
            if name not in NEEDED and not link.exists():
                link.symlink_to(stub.name)


class Ran:
    """What a process said."""

    def __init__(self, code, out, err):
        self.code = code
        self.out = ESCAPES.sub("", out.decode("utf-8", "replace"))
        self.err = ESCAPES.sub("", err.decode("utf-8", "replace"))

    @property
    def timed_out(self):
        return self.code is None

    @property
    def both(self):
        return self.out + "\n" + self.err


class Sandbox:
    """One question's home and project folder. A context manager: they are gone at its end."""

    def __init__(self, installation, client, stubs, prefix):
        self.installation = installation
        self.client = client
        self.stubs = stubs
        self.prefix = prefix
        self.variables = {}

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="recheck-"))
        self.home = self.folder / "home"
        self.project = self.folder / "project"
        self.home.mkdir()
        (self.project / ".git").mkdir(parents=True)
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def put(self, place, content):
        """Writes a file at `home/…` or `project/…` and returns its path."""
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        # What a client makes of a variable that is not set is no question of the file.
        for names in VARIABLE.findall(content.decode("utf-8", "replace")):
            name = names[0] or names[1]
            # These would change how the client itself runs.
            if not name.startswith(("NODE_", "BUN_", "LD_")):
                self.variables[name] = "1"
        return path

    def environment(self, more):
        home = str(self.home)
        path = [str(self.stubs), "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"]
        if self.client.get("node"):
            path.insert(0, str(self.installation.node_folder(self.client) / "bin"))
        return {
            **self.variables,
            "PATH": os.pathsep.join(path),
            "HOME": home,
            "XDG_CONFIG_HOME": home + "/.config",
            "XDG_CACHE_HOME": home + "/.cache",
            "XDG_DATA_HOME": home + "/.local/share",
            "XDG_STATE_HOME": home + "/.local/state",
            "TMPDIR": str(self.folder),
            "LANG": "C.UTF-8",
            "TERM": "dumb",
            "NO_COLOR": "1",
            "DO_NOT_TRACK": "1",
            **more,
        }

    def run(self, *argv, **environment):
        """Runs a command of the client in the project folder, shut in and within its time."""
        process = subprocess.Popen(
            [*self.prefix, *(str(part) for part in argv)],
            cwd=self.project, env=self.environment(environment), start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        try:
            out, err = process.communicate(timeout=self.client.get("seconds", 60))
            code = process.returncode
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            code = None
        return Ran(code, out, err)

    def program(self, name, *arguments, **environment):
        """Runs a program that the client's package brings."""
        return self.run(self.installation.program(self.client, name), *arguments, **environment)

    def scrub(self, text):
        """`text` without the paths of this run."""
        for path, name in ((self.project, "PROJECT"), (self.home, "HOME"), (self.folder, "SANDBOX"),
                           (self.installation.root, "INSTALLED")):
            text = text.replace(str(path), name)
        return " ".join(text.split())
