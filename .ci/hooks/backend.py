"""Builds an empty wheel that needs mcpmend of the version in Cargo.toml: see ../../pyproject.toml.

The interface is that of PEP 517. It needs nothing but Python, since what a backend needs is
fetched anew for each environment.
"""

import base64
import hashlib
import re
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = "mcpmend_pre_commit"


def version() -> str:
    """The version of the package, the one place where it stands."""
    manifest = (ROOT / "Cargo.toml").read_text(encoding="utf-8")
    package = manifest.split("\n[")[0]
    found = re.search(r'^version = "([^"]+)"$', package, re.MULTILINE)
    if not found:
        raise SystemExit("error: the version is not found in [package] of Cargo.toml")
    return found[1]


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    number = version()
    info = f"{NAME}-{number}.dist-info"
    files = {
        f"{info}/METADATA": (
            "Metadata-Version: 2.1\n"
            f"Name: {NAME.replace('_', '-')}\n"
            f"Version: {number}\n"
            "Summary: What the pre-commit hooks of mcpmend need\n"
            f"Requires-Dist: mcpmend=={number}\n"
        ),
        f"{info}/WHEEL": (
            "Wheel-Version: 1.0\n"
            "Generator: mcpmend\n"
            "Root-Is-Purelib: true\n"
            "Tag: py3-none-any\n"
        ),
    }
    record = "".join(f"{path},sha256={digest(text)},{len(text)}\n" for path, text in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n"
    wheel = f"{NAME}-{number}-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory) / wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel


def build_sdist(sdist_directory, config_settings=None):
    raise SystemExit("error: this package is for pre-commit only; build mcpmend in .ci/wheel")


def digest(text: str) -> str:
    raw = hashlib.sha256(text.encode()).digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
