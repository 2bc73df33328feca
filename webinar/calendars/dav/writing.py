"""Answers in XML (RFC 4918, 13 and 16): pure, texts in and bytes out."""

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from webinar.core.text import for_xml

DAV = "DAV:"
CALDAV = "urn:ietf:params:xml:ns:caldav"
CALENDARSERVER = "http://calendarserver.org/ns/"
APPLE = "http://apple.com/ns/ical/"
_PREFIXES = {DAV: "d", CALDAV: "c", CALENDARSERVER: "cs", APPLE: "ic"}
_NAMESPACES = " ".join(f'xmlns:{prefix}="{uri}"' for uri, prefix in _PREFIXES.items())
_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'


def text(value: str) -> str:
    """Character data; a carriage return is kept from readers that would drop it."""
    value = for_xml(value).replace("&", "&amp;").replace("<", "&lt;")
    return value.replace(">", "&gt;").replace('"', "&quot;").replace("\r", "&#13;")


def element(name: str, inner: str = "", attributes: str = "") -> str:
    """`name` as "{namespace}local"; `inner` is XML already."""
    namespace, _, local = name.rpartition("}")
    namespace = namespace.removeprefix("{")
    attributes = f" {attributes}" if attributes else ""
    if prefix := _PREFIXES.get(namespace):
        tag = f"{prefix}:{local}"
    else:
        tag = local
        attributes += f' xmlns="{text(namespace)}"'
    return f"<{tag}{attributes}>{inner}</{tag}>" if inner else f"<{tag}{attributes}/>"


def dav(local: str, inner: str = "") -> str:
    return element(f"{{{DAV}}}{local}", inner)


def caldav(local: str, inner: str = "", attributes: str = "") -> str:
    return element(f"{{{CALDAV}}}{local}", inner, attributes)


def href(path: str) -> str:
    """`path` is quoted already and begins with a slash: the name asked for does not matter."""
    return f"<d:href>{text(path)}</d:href>"


def quoted(path: str) -> str:
    """A decoded path as a href has it (RFC 3986, 3.3)."""
    return quote(path, safe="/@-._~!$'()*+,;=:")


def response(path: str, found: str, missing: Sequence[str]) -> str:
    """What one resource is; `missing` are names of what it is not. One PROPSTAT at least."""
    parts = []
    if found or not missing:
        parts.append(_propstat(found, "200 OK"))
    if missing:
        parts.append(_propstat("".join(map(element, missing)), "404 Not Found"))
    return f"<d:response>{href(path)}{''.join(parts)}</d:response>"


def _propstat(inner: str, status: str) -> str:
    prop = f"<d:prop>{inner}</d:prop>" if inner else "<d:prop/>"
    return f"<d:propstat>{prop}<d:status>HTTP/1.1 {status}</d:status></d:propstat>"


def status(path: str, words: str, condition: str = "") -> str:
    """A resource of which only this is said, for example `404 Not Found`."""
    error = f"<d:error>{condition}</d:error>" if condition else ""
    return f"<d:response>{href(path)}<d:status>HTTP/1.1 {words}</d:status>{error}</d:response>"


def multistatus(responses: Iterable[str], token: str = "") -> bytes:
    end = dav("sync-token", text(token)) if token else ""
    whole = f"<d:multistatus {_NAMESPACES}>{''.join(responses)}{end}</d:multistatus>"
    return (_DECLARATION + whole).encode()


def error(condition: str) -> bytes:
    """The body of a refusal: the precondition that was not met (RFC 4918, 16)."""
    return f"{_DECLARATION}<d:error {_NAMESPACES}>{condition}</d:error>".encode()
