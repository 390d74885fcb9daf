"""Packs a built program for a release: archive.py TARGET PROGRAM OUT.

Writes OUT/mcpmend-VERSION-TARGET.tar.gz (.zip for Windows) with the program, its completions, its manual
pages, the licences and the README, and its checksum beside it in the form of `sha256sum`. The program must run
here, since it writes its own completions and pages. The same program makes the same bytes.
"""

import gzip
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Where each shell looks for a file of this name.
COMPLETIONS = {
    "bash": "mcpmend.bash",
    "zsh": "_mcpmend",
    "fish": "mcpmend.fish",
    "powershell": "_mcpmend.ps1",
    "elvish": "mcpmend.elv",
}
# 1980-01-01, the first moment that a zip can name.
MOMENT = 315532800


def said(program: Path, *arguments: str) -> bytes:
    return subprocess.run([program, *arguments], check=True, stdout=subprocess.PIPE).stdout


def contents(program: Path, suffix: str) -> dict[str, tuple[bytes, int]]:
    """The files by their path, each with its mode."""
    files = {f"mcpmend{suffix}": (program.read_bytes(), 0o755)}
    for name in ["LICENSE-APACHE", "LICENSE-MIT", "README.md"]:
        files[name] = ((ROOT / name).read_bytes(), 0o644)
    for shell, name in COMPLETIONS.items():
        files[f"completions/{name}"] = (said(program, "completions", shell), 0o644)
    with tempfile.TemporaryDirectory() as folder:
        said(program, "man", "--dir", folder)
        for page in sorted(Path(folder).iterdir()):
            files[f"man/{page.name}"] = (page.read_bytes(), 0o644)
    return files


def tar(path: Path, top: str, files: dict[str, tuple[bytes, int]]) -> None:
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, MOMENT) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for name, (data, mode) in files.items():
                entry = tarfile.TarInfo(f"{top}/{name}")
                entry.size, entry.mode, entry.mtime = len(data), mode, MOMENT
                archive.addfile(entry, io.BytesIO(data))


def zip_(path: Path, top: str, files: dict[str, tuple[bytes, int]]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (data, mode) in files.items():
            entry = zipfile.ZipInfo(f"{top}/{name}")
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, mode << 16
            archive.writestr(entry, data)


def main() -> None:
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    target, program, out = sys.argv[1], Path(sys.argv[2]).resolve(), Path(sys.argv[3])
    windows = "windows" in target
    version = said(program, "--version").decode().split()[1]
    top = f"mcpmend-{version}-{target}"
    archive = out / (f"{top}.zip" if windows else f"{top}.tar.gz")
    out.mkdir(parents=True, exist_ok=True)
    files = contents(program, ".exe" if windows else "")
    (zip_ if windows else tar)(archive, top, files)
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    # No carriage return on Windows: `sha256sum --check` would take it for a part of the name.
    Path(f"{archive}.sha256").write_bytes(f"{digest}  {archive.name}\n".encode())
    print(archive)


main()
