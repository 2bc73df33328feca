"""The one client for requests to other sites.

It fetches only http and https, asks the resolver once, refuses every address that is not public,
and connects to exactly the address it checked, with the name's certificate: a name that changes
its address in between gains nothing. Each redirect is judged the same way. Time and size are
bounded as a whole, and no proxy, cookie or credential is ever used.
"""

import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from webinar.core.plainerror import N_, PlainError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: Name and port to the addresses they stand for, as text.
Resolver = Callable[[str, int], Sequence[str]]

MAX_BYTES = 2 * 1024 * 1024
SECONDS = 10.0
MAX_REDIRECTS = 3
_REDIRECTS = {301, 302, 303, 307, 308}

BAD_ADDRESS = N_("This address cannot be used. Give one that begins with https:// or http://.")
NOT_PUBLIC = N_("This address leads into a private network. Give one that everybody can reach.")
NOT_FOUND = N_("This address could not be found. Check its spelling.")
NO_ANSWER = N_("The other site did not answer in time. Try again later.")
BROKEN = N_("The connection to the other site failed. Try again later.")
ANSWER_TOO_LARGE = N_("The other site's answer is larger than is taken here.")
TOO_MANY_REDIRECTS = N_("The other site sends from one address to the next without an end.")


class OutgoingRefused(PlainError):
    """The address may not be asked; trying again changes nothing."""


class OutgoingFailed(PlainError):
    """The other site did not answer as needed; trying again later may help."""


@dataclass(frozen=True)
class Response:
    """What came back: header names in lower case, `url` the last address after redirects."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


def is_public(address: Address) -> bool:
    """Whether everybody can reach the address, and nobody's inner network is behind it."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id or address.is_site_local:
            return False
        inner = _embedded(address)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_loopback
        or address.is_link_local
        or address.is_private
        or address.is_unspecified
    )


