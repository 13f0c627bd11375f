"""Fetch the browser libraries at pinned versions and check them against their hashes.

Run ``python scripts/vendor_assets.py`` after changing a version here; commit what it writes under
``src/twinbay/web/static/vendor``. Needs npm. ``--check`` only compares the committed files with
``manifest.json``, without a network.
"""

import argparse
import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[1] / "src/twinbay/web/static/vendor"


@dataclass(frozen=True)
class Package:
    """An npm package and the files taken from it (path in the package -> name here)."""

    name: str
    version: str
    integrity: str  # Subresource Integrity string of the package's tarball
    files: dict[str, str]
    folder: str


PACKAGES = (
    Package(
        "echarts",
        "6.1.0",
        "sha512-q0yaFPggC9FUdsWH4blavRWFmxdrIodbkoKNAjJudAI6CA9gNPxHtV2RcZNEepZVlk4yvBYkOkbk6HIVpIyHZA==",
        {
            "dist/echarts.common.min.js": "echarts.common.min.js",
            "LICENSE": "LICENSE",
            "licenses/LICENSE-d3": "LICENSE-d3",
            "NOTICE": "NOTICE",
        },
        "echarts",
    ),
    Package(
        "maplibre-gl",
        "6.17.0",
        "sha512-2chIZwpLGenoUQOcnm9Pk4SLbA8ppNFq8jlpXiq9vcYm3Y1wJ3fc82FL0GLwBaPYJCLzPv/mC46KEupVov75rQ==",
        {
            "dist/maplibre-gl.mjs": "maplibre-gl.mjs",
            "dist/maplibre-gl-worker.mjs": "maplibre-gl-worker.mjs",
            "dist/maplibre-gl.css": "maplibre-gl.css",
            "LICENSE.txt": "LICENSE.txt",
        },
        "maplibre-gl",
    ),
    Package(
        "htmx.org",
        "2.0.11",
        "sha512-Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA==",
        {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE"},
        "htmx",
    ),
)


def integrity_of(content: bytes) -> str:
    """Return the Subresource Integrity string (W3C) of a file."""
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


def fetch(package: Package, folder: Path) -> dict[str, bytes]:
    """Download a package with npm, check it and return the chosen files."""
    subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        cwd=folder,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    archive = folder / f"{package.name}-{package.version}.tgz"
    found = integrity_of(archive.read_bytes())
    if found != package.integrity:
        raise SystemExit(f"{archive.name}: integrity is {found}, expected {package.integrity}")
    contents = {}
    with tarfile.open(archive) as tar:
        for inside, name in package.files.items():
            member = tar.extractfile(f"package/{inside}")
            if member is None:
                raise SystemExit(f"{archive.name} has no {inside}")
            contents[f"{package.folder}/{name}"] = member.read()
    return contents


def vendor() -> None:
    """Write every file and the manifest."""
    manifest = {}
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as folder:
            for name, content in fetch(package, Path(folder)).items():
                target = VENDOR / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
                manifest[name] = {
                    "package": f"{package.name}@{package.version}",
                    "integrity": integrity_of(content),
                }
    text = json.dumps(manifest, indent=2) + "\n"
    (VENDOR / "manifest.json").write_text(text, encoding="utf-8")


def problems() -> list[str]:
    """Return how the committed files differ from the manifest; empty when they do not."""
    manifest = json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))
    found = []
    for name, entry in manifest.items():
        path = VENDOR / name
        if not path.is_file():
            found.append(f"{name} is missing")
        elif integrity_of(path.read_bytes()) != entry["integrity"]:
            found.append(f"{name} differs from {entry['package']}")
    return found


def main() -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(description="Vendor the browser libraries.")
    parser.add_argument("--check", action="store_true", help="only compare, without a network")
    if not parser.parse_args().check:
        vendor()
    found = problems()
    print("\n".join(found) or "all files match their hashes")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
