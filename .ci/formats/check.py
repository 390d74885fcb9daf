"""What mcpmend prints, read by those that it is for.

check.py PROGRAM ROOT WORK: runs PROGRAM over samples and all fixtures, and has the official schema of
SARIF, Microsoft's validator, sarif-tools, the schema of Jenkins' xUnit plugin, junitparser and GitHub's own
library look at it. WORK holds node_modules and junit-10.xsd.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

import jsonschema
import junitparser
from lxml import etree

PROGRAM, ROOT, WORK = (Path(arg).resolve() for arg in sys.argv[1:4])
MULTITOOL = WORK / "node_modules/@microsoft/sarif-multitool-linux"
ENV = {"PATH": os.environ["PATH"], "HOME": str(WORK), "LANG": "C.UTF-8"}

UNTYPED = '{\n  "mcpServers": {\n    "docs": { "url": "https://mcp.example.com/mcp" }\n  }\n}\n'
HOSTILE = "a\n::error::FORGED\r\n%0A ]]> <b a='\"'>&amp; \x1b[2J\x00\x0b\x85 \u202ex\u2066\ufeff\ufffe {0} {{ [x](1) ##[error]FORGED"


def run(*args, cwd, codes=(0, 1)):
    done = subprocess.run(
        [str(arg) for arg in args], cwd=cwd, env=ENV, stdin=subprocess.DEVNULL, capture_output=True
    )
    said = done.stderr.decode()
    assert done.returncode in codes, f"{args} ended with {done.returncode}\n{done.stdout.decode()}{said}"
    assert "panicked" not in said, said
    return done.stdout


def mcpmend(format, args, cwd):
    return run(PROGRAM, *args, "--isolated", "--quiet", "--format", format, cwd=cwd)


# --- SARIF

SCHEMA = json.loads((MULTITOOL / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
VALIDATOR = jsonschema.validators.validator_for(SCHEMA)(
    SCHEMA, format_checker=jsonschema.FormatChecker()
)
for format in ("uri", "uri-reference"):
    assert format in VALIDATOR.format_checker.checkers, f"nothing checks {format}"


class Text:
    """A file as SARIF counts it: lines and UTF-16 code units from 1, without a byte order mark."""

    def __init__(self, path):
        self.bytes = path.read_bytes()
        if b"\0" in self.bytes:
            raise ValueError("no text: what mcpmend reads of it only resembles it")
        self.mark = 3 if self.bytes.startswith(b"\xef\xbb\xbf") else 0
        text = self.bytes[self.mark :].decode()
        self.lines = [[]]
        for at, char in enumerate(text):
            self.lines[-1].append(char)
            if char == "\n" or char == "\r" and text[at + 1 : at + 2] != "\n":
                self.lines.append([])
        self.starts = [self.mark]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len("".join(line).encode()))

    def offset(self, line, column):
        units, offset = 1, self.starts[line - 1]
        for char in self.lines[line - 1]:
            if units == column:
                return offset
            units += 2 if ord(char) > 0xFFFF else 1
            offset += len(char.encode())
        assert units == column, f"there is no column {column} in line {line}"
        return offset

    def span(self, region):
        if "byteOffset" in region:
            return region["byteOffset"], region["byteOffset"] + region["byteLength"]
        start = self.offset(region["startLine"], region["startColumn"])
        return start, self.offset(region["endLine"], region["endColumn"])


def located(artifact, root):
    """The file that an artifactLocation names."""
    path = urllib.parse.unquote_to_bytes(urllib.parse.urlsplit(artifact["uri"]).path)
    if "uriBaseId" in artifact:
        assert artifact["uriBaseId"] == "%SRCROOT%"
        assert not artifact["uri"].startswith(("/", "..")), artifact
        return root / os.fsdecode(path)
    assert artifact["uri"].startswith("file:///"), artifact
    return Path(os.fsdecode(path))


def check_sarif(text, found, root, cwd):
    log = json.loads(text)
    faults = [f"{error.json_path}: {error.message:.200}" for error in VALIDATOR.iter_errors(log)]
    assert not faults, "\n".join(faults[:10])
    [sarif] = log["runs"]
    rules = sarif["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} == {finding["rule"] for finding in found}
    for rule in rules:
        # What GitHub requires and limits.
        assert rule["help"]["markdown"] and rule["help"]["text"]
        for key in ("shortDescription", "fullDescription"):
            assert 0 < len(rule[key]["text"]) <= 1024
        assert len(rule["properties"]["tags"]) <= 10
    results = sarif["results"]
    assert len(results) == len(found) <= 25_000
    marks = [(it["ruleId"], it["partialFingerprints"]["mcpmend/v1"]) for it in results]
    assert len(set(marks)) == len(marks), "two findings have one fingerprint"
    texts, fixes, edits = {}, 0, 0
    known = lambda path: texts.setdefault(path, Text(path)) if path.is_file() else None
    for result, finding in zip(results, found):
        assert result["ruleId"] == finding["rule"] == rules[result["ruleIndex"]]["id"]
        assert result["level"] == {"info": "note"}.get(finding["severity"], finding["severity"])
        place = result["locations"][0]["physicalLocation"]
        path = located(place["artifactLocation"], root)
        assert os.path.samefile(path, cwd / finding["path"]), (path, finding["path"])
        try:
            file = known(path)
        except ValueError:
            continue
        if file is None:
            continue
        span = finding["start"]["offset"], finding["end"]["offset"]
        # A mark itself has no place that text could name.
        assert file.span(place["region"]) == tuple(max(at, file.mark) for at in span), finding
        assert len(result.get("relatedLocations", [])) == len(finding["related"])
        for related, other in zip(result.get("relatedLocations", []), finding["related"]):
            place = related["physicalLocation"]
            file = known(located(place["artifactLocation"], root))
            span = other["start"]["offset"], other["end"]["offset"]
            assert file is None or file.span(place["region"]) == span
        # JSON's edits of a fix that would give a secret away are empty.
        offered = [fix for fix in finding["fixes"] if fix["edits"]]
        assert len(result.get("fixes", [])) == len(offered)
        for fix, other in zip(result.get("fixes", []), offered):
            fixes += 1
            assert fix["properties"]["preferred"] == other["preferred"]
            ours = []
            for change in fix["artifactChanges"]:
                path = located(change["artifactLocation"], root)
                for replacement in change["replacements"]:
                    start, end = known(path).span(replacement["deletedRegion"])
                    new = replacement.get("insertedContent", {}).get("text", "")
                    ours.append((os.path.realpath(path), start, end, new))
            theirs = [
                (os.path.realpath(cwd / edit["path"]), edit["start"]["offset"], edit["end"]["offset"], edit["text"])
                for edit in other["edits"]
            ]
            assert sorted(ours) == sorted(theirs), finding
            edits += len(ours)
    return len(results), fixes, edits


def check_consumers(path, number, sarif_tools):
    """Microsoft's validator and sarif-tools."""
    checked = path.with_suffix(".validated")
    said = subprocess.run(
        [
            MULTITOOL / "Sarif.Multitool",
            "validate",
            path,
            "--rule-kind",
            "Sarif;Ghas",
            "--output",
            checked,
            "--log",
            "ForceOverwrite",
        ],
        env=ENV | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        text=True,
    )
    assert said.returncode == 0, said.stdout + said.stderr
    faults = json.loads(checked.read_text(encoding="utf-8-sig"))["runs"][0].get("results", [])
    # The package names no repository yet; then it has no page to point to.
    faults = [fault for fault in faults if fault["ruleId"] != "SARIF2005"]
    assert not faults, f"{faults[0]}\n{said.stdout}"
    if not sarif_tools:
        return
    summary = run("sarif", "summary", path, cwd=WORK).decode()
    counts = [int(count) for count in re.findall(r"^(?:error|warning|note): (\d+)$", summary, re.M)]
    assert sum(counts) == number, summary
    html = path.with_suffix(".html")
    run("sarif", "html", "--output", html, path, cwd=WORK)
    for result in json.loads(path.read_text())["runs"][0]["results"]:
        assert result["ruleId"] in html.read_text()
    run("sarif", "csv", "--output", path.with_suffix(".csv"), path, cwd=WORK)


