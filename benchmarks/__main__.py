"""Run the benchmarks one after the other: ``python -m benchmarks [NAME ...]``.

Each runs in a process of its own with its default arguments and prints its figures; without names
all of them run. The exit code is 1 when any of them fails.
"""

import argparse
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
_RUNNABLE = 'if __name__ == "__main__":'


def names() -> list[str]:
    """Return the benchmarks: the modules and packages here that can be run."""
    modules = [
        path.stem
        for path in FOLDER.glob("*.py")
        if path != Path(__file__) and _RUNNABLE in path.read_text(encoding="utf-8")
    ]
    packages = [path.parent.name for path in FOLDER.glob("*/__main__.py")]
    return sorted([*modules, *packages])


def main() -> int:
    known = names()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", nargs="*", help=", ".join(known))
    chosen = parser.parse_args().name or known
    if unknown := sorted(set(chosen) - set(known)):
        parser.error(f"there is no benchmark {', '.join(unknown)}; there are {', '.join(known)}")
    failed = []
    for name in chosen:
        print(f"\n{name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nfailed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
