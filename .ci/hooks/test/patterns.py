"""The pattern of the hooks as Python reads it takes just what a walk of mcpmend takes.

Called with the repository and the program. The paths are those of the configs in the tests, and what is
nearly such a path.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

root, mcpmend = Path(sys.argv[1]), sys.argv[2]
hooks = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text())
(pattern,) = {hook["files"] for hook in hooks}
files = re.compile(pattern)

catalog = json.loads((root / "schemas/catalog.json").read_text())
globs = [glob for entry in catalog["schemas"] for glob in entry.get("fileMatch", [])]
paths = set()
for glob in globs:
    path = glob.lstrip("!").removeprefix("**/").replace("*", "some")
    head, _, name = path.rpartition("/")
    paths |= {path, f"{path}.bak", f"x{path}", f"{head or 'y'}/x{name}", f"a/{path}", name}

with tempfile.TemporaryDirectory() as folder:
    for path in paths:
        file = Path(folder, path)
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.write_text('{"mcpServers": {"docs": {"command": "docs-mcp"}}}')
    command = [mcpmend, "list", ".", "--isolated", "--format", "json"]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    walked = {file["path"] for file in json.loads(run.stdout)["files"]}

taken = {path for path in paths if files.search(path)}
# Whose file it is may be told by its content, which is the same for all here: not all that is looked
# at is listed.
missing = walked - taken
assert not missing, f"not taken: {sorted(missing)}"
assert len(walked) > 100, len(walked)
spared = {path for path in paths if path.endswith(".bak")} & taken
assert not spared, f"taken: {sorted(spared)}"
print(f"   {len(walked)} files of {len(paths)} are walked, {len(taken)} are taken")
