"""``twinbay serve``: the platform on one machine, served by waitress."""

import argparse
import errno
import os
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from twinbay.cli.terminal import progress_display
from twinbay.errors import ConfigurationError
from twinbay.lake.folders import home_folder
from twinbay.lake.store import Lake
from twinbay.match.search import open_index
from twinbay.regions import DEFAULT_PAIR, load_pair

DEFAULT_PORT = 8000
PORTS_TRIED = 20
THREADS = 8
LONGEST_TASK = 30.0  # seconds that a task in hand may take when the server stops


def register(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "serve",
        help="open the platform in a browser",
        description="Serve the platform with the evidence that is loaded. Settings come from the "
        "environment: docs/reference/settings.md.",
    )
    add_address(parser)
    parser.add_argument(
        "--no-work",
        action="store_true",
        help="leave the background work to `twinbay work` in a process of its own",
    )
    parser.set_defaults(run=run)


def add_address(parser: argparse.ArgumentParser) -> None:
    """Add the options for the server's address."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument(
        "--port",
        type=int,
        default=None,
        help=f"port to listen on (default: the first free one from {DEFAULT_PORT})",
    )


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted; LakeError when nothing is loaded."""
    lake = Lake.open(home_folder())
    with progress_display() as progress:
        open_index(lake, load_pair(lake.pair_source or DEFAULT_PAIR), progress=progress)
    return serve(options.host, options.port, work=not options.no_work)


def serve(host: str, port: int | None, *, work: bool = True) -> int:
    """Prepare the platform's database and serve pages until interrupted.

    Arguments:
        host: address to listen on.
        port: port; None takes the first free one from ``DEFAULT_PORT``.
        work: whether a thread does the background work meanwhile.

    Raises:
        ConfigurationError: the port is taken or may not be opened.
    """
    listener = _listener(host, port)
    application = prepare_platform(host)
    import waitress

    server = waitress.create_server(
        application, sockets=[listener], threads=THREADS, **_proxy_options()
    )
    threading.Thread(target=prepare_pages, name="prepare-pages", daemon=True).start()
    bound = listener.getsockname()[1]
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::1"} else host
    stop_working = _start_working() if work else None
    print(f"twinbay is open at http://{shown}:{bound}/  (Ctrl-C stops it)", flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        if stop_working is not None:
            stop_working()
        print("\ntwinbay is closed", file=sys.stderr)
    return 0


def prepare_platform(host: str = "127.0.0.1") -> Any:
    """Set Django up for the home folder, bring its database up to date, return the application."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinbay.web.settings")
    if host not in {"127.0.0.1", "0.0.0.0", "::1", "localhost"}:
        os.environ.setdefault("TWINBAY_ALLOWED_HOSTS", f"localhost,127.0.0.1,[::1],{host}")
    Path(home_folder()).mkdir(parents=True, exist_ok=True)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from twinbay.web.wsgi import application

    return application


def _start_working() -> Callable[[], None]:
    """Start the background worker; return what stops it after the task in hand."""
    from twinbay.web.background.domain.worker import Worker

    worker = Worker()
    thread = threading.Thread(target=worker.run, name="background-work", daemon=True)
    thread.start()

    def stop() -> None:
        worker.stop()
        thread.join(timeout=LONGEST_TASK)

    return stop


def prepare_pages() -> None:
    """Make what the first visitor would wait for; for a thread of its own."""
    from twinbay.web.directory.domain.directory import prepare_directory

    prepare_directory()


def _proxy_options() -> dict[str, Any]:
    """Return how far a proxy in front is believed; without one, no header is."""
    proxy = os.environ.get("TWINBAY_TRUSTED_PROXY", "").strip()
    if not proxy:
        return {}
    headers = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
    return {
        "trusted_proxy": proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": headers,
        "clear_untrusted_proxy_headers": True,
    }


def _listener(host: str, port: int | None) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    first = DEFAULT_PORT if port is None else port
    tried = range(first, first + (PORTS_TRIED if port is None else 1))
    for candidate in tried:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
        except OSError as error:
            listener.close()
            if error.errno != errno.EADDRINUSE:
                raise ConfigurationError(
                    f"cannot listen there: {error.strerror or error}",
                    where=f"{host}:{candidate}",
                    remedy="Choose another address with --host and --port.",
                ) from None
            continue
        return listener
    raise ConfigurationError(
        "the port is taken by another program",
        where=f"{host}:{first}",
        remedy="Choose another one with --port.",
    )