# --- JUnit

XSD = etree.XMLSchema(etree.parse(WORK / "junit-10.xsd"))


def check_junit(text, found, files):
    document = etree.fromstring(text, etree.XMLParser(resolve_entities=False, huge_tree=True))
    XSD.assertValid(document)
    path = WORK / "junit.xml"
    path.write_bytes(text)
    suites = junitparser.JUnitXml.fromfile(str(path))
    cases = [case for suite in suites for case in suite]
    assert suites.tests == len(cases) == sum(suite.tests for suite in suites)
    names = {(case.classname, case.name) for case in cases}
    assert len(names) == len(cases), "two cases have one name"
    told = [case for case in cases if case.result]
    failed = [case for case in told if isinstance(case.result[0], junitparser.Failure)]
    assert suites.failures == len(failed) == sum(it["severity"] == "error" for it in found)
    kinds = [case.result[0].type for case in told if case.result[0].type not in ("note", "unreadable")]
    assert sorted(kinds) == sorted(it["severity"] for it in found)
    # What is kept and replayed must say the same.
    for case in told:
        assert case.result[0].message and "\n" not in case.result[0].message
    if files:
        paths = {it["path"] for it in found}
        assert len(suites) == len({it["path"] for it in files} | paths), "not a suite for each file"


# --- GitLab

