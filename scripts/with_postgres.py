"""Run a command with a PostgreSQL server of its own: ``with_postgres.py COMMAND ...``

The server listens on the loopback address only, at a free port, with a password made for this run,
keeps its data in a temporary folder and ends with the command, which finds its address in
``DATABASE_URL``. Debian's server is installed when it is missing and this is root.
"""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

SERVER_USER = "postgres"
"""Who runs the server when this is root, as which PostgreSQL refuses to run."""


def programs() -> Path:
    """Return the folder of the newest server's programs, installing one when there is none."""
    found = _installed()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing PostgreSQL", file=sys.stderr)
        quiet = {
            "stdout": subprocess.DEVNULL,
            "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.run(["apt-get", "update", "-qq"], check=True, **quiet)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"]
        subprocess.run(install, check=True, **quiet)
        found = _installed()
    if found is None:
        sys.exit(
            "PostgreSQL's server is not installed. Install it first, for example: "
            "sudo apt-get install postgresql"
        )
    return found


def _installed() -> Path | None:
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(versions, key=lambda path: int(path.parts[-3]), reverse=True)
    on_path = shutil.which("initdb")
    return newest[0].parent if newest else Path(on_path).resolve().parent if on_path else None


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _as_server(command: Sequence[str | Path]) -> None:
    """Run one of the server's programs, as the server's own user where this is root."""
    other = ["runuser", "-u", SERVER_USER, "--"] if os.geteuid() == 0 else []
    done = subprocess.run([*other, *map(str, command)], capture_output=True, text=True, cwd="/")
    if done.returncode:
        sys.exit(f"{Path(command[0]).name} failed:\n{done.stdout}{done.stderr}")


@contextmanager
def server() -> Iterator[str]:
    """Start a server; give the address of its database ``twinbay``; stop and remove it."""
    folder = Path(tempfile.mkdtemp(prefix="twinbay-postgres-"))
    bin_folder, port, password = programs(), _free_port(), secrets.token_urlsafe(16)
    data, password_file = folder / "data", folder / "password"
    password_file.write_text(password, encoding="ascii")
    if os.geteuid() == 0:
        for path in (folder, password_file):
            shutil.chown(path, SERVER_USER)
    try:
        settings = {
            "port": port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": folder,
            "fsync": "off",  # nothing is to outlive this run
        }
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        make = ["-D", data, "-U", SERVER_USER, "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        _as_server(
            [bin_folder / "initdb", *make, "-A", "scram-sha-256", f"--pwfile={password_file}"]
        )
        log = folder / "log"
        _as_server([bin_folder / "pg_ctl", "-D", data, "-l", log, "-o", options, "-w", "start"])
        try:
            base = f"postgres://{SERVER_USER}:{password}@127.0.0.1:{port}"
            _create(f"{base}/postgres")
            yield f"{base}/twinbay"
        finally:
            _as_server([bin_folder / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _create(address: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE twinbay")


def main() -> int:
    """Run the command and return its exit code."""
    if len(sys.argv) < 2:
        sys.exit(str(__doc__).splitlines()[0])
    with server() as address:
        return subprocess.call(sys.argv[1:], env=os.environ | {"DATABASE_URL": address})


if __name__ == "__main__":
    sys.exit(main())
