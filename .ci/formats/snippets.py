"""snippets.py ROOT FOLDER: writes the scripts of action.yml and the examples of docs/integrations/ci.md
into FOLDER, each as the file that it would be."""

import sys
from pathlib import Path

import yaml

ROOT, FOLDER = map(Path, sys.argv[1:3])
for kind in ("scripts", "github", "gitlab"):
    (FOLDER / kind).mkdir(parents=True)

for number, step in enumerate(yaml.safe_load((ROOT / "action.yml").read_text())["runs"]["steps"]):
    if "run" in step:
        text = "#!/usr/bin/env bash\n" + step["run"]
        (FOLDER / f"scripts/{number}.sh").write_text(text)

page = (ROOT / "docs/integrations/ci.md").read_text()
inputs = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
for number, block in enumerate(page.split("```yaml\n")[1:]):
    text = block[: block.index("```")]
    kind = "github" if "\njobs:\n" in text else "gitlab"
    (FOLDER / f"{kind}/{number}.yml").write_text(text)
    if kind == "github":
        for step in yaml.safe_load(text)["jobs"]["mcpmend"]["steps"]:
            if "/mcpmend@" in step.get("uses", ""):
                unknown = set(step.get("with", {})) - set(inputs)
                assert not unknown, f"the action has no input {unknown}"
for name, of in inputs.items():
    # A row of the page's table, with the same default.
    default = f"`{of['default']}`" if of["default"] else ""
    row = f"| `{name}` | {default}".rstrip()
    assert row in page or name == "version", f"docs/integrations/ci.md has no row {row}"
