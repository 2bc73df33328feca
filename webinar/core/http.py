"""HTTP that every page shares: headers, trust in proxies, the origin of unsafe requests, `next`."""

import contextlib
import ipaddress
import re
import uuid
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from flask import Flask, Request, Response, abort, current_app, g, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import validate_csrf
from itsdangerous import BadSignature
from werkzeug.datastructures import Headers, ImmutableMultiDict, MultiDict
from wtforms.validators import ValidationError

from webinar.core import clock, limits, links
from webinar.core.errorwords import ForeignForm, UnknownName
from webinar.core.logs import REQUEST_ID
from webinar.core.observed import SEEN
from webinar.settings import Settings

View = TypeVar("View", bound=Callable[..., Any])
CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
#: for files that people uploaded: nothing in them may run or load
SANDBOX_CSP = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'"
_FORM = "application/x-www-form-urlencoded"
#: name of the extension that holds the headers of an answer given outside the application
HEADERS = "headers"
#: the mark of an answer that the byte cache may keep, left in the request's environment:
#: true, PRIVATELY, or UNCHANGED for a 304 that holds for everybody who has those bytes
MAY_KEEP = "webinar.may_keep"
PRIVATELY, UNCHANGED = "privately", "unchanged"
#: left there beside UNCHANGED
LAST_MODIFIED = "webinar.last_modified"
#: set there by the byte cache: it compares validators itself, so a view need not that makes its
#: whole answer anyway
COMPARED = "webinar.compared"
#: set there where it asks by GET for somebody who asked by HEAD
ASKED_BY_HEAD = "webinar.asked_by_head"
#: pages and feeds that are the same for everybody
_SHAREABLE = frozenset({200, 206, 301, 304, 404, 410})
#: methods that only read (RFC 9110, 9.2.1; 4918, 9.1; 3253, 3.6); no page can send the last two
#: to another site without that being asked
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT"})
#: what a trusted proxy may call a request
_NAME = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)
PUBLIC_CACHE = "public, max-age=0, must-revalidate"


class QuietSessions(SecureCookieSessionInterface):
    """Touch `Vary: Cookie` and `Set-Cookie` only where a session came in or was changed.

    Measured in facts/prototype.md, section 3: libraries read the session after
    every request, which would keep public pages out of shared caches.
    A cookie that was signed "later" than now is as good as any: the clock went back.
    """

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        signer = self.get_signing_serializer(app)
        sent = request.cookies.get(self.get_cookie_name(app))
        if signer is None or not sent:
            return super().open_session(app, request)
        with contextlib.suppress(BadSignature):
            kept, signed_at = signer.loads(sent, return_timestamp=True)
            if clock.now() - signed_at <= app.permanent_session_lifetime:
                return self.session_class(kept)
        return self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        names = {app.config["SESSION_COOKIE_NAME"], app.config.get("REMEMBER_COOKIE_NAME", "")}
        if names & request.cookies.keys() or session.modified:
            super().save_session(app, session, response)


class Parameters(ImmutableMultiDict[str, Any]):
    """What came in a query or a form, without NUL, which no person types.

    PostgreSQL takes NUL in no text, not even in a question (its manual, section 8.3).
    """

    def __init__(self, mapping: Any = ()) -> None:
        pairs = mapping.items(multi=True) if isinstance(mapping, MultiDict) else mapping or ()
        pairs = pairs.items() if isinstance(pairs, dict) else pairs
        super().__init__([(_without_nul(name), _without_nul(value)) for name, value in pairs])


