"""The byte cache: finished answers in front of Flask, as bytes.

A public page is the same for everybody, so it is made once and then handed out
until a word on it could change: by a write, which raises the page revision
(`core/revisions.py`), or by the clock. Everything that changes with the clock
does so on a whole minute (starts, ends, doors, office hours, the hour in forms),
so no answer outlives the minute it was made in. While the database is away the
newest known answers are given a little longer: readers need not notice a restart.
An answer that is kept privately says nothing of the time; it lasts half an hour, so
that its view hears of who asks.

Kept is what a `@public` view answered with 200, under its path, an allow-listed
query and the coding; and what a `@kept_privately` view did, whose path is a secret.
Everything else goes through untouched.
"""

import contextlib
import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask
from werkzeug.http import parse_date

from webinar.core import clock
from webinar.core.conditional import (
    compressed,
    is_unchanged,
    is_worth_compressing,
    tag,
    wants_gzip,
)
from webinar.core.db import db
from webinar.core.http import ASKED_HEAD, COMPARED, LAST_MODIFIED, MAY_KEEP, PRIVATELY, UNCHANGED
from webinar.core.observed import SEEN
from webinar.core.revisions import PolledWatch, SqliteWatch, Unknown, Watch
from webinar.settings import LOOPBACK_NAMES, Settings

#: bytes that one process keeps, and the longest answer among them
CAPACITY = 16 * 2**20
LONGEST = 4 * 2**20
#: bytes of a text before it is compressed: a feed of 10,000 sessions shrinks to a twentieth
LONGEST_TEXT = 16 * 2**20
_LONGEST_ADDRESS = 300
#: clients that one private answer remembers
_MOST_CLIENTS = 8
_MINUTE = 60.0
#: seconds of an answer that is kept privately
_PRIVATE = 1800.0
#: seconds beyond its minute for which an answer is given while the database is away
WITHOUT_DATABASE = 600.0
#: what every kept answer costs beside its body
_OVERHEAD = 2048
_COMPRESSIBLE = re.compile(r"text/|application/([\w.-]+\+)?(json|xml)\b|image/svg")
#: of an answer that has no body (RFC 9110, 15.4.5); all others stay, Content-Security-Policy too
_OF_THE_BODY = frozenset(
    {"content-type", "content-length", "content-encoding", "content-disposition"}
)
#: query parameters that make another page of an address, and what they may hold
_PARAMETERS: dict[str, Callable[[str], object]] = {
    "page": re.compile(r"[1-9][0-9]{0,4}", re.ASCII).fullmatch,
    "tz": clock.is_zone,
    # a programme with its rooms beside each other
    "view": re.compile("rooms").fullmatch,
    # of a style sheet or script (core/assets)
    "v": re.compile(r"[0-9a-f]{10}", re.ASCII).fullmatch,
}


def also_varies_by(name: str, is_allowed: Callable[[str], object]) -> None:
    """Keep answers for another query parameter, too; only values that pass are kept."""
    _PARAMETERS[name] = is_allowed


#: path, query, whether compressed
Key = tuple[str, str, bool]
Headers = list[tuple[str, str]]
Start = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """One finished answer in one coding."""

    #: None of one that only clients who have the bytes have asked for: they are told so
    body: bytes | None
    headers: Headers
    #: those of a 304, most answers by far
    short_headers: Headers
    #: without quotes, of this coding
    etag: str
    last_modified: datetime | None
    #: newest page revision before it was made
    revision: int
    #: POSIX seconds, and how long before that it was made at most
    valid_until: float
    lasts: float
    #: the pattern of its address
    route: str
    #: of a private answer: who got it, by User-Agent; others are asked about. None for everybody
    clients: frozenset[str] | None = None

    @property
    def size(self) -> int:
        return len(self.body or b"") + _OVERHEAD

    def serves(self, environ: dict[str, Any]) -> bool:
        """Whether this client can be answered from it."""
        return self.body is not None or is_unchanged(environ, self.etag, self.last_modified)


