"""What mcpmend says about the same file at the same place, and where the two differ."""

import json
import subprocess


class Mcpmend:
    """The program under test."""

    def __init__(self, program):
        self.program = program

    def clients(self):
        """The ids that it knows."""
        listed = json.loads(self.run("clients", "--format", "json"))
        return {client["id"] for client in listed}

    def version(self):
        return self.run("--version").strip()

    def says(self, client_id, sandbox, path):
        """Its reading of the file at `path`, in the words of an answer."""
        question = ("list", "--client", client_id, "--format", "json", "--isolated", "--home", sandbox.home)
        # As on a machine whose file this is: it knows then whether it stands in the home folder.
        files = json.loads(self.run(*question, folder=sandbox.project))["files"]
        files = [file for file in files if (sandbox.project / file["path"]).resolve() == path.resolve()]
        # A place at which the client does not look by itself.
        files = files or json.loads(self.run(*question, path, folder=sandbox.project))["files"]
        if not files:
            # A file without any MCP configuration.
            return {"file": "read", "reason": None, "servers": {}}
        [file] = files
        servers = {}
        for server in file["servers"]:
            # Of two with one name the last one counts; one of another project is not asked about.
            if server.get("project") is None:
                servers[server["name"]] = {
                    key: server[key] for key in ("status", "transport", "reason")}
        status = "read" if file["status"] == "read" else "rejected"
        return {"file": status, "reason": file.get("reason"), "servers": servers}

    def run(self, *argv, folder=None):
        done = subprocess.run(
            [str(self.program), *(str(part) for part in argv)], cwd=folder,
            env={"NO_COLOR": "1"}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=60)
        if done.returncode != 0:
            raise RuntimeError(f"mcpmend {argv[0]} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout


def differences(answer, mcpmend):
    """Everything about which a client's answer and mcpmend's reading do not agree.

    Where a client cannot tell two things apart, they count as one.
    """
    if answer["file"] != mcpmend["file"]:
        if nothing_either_way(answer, mcpmend):
            return []
        return [f"file: {answer['file']}, mcpmend: {mcpmend['file']}"]
    if answer["file"] == "rejected":
        return []
    found = []
    for name in sorted({*answer["servers"], *mcpmend["servers"]}):
        theirs = answer["servers"].get(name, {"status": "dropped", "transport": None})
        ours = mcpmend["servers"].get(name, {"status": "not seen", "transport": None})
        said = [word(answer, theirs["status"]), word(answer, ours["status"])]
        if said[0] != said[1]:
            found.append(f"server {name!r}: {said[0]}, mcpmend: {said[1]}")
        elif said[0] in ("loaded", "disabled"):
            spoken = theirs["transport"]
            if spoken in ("stdio", "http", "sse") and spoken != ours["transport"]:
                found.append(f"server {name!r}: {spoken}, mcpmend: {ours['transport']}")
    return found


def word(answer, status):
    if status == "disabled" and not answer["tells_disabled"]:
        return "loaded"
    if status == "rejected" and not answer["tells_rejected"]:
        return "dropped"
    return status


def nothing_either_way(answer, mcpmend):
    """Whether the client read a file in silence and lists nothing from it, and mcpmend says that
    it loads no server."""
    if answer["file"] != "read" or answer["servers"]:
        return False
    vanish = bool(mcpmend["servers"]) and all(
        server["status"] == "dropped" for server in mcpmend["servers"].values())
    return vanish or not answer["tells_file"]