KEYS = {"description": str, "check_name": str, "fingerprint": str, "severity": str, "location": dict}


def check_gitlab(text, found):
    assert not text.startswith(b"\xef\xbb\xbf"), "GitLab takes no byte order mark"
    issues = json.loads(text)
    assert isinstance(issues, list) and len(issues) == len(found)
    for issue, finding in zip(issues, found):
        assert {key: type(value) for key, value in issue.items()} == KEYS
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert issue["check_name"] == finding["rule"] and issue["description"]
        location = issue["location"]
        assert set(location) == {"path", "lines"} and not location["path"].startswith("./")
        assert location["lines"] == {"begin": finding["start"]["line"], "end": finding["end"]["line"]}
    marks = {issue["fingerprint"] for issue in issues}
    assert len(marks) == len(issues), "two issues have one fingerprint"


# --- GitHub


def check_github(text, found):
    path = WORK / "commands.txt"
    path.write_bytes(text)
    again = subprocess.run(
        ["node", WORK / "commands.mjs", path], env=ENV, capture_output=True, check=False
    )
    assert again.returncode == 0, again.stderr.decode()
    assert again.stdout == text, "GitHub's library would print it in another way"
    lines = text.decode().split("\n")[:-1]
    assert len(lines) == len(found)
    for line, finding in zip(lines, found):
        command = {"info": "notice"}.get(finding["severity"], finding["severity"])
        assert line.startswith(f"::{command} title=mcpmend%3A {finding['rule']},file="), line
        assert f",line={finding['start']['line']},endLine={finding['end']['line']}" in line


def check(name, root, args, cwd=None, sarif_tools=False, files=True):
    cwd = cwd or root
    data = json.loads(mcpmend("json", args, cwd))
    found = data["diagnostics"]
    path = WORK / f"{name}.sarif"
    path.write_bytes(mcpmend("sarif", args, cwd))
    results, fixes, edits = check_sarif(path.read_bytes(), found, root, cwd)
    check_consumers(path, results, sarif_tools=sarif_tools)
    check_junit(mcpmend("junit", args, cwd), found, data["files"] if files else None)
    check_gitlab(mcpmend("gitlab", args, cwd), found)
    check_github(mcpmend("github", args, cwd), found)
    print(f"   {name}: {results} findings, {fixes} fixes, {edits} edits", flush=True)
    return results


