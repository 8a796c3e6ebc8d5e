"""Fetches the browser libraries that ship with Standoff, and checks them against their digests.

    python vendoring/fetch.py            compare what is in `web/vendor` with the manifest
    python vendoring/fetch.py --fetch    fetch every file of the manifest again by npm, and compare
    python vendoring/fetch.py --pin      fetch, and write new digests (after a version was changed on purpose)

Nothing is built: the files are those of the npm packages, byte for byte.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).parents[1] / "src" / "standoff" / "web" / "vendor"
MANIFEST = VENDOR / "manifest.json"


def digest(path: Path) -> str:
    """Give a file's SHA-256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fetch_package(name: str, version: str, into: Path) -> Path:
    """Fetch a package by npm and unpack it.

    Returns:
        The folder that holds its files.
    """
    done = subprocess.run(
        ["npm", "pack", "--silent", f"{name}@{version}"], cwd=into, capture_output=True, text=True, check=True
    )
    archive = into / done.stdout.strip().splitlines()[-1]
    folder = into / archive.stem
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def fetch_all(manifest: dict[str, Any]) -> None:
    """Copy every file of the manifest out of its package."""
    with tempfile.TemporaryDirectory() as work:
        for package in manifest["packages"]:
            folder = fetch_package(package["name"], package["version"], Path(work))
            for file in package["files"]:
                (VENDOR / file["name"]).write_bytes((folder / file["from"]).read_bytes())


def faults(manifest: dict[str, Any]) -> list[str]:
    """Tell which files are missing or differ from their digest, and which nobody listed."""
    listed = {file["name"]: file["sha256"] for package in manifest["packages"] for file in package["files"]}
    found = []
    for name, wanted in listed.items():
        path = VENDOR / name
        if not path.is_file():
            found.append(f"{name} is missing; run: python vendoring/fetch.py --fetch")
        elif digest(path) != wanted:
            found.append(f"{name} has the digest {digest(path)}, the manifest says {wanted}")
    there = {path.name for path in VENDOR.iterdir()} - {MANIFEST.name}
    return found + [f"{name} is not in the manifest" for name in sorted(there - set(listed))]


def main() -> int:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--fetch", action="store_true")
    parser.add_argument("--pin", action="store_true")
    given = parser.parse_args()
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    if given.fetch or given.pin:
        fetch_all(manifest)
    if given.pin:
        for package in manifest["packages"]:
            for file in package["files"]:
                file["sha256"] = digest(VENDOR / file["name"])
        MANIFEST.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    found = faults(manifest)
    print("\n".join(found) or "all files are as listed")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
