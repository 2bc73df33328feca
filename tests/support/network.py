"""No test may talk to another machine.

An audit hook sees every connection and every look-up of a name made from Python,
in any thread and by any library. It refuses, and writes the attempt down, so that
code which swallows the error still fails its test.
"""

import contextlib
import ipaddress
import sys
from collections.abc import Iterator
from typing import Any

_LOCAL_NAMES = {"localhost", "ip6-localhost", "", None}
_DNS = 53
_attempts: list[str] = []
_watching = False


class OutgoingConnection(RuntimeError):
    """A test tried to reach another machine."""


def _is_outside(address: Any) -> bool:
    if not isinstance(address, tuple):  # a socket file
        return False
    host, port = address[0], address[1]
    if port == _DNS:
        return True
    return not _is_local(host)


def _is_local(host: Any) -> bool:
    if isinstance(host, bytes | bytearray):
        host = bytes(host).decode("idna")
    if host in _LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(str(host).split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    # Most events are not ours: one look tells them, as there are millions of them.
    if not _watching or not event.startswith("socket."):
        return
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        # An unnamed destination belongs to a socket that is connected already.
        address = arguments[1]
        outside = address is not None and _is_outside(address)
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        address = arguments[0]
        outside = not _is_local(address)
    else:
        return
    if outside:
        _attempts.append(f"{event} {address!r}")
        raise OutgoingConnection(f"a test tried {event} {address!r}; tests stay on this machine")


@contextlib.contextmanager
def forbidden() -> Iterator[list[str]]:
    """Refuse connections that leave this machine; yields the list of attempts."""
    global _watching
    _attempts.clear()
    _watching = True
    try:
        yield _attempts
    finally:
        _watching = False


sys.addaudithook(_audit)
