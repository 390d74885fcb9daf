"""Installs the pinned clients, each into a folder of its own."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent


class NotInstalled(Exception):
    """A client that could not be installed, with the reason."""


def pinned():
    """The pins of `clients.toml`."""
    with open(HERE / "clients.toml", "rb") as file:
        return tomllib.load(file)


class Installation:
    """The folder in which everything is kept."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        self.pins = pinned()

    def folder(self, client):
        """Where a client is."""
        return self.root / client["id"]

    def package(self, client):
        """The folder of a client's npm package."""
        return self.folder(client) / "node_modules" / client["package"]

    def node(self, client):
        """The `node` that runs a client."""
        return self.node_folder(client) / "bin" / "node"

    def node_folder(self, client):
        return self.root / f"node{client['node']}" / "node_modules" / "node"

    def program(self, client, name):
        """A program that a client's package brings."""
        if client["registry"] == "pypi":
            return self.folder(client) / "bin" / name
        return self.folder(client) / "node_modules" / ".bin" / name

    def version(self, client):
        """The version that is installed, or None."""
        try:
            if client["registry"] == "pypi":
                return (self.folder(client) / "installed-version").read_text().strip()
            return json.loads((self.package(client) / "package.json").read_text())["version"]
        except (OSError, ValueError, KeyError):
            return None

    def install(self, client):
        """Installs a client unless its pinned version is there.

        Raises NotInstalled with what the package manager said.
        """
        if self.version(client) == client["version"]:
            return
        if client["registry"] == "npm":
            self.install_node(client["node"])
            self.npm(self.folder(client), client["package"], client["version"], self.node_folder(client))
        else:
            self.pip(client)
        if self.version(client) != client["version"]:
            raise NotInstalled(f"{client['version']} is pinned, {self.version(client)} was installed")

    def install_node(self, major):
        folder = self.root / f"node{major}"
        if not (folder / "node_modules" / "node" / "bin" / "node").exists():
            self.npm(folder, "node", self.pins["node"][str(major)])

    def npm(self, folder, package, version, node=None):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "package.json").write_text('{"private": true}\n')
        env = dict(os.environ)
        if node is not None:
            env["PATH"] = f"{node / 'bin'}{os.pathsep}{env['PATH']}"
        self.checked(
            ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "--no-package-lock",
             f"--before={self.pins['before']}", f"{package}@{version}"],
            folder, env)

    def pip(self, client):
        folder = self.folder(client)
        python = python_of(client["python"])
        if python is None:
            raise NotInstalled(f"it needs Python {client['python']} or newer")
        shutil.rmtree(folder, ignore_errors=True)
        self.checked([python, "-m", "venv", folder], self.root, None)
        pip = folder / "bin" / "python"
        self.checked([pip, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"], self.root, None)
        self.checked(
            [folder / "bin" / "uv", "pip", "install", "--quiet", "--python", pip,
             "--exclude-newer", self.pins["before"], f"{client['package']}=={client['version']}"],
            self.root, None)
        (folder / "installed-version").write_text(client["version"] + "\n")

    def checked(self, argv, folder, env):
        argv = [str(part) for part in argv]
        done = subprocess.run(argv, cwd=folder, env=env, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, errors="replace", timeout=1200)
        if done.returncode != 0:
            said = (done.stderr or done.stdout).strip().splitlines()
            raise NotInstalled(f"{argv[0]} {argv[1]} failed: " + " | ".join(said[-4:]))


def python_of(lowest):
    """A Python of at least the version `lowest` ("3.12"), or None."""
    wanted = tuple(int(part) for part in lowest.split("."))
    if sys.version_info[:2] >= wanted:
        return sys.executable
    for minor in range(wanted[1], wanted[1] + 6):
        for found in (shutil.which(f"python3.{minor}"),
                      *sorted(Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/python3"))):
            if found and subprocess.run([found, "-V"], capture_output=True).returncode == 0:
                return str(found)
    return None


def main():
    """`install.py FOLDER [ID…]`: installs without asking anything."""
    installation = Installation(sys.argv[1])
    wanted = sys.argv[2:]
    for client in installation.pins["client"]:
        if wanted and client["id"] not in wanted:
            continue
        try:
            installation.install(client)
            print(f"{client['id']} {client['version']}", flush=True)
        except (NotInstalled, subprocess.TimeoutExpired) as error:
            print(f"{client['id']}: {error}", flush=True)


if __name__ == "__main__":
    main()