def sample(files):
    folder = Path(tempfile.mkdtemp(dir=WORK))
    (folder / ".git").mkdir()
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def main():
    shutil.copy(Path(__file__).parent / "commands.mjs", WORK)
    tour = sample({})
    shutil.copytree(ROOT / "tests/tour", tour, dirs_exist_ok=True)
    assert check("tour", tour, ["."], sarif_tools=True) == 11

    name = json.dumps(HOSTILE)
    hostile = f'{{"mcpServers": {{{name}: {{"url": "https://mcp.example.com/mcp", {name}: {name}}}}}}}'
    folder = sample({"a b/[x]/50%,c:d/]]>&'/.mcp.json": hostile})
    assert check("hostile", folder, ["."], sarif_tools=True, files=False) >= 2

    wide = '{"mcpServers": {"dö😀c\u2028": {"url": "https://mcp.example.com/mcp"}}}'
    lines = UNTYPED.replace("docs", "d\U0010ffffcs")
    files = {
        "a/.mcp.json": wide,
        "b/.mcp.json": "\ufeff" + wide,
        "c/.mcp.json": lines.replace("\n", "\r\n"),
        "d/.mcp.json": "\ufeff" + lines.replace("\n", "\r\n"),
        "e/.mcp.json": lines.replace("\n", "\r"),
        "f/.codex/config.toml": "\ufeff[mcp_servers.é😀]\r\ncommand = 'x'\r\nstartup_timeout_ms = 20000\r\n",
        ".cline/data/settings/cline_mcp_settings.json": "\ufeff" + '{"mcpServers": {"docs": {"command": "x"}}}',
    }
    assert check("places", sample(files), [".", ".cline/data/settings/cline_mcp_settings.json"]) >= 6

    odd = {
        "folder/.mcp.json/x": "",
        "bytes/.mcp.json": b'{"mcpServers": {"a": {"url": "\xff"}}}',
        "utf16/.mcp.json": UNTYPED.encode("utf-16"),
        "empty/.mcp.json": "",
        "cut/.mcp.json": UNTYPED[:40],
        "clean/.mcp.json": '{"mcpServers": {"docs": {"command": "docs-mcp"}}}',
    }
    assert check("odd", sample(odd), ["."]) >= 4
    assert check("nothing", sample({"README.md": ""}), ["."]) == 0
    assert check("clean", sample({".mcp.json": odd["clean/.mcp.json"]}), ["."]) == 0

    # A run in a folder of the repository, and one over files outside of it.
    below = sample({"web app/[id]/.mcp.json": UNTYPED, "web app/other/x": ""})
    assert check("below", below, ["../[id]"], cwd=below / "web app/other", files=False) == 1
    elsewhere = sample({"a [b] 50%/.mcp.json": UNTYPED})
    assert check("elsewhere", below, [elsewhere], files=False) == 1
    home = sample({".cursor/mcp.json": UNTYPED.replace("url", "uri"), "work/.mcp.json": UNTYPED})
    shutil.rmtree(home / ".git")
    (home / "work/.git").mkdir()
    work = home / "work"
    assert check("machine", work, ["--home", home, "--os", "linux"], files=False) >= 2

    # GitHub refuses such a file as a whole.
    server = {"url": "https://mcp.example.com/mcp"}
    many = json.dumps({"mcpServers": {f"s{number}": server for number in range(25_001)}}, indent=1)
    for files, warned in (({".mcp.json": many}, True), ({".mcp.json": UNTYPED}, False)):
        command = [PROGRAM, ".", "--isolated", "--format", "sarif", "--output-file", "out.sarif"]
        command += ["--select", "missing-transport-type"]
        said = subprocess.run(command, cwd=sample(files), env=ENV, capture_output=True, text=True)
        assert ("GitHub's code scanning refuses" in said.stderr) == warned, said.stderr
        assert said.stdout == "" and said.returncode == 1

    # Everything that any rule finds.
    number = check("fixtures", ROOT, ["tests/fixtures", "--pedantic"], files=False)
    assert number > 300


main()