def _embedded(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address inside: mapped, 6to4, Teredo, NAT64 (RFC 6052), IPv4-compatible."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    packed = address.packed
    if packed[:12] in (bytes.fromhex("0064ff9b") + bytes(8), bytes(12)):
        return ipaddress.IPv4Address(packed[12:])
    return None


def _resolve(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


@dataclass(frozen=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str


def _target(url: str) -> _Target:
    """The parts of the address, if it is one this client speaks to. Raises OutgoingRefused."""
    if re.search(r"[\x00-\x20\x7f\\]", url) or len(url) > 4000:
        raise OutgoingRefused(BAD_ADDRESS)
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        raw = (parts.hostname or "").rstrip(".")
        host = raw if ":" in raw else raw.encode("idna").decode("ascii")
    except ValueError:
        raise OutgoingRefused(BAD_ADDRESS) from None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or "%" in host:
        raise OutgoingRefused(BAD_ADDRESS)
    if port not in {80, 443} and port < 1024:
        raise OutgoingRefused(BAD_ADDRESS)
    last = host.rsplit(".", 1)[-1]
    if ":" not in host and re.fullmatch(r"\d+|0x[0-9a-f]*", last, re.IGNORECASE):
        # It ends in a number, so it is an address; other spellings than four numbers are tricks.
        try:
            ipaddress.IPv4Address(host)
        except ValueError:
            raise OutgoingRefused(BAD_ADDRESS) from None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        path.encode("ascii")
    except UnicodeEncodeError:
        raise OutgoingRefused(BAD_ADDRESS) from None
    return _Target(parts.scheme, host, port, path)


def _checked_address(
    target: _Target, resolver: Resolver, permitted: Callable[[Address], bool]
) -> str:
    """One address of the name; all of them must be permitted."""
    try:
        answers = resolver(target.host, target.port)
        addresses = [ipaddress.ip_address(answer) for answer in answers]
    except (OSError, UnicodeError):
        raise OutgoingFailed(NOT_FOUND) from None
    except ValueError:
        raise OutgoingRefused(NOT_PUBLIC) from None
    if not addresses:
        raise OutgoingFailed(NOT_FOUND)
    if not all(permitted(address) for address in addresses):
        raise OutgoingRefused(NOT_PUBLIC)
    return str(addresses[0])


class _Connection(http.client.HTTPConnection):
    """A connection to one address that was checked, under the name that was asked for."""

    def __init__(self, target: _Target, address: str, seconds: float, tls: ssl.SSLContext | None):
        super().__init__(target.host, target.port, timeout=seconds)
        # http.client writes ":port" into Host unless it is the default of the scheme.
        self.default_port = 443 if tls else 80
        self._address = address
        self._tls = tls
        self._wire: socket.socket | None = None

    def connect(self) -> None:
        wire = socket.create_connection((self._address, self.port), self.timeout)
        self.sock = self._wire = wire
        if self._tls:
            # The handshake comes second, so that `hang_up` can end a slow one.
            secure = self._tls.wrap_socket(
                wire, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock = self._wire = secure
            secure.do_handshake()

    def hang_up(self) -> None:
        """End it from another thread; the waiting one gets an error or a short answer.

        http.client forgets its socket as soon as only the body is left, so this keeps its own.
        """
        with contextlib.suppress(OSError):
            if self._wire:
                self._wire.shutdown(socket.SHUT_RDWR)


def fetch(
    url: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    max_bytes: int = MAX_BYTES,
    seconds: float = SECONDS,
    redirects: int = MAX_REDIRECTS,
    resolver: Resolver = _resolve,
    permitted: Callable[[Address], bool] = is_public,
    tls: ssl.SSLContext | None = None,
) -> Response:
    """Ask another site. `seconds` and `max_bytes` bound the whole, redirects included.

    Follows up to `redirects` redirects of GET and HEAD, each judged anew; other methods get the
    redirect's own answer. Raises OutgoingRefused or OutgoingFailed; an error status is no error.
    `resolver`, `permitted` and `tls` are for tests and for sites that name an inner host.
    """
    deadline = time.monotonic() + seconds
    for _ in range(redirects + 1):
        target = _target(url)
        address = _checked_address(target, resolver, permitted)
        answer = _ask(target, address, url, method, body, headers or {}, max_bytes, deadline, tls)
        location = answer.headers.get("location")
        if answer.status not in _REDIRECTS or not location or method not in {"GET", "HEAD"}:
            return answer
        onward = urljoin(url, location)
        if urlsplit(url).scheme == "https" and urlsplit(onward).scheme != "https":
            raise OutgoingRefused(BAD_ADDRESS)
        if urlsplit(onward).netloc != urlsplit(url).netloc:
            # What was meant for one site is not told to the next.
            headers = {}
        url = onward
    raise OutgoingFailed(TOO_MANY_REDIRECTS)


def _ask(
    target: _Target,
    address: str,
    url: str,
    method: str,
    body: bytes | None,
    headers: Mapping[str, str],
    max_bytes: int,
    deadline: float,
    tls: ssl.SSLContext | None,
) -> Response:
    left = deadline - time.monotonic()
    if left <= 0:
        raise OutgoingFailed(NO_ANSWER)
    context = (tls or ssl.create_default_context()) if target.scheme == "https" else None
    connection = _Connection(target, address, left, context)
    # A site that sends one byte a second never meets the socket's own time limit.
    watch = threading.Timer(left, connection.hang_up)
    watch.daemon = True
    watch.start()
    sent = {"User-Agent": "webinar", "Accept-Encoding": "identity", "Connection": "close"}
    try:
        connection.request(method, target.path, body, {**sent, **headers})
        response = connection.getresponse()
        content = response.read(max_bytes + 1)
        if len(content) > max_bytes:
            raise OutgoingFailed(ANSWER_TOO_LARGE)
        if time.monotonic() >= deadline:
            raise OutgoingFailed(NO_ANSWER)
        told = {name.lower(): value for name, value in response.getheaders()}
        return Response(response.status, told, content, url)
    except TimeoutError:
        raise OutgoingFailed(NO_ANSWER) from None
    except (OSError, http.client.HTTPException):
        late = time.monotonic() >= deadline
        raise OutgoingFailed(NO_ANSWER if late else BROKEN) from None
    finally:
        watch.cancel()
        connection.close()