class ByteCache:
    """WSGI: answers from kept bytes, else asks the application and keeps what it may."""

    def __init__(
        self, app: Callable[..., Any], watch: Watch, *, hosts: frozenset[str], cookies: set[str]
    ) -> None:
        self.app = app
        self.watch = watch
        self.hosts = hosts
        #: of people who write: their next request must see what they did
        self.cookies = tuple(cookies)
        self.capacity = CAPACITY
        self.hits = self.misses = 0
        self._kept: OrderedDict[Key, Answer] = OrderedDict()
        #: pages being made: a lock, and how many hold it or wait for it
        self._asking: dict[Key, tuple[threading.Lock, int]] = {}
        self._size = 0
        #: the newest revision that any request was told
        self._newest = 0
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            return self.app(environ, start)
        try:
            revision = self.watch.number(strict=self._is_editor(environ))
        except Unknown:
            answer = self._fresh(key, self._newest, environ, WITHOUT_DATABASE)
            # The application knows how to say that the database is away.
            return self.app(environ, start) if answer is None else _send(answer, environ, start)
        self._newest = max(self._newest, revision)
        client = environ.get("HTTP_USER_AGENT", "")
        answer = self._fresh(key, revision, environ, client=client)
        if answer is None:
            if key not in self._kept:
                # Nobody knows whether this may be kept: private pages wait for nobody.
                return self._ask(key, revision, environ, start)
            with self._one_at_a_time(key):
                # Somebody else may have asked while this request waited.
                answer = self._fresh(key, revision, environ, client=client)
                if answer is None:
                    return self._ask(key, revision, environ, start)
        self.hits += 1
        if seen := environ.get(SEEN):
            seen.route, seen.cache = answer.route, "cache_hits"
        return _send(answer, environ, start)

    def _fresh(
        self,
        key: Key,
        revision: int,
        environ: dict[str, Any],
        longer: float = 0.0,
        client: str | None = None,
    ) -> Answer | None:
        """The kept answer, if no word on it can have changed; or, `longer` seconds after its
        minute, none that was written. A private one only for a `client` that got it before.
        """
        answer = self._kept.get(key)
        if answer is None or answer.revision < revision or not answer.serves(environ):
            return None
        if client is not None and answer.clients is not None and client not in answer.clients:
            return None
        # An answer of a later minute than now is out of date, too: the clock went back.
        if not -answer.lasts <= time.time() - answer.valid_until < longer:
            return None
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
        return answer

    @contextlib.contextmanager
    def _one_at_a_time(self, key: Key) -> Iterator[None]:
        """Of many who ask for a page that is out of date, one makes it and the others wait."""
        with self._lock:
            lock, waiting = self._asking.get(key, (threading.Lock(), 0))
            self._asking[key] = lock, waiting + 1
        try:
            with lock:
                yield
        finally:
            with self._lock:
                lock, waiting = self._asking.pop(key)
                if waiting > 1:
                    self._asking[key] = lock, waiting - 1

    def clear(self) -> None:
        """Forget everything and let go of the database."""
        with self._lock:
            self._kept.clear()
            self._size = self._newest = 0
        self.watch.close()

    def _key(self, environ: dict[str, Any]) -> Key | None:
        """Path, query and coding; None for what is never kept."""
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_RANGE" in environ:
            return None
        if len(path) > _LONGEST_ADDRESS:
            return None
        host = environ.get("HTTP_HOST", "")
        if host.rpartition(":")[0] not in self.hosts and host not in self.hosts:
            return None
        query = environ.get("QUERY_STRING", "")
        if query:
            if len(query) > _LONGEST_ADDRESS:
                return None
            pairs = parse_qsl(query, keep_blank_values=True)
            names = {name for name, _ in pairs}
            if len(names) != len(pairs) or not all(
                name in _PARAMETERS and _PARAMETERS[name](value) for name, value in pairs
            ):
                return None
            query = repr(sorted(pairs))
        return path, query, wants_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))

    def _is_editor(self, environ: dict[str, Any]) -> bool:
        sent = environ.get("HTTP_COOKIE", "")
        return bool(sent) and any(name in sent for name in self.cookies)

    def _ask(
        self, key: Key, revision: int, environ: dict[str, Any], start: Start
    ) -> Iterable[bytes]:
        """The application's answer; kept when it may be."""
        # Both taken before anything is read: a page may turn out newer than it claims, not older.
        valid_until = (time.time() // _MINUTE + 1) * _MINUTE
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        asked = environ | {"REQUEST_METHOD": "GET"} if is_head else environ
        asked[COMPARED], asked[ASKED_HEAD] = True, is_head
        got: list[Any] = []

        def began(status: str, headers: Headers, error: Any = None) -> Callable[[bytes], Any]:
            got[:] = [status, headers, error]
            return lambda _: None

        parts = self.app(asked, began)
        status, headers, error = got
        if not asked.get(MAY_KEEP) or error is not None or _is_too_long(headers):
            if is_head and hasattr(parts, "close"):
                parts.close()
            start(status, headers, error)
            return [] if is_head else parts
        try:
            body = b"".join(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()
        self.misses += 1
        route = ""
        if seen := environ.get(SEEN):
            route, seen.cache = seen.route, "cache_misses"
        if asked[MAY_KEEP] == UNCHANGED:
            answer = self._confirmed(key, headers, revision, valid_until, route)
            self._keep(key, replace(answer, last_modified=asked[LAST_MODIFIED]))
            start(status, headers)
            return []
        answer = _finished(body, headers, revision, valid_until, route, gzip=key[2])
        if asked[MAY_KEEP] == PRIVATELY:
            answer = self._private(key, answer, environ.get("HTTP_USER_AGENT", ""))
        if answer.size <= LONGEST:
            self._keep(key, answer)
        return _send(answer, environ, start)

    def _confirmed(
        self, key: Key, headers: Headers, revision: int, valid_until: float, route: str
    ) -> Answer:
        """The kept answer, which the application found unchanged; else one without its bytes.

        Where all who ask have the bytes already, nobody ever asks for them, and the application
        would have to compare them for each.
        """
        known = {name.lower(): value for name, value in headers}
        etag, old = known["etag"].strip('"'), self._kept.get(key)
        if old is not None and old.etag == etag:
            return replace(old, revision=revision, valid_until=valid_until)
        short = _without_body(headers)
        return Answer(None, headers, short, etag, None, revision, valid_until, _MINUTE, route)

    def _private(self, key: Key, answer: Answer, client: str) -> Answer:
        """The answer for this client, and for those that got it before where it is the same."""
        old = self._kept.get(key)
        clients, until = frozenset({client}), time.time() + _PRIVATE
        if (
            old is not None
            and old.clients is not None
            and old.etag == answer.etag
            and len(old.clients) < _MOST_CLIENTS
            and 0 < old.valid_until - time.time() <= _PRIVATE
        ):
            clients, until = clients | old.clients, old.valid_until
        return replace(answer, clients=clients, valid_until=until, lasts=_PRIVATE)

    def _keep(self, key: Key, answer: Answer) -> None:
        with self._lock:
            if old := self._kept.pop(key, None):
                self._size -= old.size
            self._kept[key] = answer
            self._size += answer.size
            while self._size > self.capacity:
                _, oldest = self._kept.popitem(last=False)
                self._size -= oldest.size


def _is_too_long(headers: Headers) -> bool:
    known = {name.lower(): value for name, value in headers}
    is_text = _COMPRESSIBLE.match(known.get("content-type", "")) is not None
    return int(known.get("content-length", 0)) > (LONGEST_TEXT if is_text else LONGEST)


def _finished(
    body: bytes, headers: Headers, revision: int, valid_until: float, route: str, *, gzip: bool
) -> Answer:
    """An answer with its validator, in the coding that was asked for."""
    known = {name.lower(): value for name, value in headers}
    etag = known.get("etag", "").strip('"') or hashlib.sha256(body).hexdigest()[:26]
    ours = {"etag", "content-length"}
    more = []
    if _COMPRESSIBLE.match(known.get("content-type", "")) and "content-encoding" not in known:
        is_fixed = "no-transform" in known.get("cache-control", "")
        shrinks = gzip and not is_fixed and is_worth_compressing(body)
        etag = tag(etag, compressed=shrinks)
        if shrinks:
            body = compressed(body)
            more.append(("Content-Encoding", "gzip"))
        more.append(("Vary", "Accept-Encoding"))
        ours.add("vary")
    kept = [pair for pair in headers if pair[0].lower() not in ours]
    kept += [*more, ("ETag", f'"{etag}"'), ("Content-Length", str(len(body)))]
    modified = parse_date(known["last-modified"]) if "last-modified" in known else None
    short = _without_body(kept)
    return Answer(body, kept, short, etag, modified, revision, valid_until, _MINUTE, route)


def _without_body(headers: Headers) -> Headers:
    return [pair for pair in headers if pair[0].lower() not in _OF_THE_BODY]


def _send(answer: Answer, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
    if is_unchanged(environ, answer.etag, answer.last_modified):
        start("304 NOT MODIFIED", list(answer.short_headers))
        return []
    start("200 OK", list(answer.headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body or b""]


def init_app(app: Flask, settings: Settings) -> None:
    """Put the cache in front of the application; `app.extensions["bytecache"]` is it."""
    if settings.is_sqlite:
        watch: Watch = SqliteWatch(settings.database_url.removeprefix("sqlite:///"))
    else:
        with app.app_context():
            watch = PolledWatch(db.engine)
    cache = ByteCache(
        app.wsgi_app,
        watch,
        hosts=settings.trusted_hosts | LOOPBACK_NAMES | {"[::1]"},
        cookies={app.config["SESSION_COOKIE_NAME"], app.config["REMEMBER_COOKIE_NAME"]},
    )
    app.extensions["bytecache"] = cache
    app.wsgi_app = cache  # type: ignore[method-assign, assignment]
