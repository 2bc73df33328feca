"""Finding every page of a served site, as a robot does: by following links."""

import functools
import http.client
import re
import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

_PATIENCE = 60
_ASCII = string.punctuation
#: of each kind of page, so many are fetched; two of a kind differ (with and without a portrait)
_OF_EACH_KIND = 3


@dataclass(frozen=True)
class Answer:
    """What the server said to one GET."""

    path: str
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def is_page(self) -> bool:
        return (self.headers.get("Content-Type") or "").startswith("text/html")

    @property
    def text(self) -> str:
        return self.body.decode()


def get(base_url: str, path: str, headers: Mapping[str, str] | None = None) -> Answer:
    """One GET; redirects are answers, not followed."""
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=_PATIENCE)
    try:
        # Addresses may hold letters of any script, as they stand in the pages.
        connection.request("GET", quote(path, safe=_ASCII), headers=dict(headers or {}))
        found = connection.getresponse()
        return Answer(path, found.status, found.headers, found.read())
    finally:
        connection.close()


def post(base_url: str, path: str, fields: Mapping[str, str], cookies: str) -> int:
    """Send a form as its page would; the status of the answer."""
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=_PATIENCE)
    headers = {
        "Cookie": cookies,
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin",
    }
    try:
        connection.request("POST", path, urlencode(fields), headers)
        return connection.getresponse().status
    finally:
        connection.close()


def send_file(base_url: str, path: str, field: str, name: str, data: bytes, cookies: str) -> int:
    """Send a form with one file; the status of the answer."""
    head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"'
    body = f"--edge\r\n{head}\r\n\r\n".encode() + data + b"\r\n--edge--\r\n"
    connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=_PATIENCE)
    headers = {
        "Cookie": cookies,
        "Content-Type": "multipart/form-data; boundary=edge",
        "Sec-Fetch-Site": "same-origin",
    }
    try:
        connection.request("POST", path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def endpoints() -> Callable[[str], str | None]:
    """A function that names the endpoint behind a path; None for what no route answers."""
    from werkzeug.exceptions import HTTPException
    from werkzeug.routing import RequestRedirect

    map_ = _url_map()

    def endpoint(path: str) -> str | None:
        try:
            return str(map_.bind("localhost").match(urlsplit(path).path, method="GET")[0])
        except (RequestRedirect, HTTPException):
            return None

    return endpoint


def routes() -> set[str]:
    """Every endpoint that answers GET."""
    return {str(rule.endpoint) for rule in _url_map().iter_rules() if "GET" in (rule.methods or ())}


@functools.cache
def _url_map() -> Any:
    """The routes of the application; it is made once and serves nothing."""
    from tests.support import databases, run
    from webinar.app import create_app
    from webinar.settings import Settings

    app = create_app(
        Settings(
            data=run.folder() / "routes-only",
            database_url=databases.sqlite_at(run.folder() / "routes-only.sqlite"),
            secret=databases.SECRET,
            testing=True,
        )
    )
    return app.url_map


def walk(
    base_url: str,
    start: Iterable[str],
    *,
    cookies: str = "",
    within: str = "/",
    of_each: int = _OF_EACH_KIND,
) -> dict[str, Answer]:
    """Path -> answer, for pages under `within` reached by links, a few of each kind.

    The kind is the endpoint together with the names of its query parameters.
    """
    endpoint = endpoints()
    seen: dict[tuple[str | None, str], int] = {}
    found: dict[str, Answer] = {}
    waiting = list(start)
    while waiting:
        path = waiting.pop(0)
        kind = (endpoint(path), _query_names(path))
        if path in found or kind[0] is None or seen.get(kind, 0) >= of_each:
            continue
        seen[kind] = seen.get(kind, 0) + 1
        answer = get(base_url, path, {"Cookie": cookies} if cookies else None)
        found[path] = answer
        if answer.is_page and answer.status == http.client.OK:
            waiting += [link for link in _links(answer.text, path) if link.startswith(within)]
    return found


def _query_names(path: str) -> str:
    return " ".join(sorted(re.findall(r"[?&]([\w-]+)=", path)))


def _links(html: str, path: str) -> list[str]:
    """Paths on the same site that the page links to, without fragments, in order."""
    reader = _Reader()
    reader.feed(html)
    paths = []
    for href in reader.hrefs:
        target = urljoin(path, href.split("#")[0])
        if href and not href.startswith("#") and target.startswith("/"):
            paths.append(target)
    return list(dict.fromkeys(paths))


class _Reader(HTMLParser):
    """Collects the addresses of links."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.hrefs += [value for name, value in attrs if name == "href" and value]