def _without_nul(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


class PlainRequest(Request):
    """A request whose parameters the database can be asked about."""

    parameter_storage_class = Parameters


def public(view: View) -> View:
    """Mark a view whose answer is the same bytes for everybody: caches may keep it."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def counted(view: View) -> View:
    """Mark a public view that counts who asks: our own byte cache lets every request through."""
    view.is_counted = True  # type: ignore[attr-defined]
    return view


def kept_privately(view: View) -> View:
    """Mark a view whose answer is the same bytes for everybody who knows its secret address.

    Our own byte cache may keep it, under that address; the view tells other caches not to. Each
    client is let through to the view every half hour, so that it can note who asks. Nothing in it
    may depend on the clock, or on rows that raise no page revision (core/revisions).
    """
    view.is_kept_privately = True  # type: ignore[attr-defined]
    return view


def only_reads(view: View) -> View:
    """Mark a view whose POST changes nothing either, as some protocols want it (OAI-PMH 2.0, 3.1):
    which page it comes from does not matter.
    """
    view.only_reads = True  # type: ignore[attr-defined]
    return view


def is_safe_origin() -> bool:
    """Whether an unsafe request may have come from our own page.

    Sec-Fetch-Site decides where the browser sends it, else Origin, else a token:
    the session's, or, where no session came along, the signed time of a public form.
    A personal link in the path is a token too.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin.rstrip("/") == current_app.config["BASE_URL"]
    has_session = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
    if not has_session:
        if (request.view_args or {}).get("token"):
            return True
        # Of any age: the form itself says when it was open for too long, and keeps the words.
        if limits.is_own_form(request.form.get(limits.FORM_TIME)):
            return True
    token = request.form.get("csrf_token") or request.headers.get("X-CSRF-Token")
    return any(_is_session_token(token, secret) for secret in links.secrets())


def _is_session_token(token: str | None, secret: str) -> bool:
    try:
        validate_csrf(token, secret_key=secret)
    except ValidationError:
        return False
    return True


def safe_next(target: str | None, default: str) -> str:
    """`target` when it is a path of this site, else `default`: the one rule for redirects."""
    if not target:
        return default
    # Browsers read "\" as "/" and drop tabs and line ends, also in encoded form.
    plain = unquote(target)
    if " " in target or any(ord(c) < 32 or ord(c) == 127 or c == "\\" for c in target + plain):
        return default
    for form in (target, plain):
        # Looked at first: on "//[" urlsplit raises.
        if form.startswith("//") or not form.startswith("/"):
            return default
        parts = urlsplit(form)
        # "/.//evil.example" is harmless by the URL standard, but not in every program.
        if "//" in parts.path:
            return default
        if parts.scheme or parts.netloc:
            return default
    return target


def client_address() -> str:
    """The visitor's address as far as it can be believed, for limits.

    Of IPv6 only the network: one person has all 2^64 addresses of a /64 (RFC 7934).
    """
    address = str(request.environ.get("webinar.client_address") or request.remote_addr or "")
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if ip.version == 4:
        return address
    return str(ip.ipv4_mapped or ipaddress.ip_network((int(ip), 64), strict=False))


class TrustedProxies:
    """WSGI: believe X-Forwarded-* only from the networks named in the settings."""

    def __init__(self, app: Callable[..., Any], networks: Iterable[str]) -> None:
        self.app = app
        self.networks = [ipaddress.ip_network(network, strict=False) for network in networks]

    def _is_trusted(self, address: str) -> bool:
        try:
            ip = ipaddress.ip_address(address.strip())
        except ValueError:
            return False
        return any(ip in network for network in self.networks)

    def name(self, environ: dict[str, Any]) -> str:
        """The request's name in our logs: the one a trusted proxy gave it, else a new one."""
        given = environ.get("HTTP_X_REQUEST_ID", "")
        peer = str(environ.get("REMOTE_ADDR", ""))
        if given and self.networks and self._is_trusted(peer) and _NAME.fullmatch(given):
            return str(given)
        return uuid.uuid4().hex[:16]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if REQUEST_ID not in environ:
            environ[REQUEST_ID] = self.name(environ)
        peer = str(environ.get("REMOTE_ADDR", ""))
        if self.networks and self._is_trusted(peer):
            chain = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
            for address in reversed([part for part in chain if part]):
                peer = address
                if not self._is_trusted(address):
                    break
            if proto := environ.get("HTTP_X_FORWARDED_PROTO"):
                environ["wsgi.url_scheme"] = "https" if proto.strip() == "https" else "http"
        environ["webinar.client_address"] = peer
        return self.app(environ, start_response)


def init_app(app: Flask, settings: Settings) -> None:
    """Install the checks before and the headers after every request."""
    outside = Headers({"Cache-Control": "no-store"})
    set_headers(outside, settings)
    app.extensions[HEADERS] = outside.to_wsgi_list()
    app.session_interface = QuietSessions()
    app.request_class = PlainRequest
    proxies = TrustedProxies(app.wsgi_app, settings.trusted_proxies)
    app.extensions["proxies"] = proxies
    app.wsgi_app = proxies  # type: ignore[method-assign]

    @app.before_request
    def check() -> None:
        g.request_id = request.environ[REQUEST_ID]
        if seen := request.environ.get(SEEN):
            seen.route = str(request.url_rule or "")
        host = urlsplit(f"//{request.host}").hostname or ""
        if host not in settings.trusted_hosts and not settings.testing:
            raise UnknownName(settings.base_url)
        if "\0" in request.path:
            abort(404)
        if "Transfer-Encoding" in request.headers and request.content_length is None:
            # What has no length is cut off at the limit, and would be taken for the whole.
            abort(411)
        if request.mimetype == _FORM and request.get_data().count(b"&") >= (
            request.max_form_parts or 0
        ):
            # Werkzeug counts the parts of multipart bodies only.
            abort(413)
        is_safe = request.method in SAFE_METHODS
        if not is_safe and request.routing_exception is not None:
            # 405 or 404: where nothing takes it, its origin does not matter.
            raise request.routing_exception
        view = app.view_functions.get(request.endpoint or "")
        if not is_safe and not getattr(view, "only_reads", False) and not is_safe_origin():
            raise ForeignForm

    @app.after_request
    def finish(response: Response) -> Response:
        set_headers(response.headers, settings)
        _keep_secret(response)
        _say_who_may_keep(response, app.view_functions.get(request.endpoint or ""))
        return response


def _keep_secret(response: Response) -> None:
    """What stands behind a personal link is for nobody's index, whatever it is."""
    if (request.view_args or {}).get("token"):
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")


def _say_who_may_keep(response: Response, view: Callable[..., Any] | None) -> None:
    """Cache-Control, and for our own byte cache the mark that this answer may be kept."""
    is_personal = "Set-Cookie" in response.headers or "Cookie" in response.vary
    is_whole = response.status_code == 200 and not is_personal
    is_kept = is_whole and not getattr(view, "is_counted", False)
    is_same_for_all = getattr(view, "is_public", False) and response.status_code in _SHAREABLE
    if is_same_for_all or request.endpoint == "static":
        response.headers.setdefault("Cache-Control", PUBLIC_CACHE)
        is_unchanged = (
            response.status_code == 304 and not is_personal and "ETag" in response.headers
        )
        request.environ[MAY_KEEP] = UNCHANGED if is_unchanged else is_kept
        # Of an answer without a body Werkzeug takes it away.
        request.environ[LAST_MODIFIED] = response.last_modified
        return
    if getattr(view, "is_kept_privately", False) and is_whole:
        request.environ[MAY_KEEP] = PRIVATELY
    # Set, not defaulted: Flask-Security writes a malformed `private=True, no-store=True`.
    wanted = response.headers.get("Cache-Control", "")
    if "private" not in wanted or "=True" in wanted:
        response.headers["Cache-Control"] = "no-store"


def set_headers(headers: Headers, settings: Settings) -> None:
    """Security headers of every answer; a view's own stricter value stays."""
    headers.setdefault("Content-Security-Policy", CSP)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if settings.is_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
