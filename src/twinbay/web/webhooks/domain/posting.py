"""Posting to an address that a member chose, without being led into our own network.

The name is resolved once, every address it has must be public, and the connection goes to the
address that was checked, so that a name which changes its mind between the two gains nothing
(server-side request forgery and DNS rebinding; OWASP, *Server-Side Request Forgery Prevention*).
Redirections are not followed and answers are not read.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpcore

TIMEOUT = 10.0  # seconds for each of connecting, writing and reading
_TIMEOUTS = {"connect": TIMEOUT, "read": TIMEOUT, "write": TIMEOUT, "pool": TIMEOUT}

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Allowed = Callable[[IpAddress], bool]


class Refused(Exception):
    """The address leads somewhere that is not public."""


def is_public(address: IpAddress) -> bool:
    """Return whether an address is one of the public internet."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if inner is not None:
            return is_public(inner)
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def problem_of(url: str) -> str:
    """Return what is wrong with the form of an address for deliveries, empty when nothing is.

    Returns:
        ``scheme``, ``host`` or ``credentials``.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "host"
    if parts.scheme != "https":
        return "scheme"
    if not host:
        return "host"
    if parts.username is not None or parts.password is not None:
        return "credentials"
    try:
        literal = ipaddress.ip_address(host)
    except ValueError:
        return "" if "." in host else "host"
    return "" if is_public(literal) else "host"


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to allowed addresses only."""

    def __init__(self, allowed: Allowed = is_public) -> None:
        self._allowed = allowed
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a name, when all are allowed.

        Raises:
            Refused: one is not.
            httpcore.ConnectError: the name has none, or nobody answers.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from None
        addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
        if not all(self._allowed(ipaddress.ip_address(one)) for one in addresses):
            raise Refused(host)
        return self._network.connect_tcp(addresses[0], port, timeout, local_address, socket_options)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - named by the base class
        socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Refuse: no address of the internet is a socket of this machine."""
        raise Refused(path)


def post(
    url: str,
    body: bytes,
    headers: Mapping[bytes | str, bytes | str],
    network: httpcore.NetworkBackend | None = None,
) -> int:
    """Post a body; return the status that was answered.

    Raises:
        Refused: the address is not public.
        httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError: it did not arrive.
    """
    with (
        httpcore.ConnectionPool(network_backend=network or CheckedNetwork()) as pool,
        pool.stream(
            "POST", url, headers=headers, content=body, extensions={"timeout": _TIMEOUTS}
        ) as response,
    ):
        return int(response.status)
