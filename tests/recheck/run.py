#!/usr/bin/env python3
"""Asks real MCP clients about the configs of this repository, and mcpmend about the same files.

See README.md beside this file.
"""

import argparse
import datetime
import importlib
import json
import re
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import configs as configurations
from answer import Answer
from compare import Mcpmend, differences
from install import Installation, NotInstalled
from sandbox import Sandbox, isolation, make_stubs

TESTS = HERE.parent
FOLDERS = ("fixtures", "clients", "tour", "oracle/cases")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder", type=Path, help="where clients are installed and answers are kept (default: a new temporary folder)")
    parser.add_argument("--mcpmend", type=Path, default=TESTS.parent / "target/release/mcpmend", help="the program to compare with")
    parser.add_argument("--clients", metavar="ID,…", help="only these")
    parser.add_argument("--configs", metavar="REGEX", default="", help="only configs whose path below tests/ matches")
    parser.add_argument("--own", action="store_true", help="only configs that stand at one of the client's own places")
    parser.add_argument("--kept", action="store_true", help="ask nothing: compare with what was answered before")
    parser.add_argument("--fresh", action="store_true", help="ask again what was answered before")
    parser.add_argument("--jobs", type=int, default=2, help="how many clients run at once (default: 2)")
    parser.add_argument("--output", type=Path, help="write every verdict here, a line of JSON each")
    parser.add_argument("--agreement", type=Path, help="write the table of agreement here, in Markdown")
    return parser.parse_args()


class Answers:
    """The answers of earlier runs, kept in a file of JSON lines: a client is not asked twice."""

    def __init__(self, path):
        self.path = path
        self.known = {}
        self.lock = threading.Lock()
        if path.exists():
            for line in path.read_text().splitlines():
                kept = json.loads(line)
                self.known[tuple(kept["key"])] = kept["answer"]

    def keep(self, key, answer):
        with self.lock:
            self.known[key] = answer
            with open(self.path, "a") as file:
                file.write(json.dumps({"key": key, "answer": answer}, ensure_ascii=False) + "\n")


def ask(question, sandbox):
    """The client's answer as data."""
    adapter = importlib.import_module(f"adapters.{question.client['asks']}")
    started = time.monotonic()
    path = sandbox.put(question.place, question.config.content)
    answer: Answer = adapter.ask(sandbox, path)
    for said in (answer.__dict__, *answer.servers.values()):
        if said.get("message"):
            said["message"] = sandbox.scrub(said["message"])[:400]
    return {
        **answer.__dict__,
        "date": datetime.date.today().isoformat(),
        "seconds": round(time.monotonic() - started, 1),
    }


class Run:
    def __init__(self, options, folder):
        self.options = options
        self.installation = Installation(folder)
        self.mcpmend = Mcpmend(options.mcpmend.resolve())
        self.prefix = isolation()
        self.configs = [config for config in configurations.gather(TESTS, FOLDERS)
                        if re.search(options.configs, config.shown)]
        self.stubs = folder / "stubs"
        make_stubs(self.stubs, [config.path for config in self.configs])
        self.answers = Answers(folder / "answers.jsonl")
        self.known = self.mcpmend.clients()
        self.output = open(options.output, "w") if options.output else None

    def clients(self):
        """The clients to ask, installed."""
        wanted = self.options.clients.split(",") if self.options.clients else None
        for client in self.installation.pins["client"]:
            if wanted and client["id"] not in wanted:
                continue
            if client["id"] not in self.known:
                print(f"{client['id']}: mcpmend does not know it", file=sys.stderr)
                continue
            try:
                if not self.options.kept:
                    self.installation.install(client)
            except NotInstalled as error:
                print(f"{client['id']}: not installed: {error}", file=sys.stderr)
                continue
            yield client

    def verdict(self, question):
        client = question.client
        answer = None if self.options.fresh else self.answers.known.get(question.key)
        if answer is None:
            with Sandbox(self.installation, client, self.stubs, self.prefix) as sandbox:
                answer = ask(question, sandbox)
            self.answers.keep(question.key, answer)
        # In another one, where no client wrote anything.
        with Sandbox(self.installation, client, self.stubs, self.prefix) as sandbox:
            path = sandbox.put(question.place, question.config.content)
            mcpmend = self.mcpmend.says(client["id"], sandbox, path)
        found = differences(answer, mcpmend) if answer["file"] else []
        return {
            "client": client["id"], "version": client["version"], "config": question.config.shown,
            "place": question.place, "own": question.own,
            "agrees": not found if answer["file"] else None, "differences": found,
            "answer": answer, "mcpmend": mcpmend,
        }

    def all(self):
        """A row of the table for each client."""
        rows = []
        for client in self.clients():
            asked = configurations.questions(client, self.configs, self.options.own)
            if self.options.kept:
                asked = [question for question in asked if question.key in self.answers.known]
            verdicts = []
            with ThreadPoolExecutor(self.options.jobs) as pool:
                for verdict in pool.map(self.verdict, asked):
                    verdicts.append(verdict)
                    self.tell(verdict)
            if verdicts:
                rows.append(row(client, verdicts))
                print(f"{client['id']} {client['version']}: {rows[-1]['agreeing']} of {rows[-1]['asked']} agree", flush=True)
        return rows

    def tell(self, verdict):
        if self.output:
            self.output.write(json.dumps(verdict, ensure_ascii=False) + "\n")
            self.output.flush()
        where = f"{verdict['client']}  {verdict['config']}  ({verdict['place']})"
        if verdict["agrees"] is None:
            print(f"{where}\n    no answer: {verdict['answer']['message']}", flush=True)
        for difference in verdict["differences"]:
            print(f"{where}\n    {difference}", flush=True)


def row(client, verdicts):
    answered = [verdict for verdict in verdicts if verdict["agrees"] is not None]
    return {
        "client": client["id"],
        "package": client["package"],
        "version": client["version"],
        "date": max((verdict["answer"]["date"] for verdict in verdicts)),
        "asked": len(answered),
        "agreeing": sum(verdict["agrees"] for verdict in answered),
        "silent": len(verdicts) - len(answered),
    }


def table(rows):
    """The agreement in Markdown."""
    lines = ["| client | asked | version | date | configs | agreeing |", "| --- | --- | --- | --- | ---: | ---: |"]
    for each in rows:
        lines.append(f"| {each['client']} | `{each['package']}` | {each['version']} | {each['date']} "
                     f"| {each['asked']} | {each['agreeing']} |")
    asked, agreeing = (sum(each[key] for each in rows) for key in ("asked", "agreeing"))
    lines.append(f"| all | | | | {asked} | {agreeing} ({100 * agreeing / max(asked, 1):.1f} %) |")
    return "\n".join(lines) + "\n"


def main():
    options = arguments()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="recheck-clients-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        run = Run(options, folder.resolve())
    except OSError as error:
        sys.exit(f"cannot run: {error}")
    rows = run.all()
    print("\n" + table(rows))
    if options.agreement:
        options.agreement.write_text(table(rows))
    sys.exit(0 if all(each["asked"] == each["agreeing"] for each in rows) else 1)


if __name__ == "__main__":
    main()
