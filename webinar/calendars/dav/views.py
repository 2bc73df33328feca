"""The addresses under /dav/. Every credential is accepted and none is looked at: what is here is
public, or its address is the secret."""

from collections.abc import Callable, Sequence
from typing import Any
from xml.etree.ElementTree import Element

from flask import Blueprint, Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.calendars.dav import reports
from webinar.calendars.dav.collections import Calendar
from webinar.calendars.dav.filters import Refused
from webinar.calendars.dav.found import (
    HOME,
    ROOT,
    SERIES_HOME,
    end,
    personal,
    series_calendars,
    shared,
    text_answer,
)
from webinar.calendars.dav.members import Member, uid_of
from webinar.calendars.dav.properties import (
    Properties,
    of_calendar,
    of_folder,
    of_member,
    of_principal,
    wanted,
)
from webinar.calendars.dav.queries import Asked
from webinar.calendars.dav.writing import DAV, dav, error, href, multistatus, quoted
from webinar.calendars.models import SERIES, SITE
from webinar.core import conditional
from webinar.core.access import anyone, holder_of_link, policy
from webinar.core.archives import BadArchive, parse_xml
from webinar.core.http import public
from webinar.organization.queries import site

#: how deep elements stand within each other in what a program sends: calendar-query needs eight
_DEEPEST = 24
#: octets of it: 5,000 addresses in a calendar-multiget
_MOST_OCTETS = 768 * 1024
_METHODS = ("GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT")
#: of whoever wants to write; to each the answer is that it may not
_WRITING = frozenset(
    "PUT DELETE MKCALENDAR MKCOL PROPPATCH MOVE COPY LOCK UNLOCK ACL BIND REBIND UNBIND".split()
)
_CLASSES = "1, 3, calendar-access"
_XML = "application/xml; charset=utf-8"
_PRIVATE = "private, no-cache, no-transform"
#: the bytes are those whose ETag PROPFIND told: nobody on the way may code them otherwise
_PUBLIC = "public, max-age=0, must-revalidate, no-transform"
#: (path, what is there) of a resource and, on demand, of those in it
_Resource = tuple[str, Properties]


def add_to(bp: Blueprint) -> None:
    """Hang these addresses on the room's blueprint."""

    def at(path: str, view: Callable[..., Any], methods: Sequence[str] = _METHODS) -> None:
        bp.add_url_rule(
            path,
            view_func=view,
            methods=methods,
            provide_automatic_options=False,
            strict_slashes=False,
        )

    at("/.well-known/caldav", dav_well_known)
    # Where programs look that were told the site's address and nothing else.
    at("/", dav_from_home_page, ("PROPFIND",))
    at(ROOT, dav_root)
    at(HOME, dav_home)
    at(f"{HOME}site/", dav_site)
    at(f"{HOME}site/<file>", dav_site_member)
    at(SERIES_HOME, dav_series_list)
    at(f"{SERIES_HOME}<slug>/", dav_series)
    at(f"{SERIES_HOME}<slug>/<file>", dav_series_member)
    at("/dav/u/<token>/", dav_person)
    at("/dav/u/<token>/calendar/", dav_personal)
    at("/dav/u/<token>/calendar/<file>", dav_personal_member)


def init_app(app: Flask) -> None:
    """Answers under /dav/ say what it is, and refuse a write in its own words."""

    @app.after_request
    def finish(response: Response) -> Response:
        if not request.path.startswith(ROOT):
            return response
        response.headers["DAV"] = _CLASSES
        if response.status_code == 405:
            response.headers["Allow"] = ", ".join(_METHODS)
            if request.method in _WRITING:
                response.status_code = 403
                need = dav("resource", _href() + dav("privilege", dav("write")))
                response.data = error(dav("need-privileges", need))
                response.content_type = _XML
        return response


def _href() -> str:
    return href(quoted(request.path))


@policy(anyone)
@public
def dav_well_known() -> ResponseReturnValue:
    """RFC 6764, 5."""
    return redirect(ROOT, 301)


@policy(anyone)
def dav_from_home_page() -> ResponseReturnValue:
    """308, as after any other some programs forget what they asked."""
    return redirect(ROOT, 308)


@policy(anyone)
@public
def dav_root() -> Response:
    """Where programs begin: who they are, and where the calendars are."""
    me = (ROOT, of_principal(site().name, ROOT, HOME))
    return _folder(me, lambda: [(HOME, of_folder(site().name, ROOT))])


@policy(anyone)
@public
def dav_home() -> Response:
    """The site's calendar, and those of the series: a program asks nowhere else which there are.

    Some take no second home (caldav 3.6, vdirsyncer 0.21), and none looks into folders.
    """

    def inside() -> list[_Resource]:
        calendar = shared(SITE)
        folder = (SERIES_HOME, of_folder(_series_words(), ROOT))
        return [(calendar.path, of_calendar(calendar)), folder, *_all_series()]

    return _folder((HOME, of_folder(site().name, ROOT)), inside)


@policy(anyone)
@public
def dav_series_list() -> Response:
    """One calendar for each series."""

    return _folder((SERIES_HOME, of_folder(_series_words(), ROOT)), _all_series)


def _all_series() -> list[_Resource]:
    return [(one.path, of_calendar(one)) for one in series_calendars()]


@policy(anyone)
@public
def dav_site() -> Response:
    return _calendar(shared(SITE))


@policy(anyone)
@public
def dav_site_member(file: str) -> Response:
    return _member(shared(SITE), file)


@policy(anyone)
@public
def dav_series(slug: str) -> Response:
    return _calendar(shared(SERIES, slug))


@policy(anyone)
@public
def dav_series_member(slug: str, file: str) -> Response:
    return _member(shared(SERIES, slug), file)


@policy(holder_of_link)
def dav_person(token: str) -> Response:
    """Whose secret address it is, with the one calendar in it."""
    calendar = personal(token)
    here = calendar.principal
    me = (here, of_principal(calendar.about.name, here, here))
    return _privately(_folder(me, lambda: [(calendar.path, of_calendar(calendar))]))


@policy(holder_of_link)
def dav_personal(token: str) -> Response:
    return _privately(_calendar(personal(token)))


@policy(holder_of_link)
def dav_personal_member(token: str, file: str) -> Response:
    return _privately(_member(personal(token), file))


def _series_words() -> str:
    return gettext("Series")


def _privately(response: Response) -> Response:
    response.headers["Cache-Control"] = _PRIVATE
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _folder(me: _Resource, inside: Callable[[], list[_Resource]]) -> Response:
    """A collection that is no calendar."""
    if request.method == "PROPFIND":
        return _propfind(me, inside)
    if request.method == "REPORT":
        return _refused(Refused(dav("supported-report")))
    if request.method == "OPTIONS":
        return _options()
    return _words()


def _calendar(calendar: Calendar) -> Response:
    if request.method == "PROPFIND":

        def inside() -> list[_Resource]:
            members = sorted(calendar.members(), key=lambda one: (one.starts_at, one.uid))
            return [
                (calendar.path + one.file, of_member(one, calendar.principal)) for one in members
            ]

        return _propfind((calendar.path, of_calendar(calendar)), inside)
    if request.method == "REPORT":
        return _report(calendar)
    if request.method == "OPTIONS":
        return _options()
    return _words()


def _member(calendar: Calendar, file: str) -> Response:
    uid = uid_of(file)
    found = calendar.members(Asked(uids=[uid])) if uid else []
    if not found:
        end(404, gettext("There is nothing at this address."))
    (member,) = found
    if request.method == "PROPFIND":
        # Nothing is below it, however deep one looks.
        path = calendar.path + member.file
        return _propfind((path, of_member(member, calendar.principal)), None)
    if request.method == "REPORT":
        return _refused(Refused(dav("supported-report")))
    if request.method == "OPTIONS":
        return _options()
    return _file(member)


def _file(member: Member) -> Response:
    """The bytes, or 304."""
    is_known = conditional.is_unchanged(request.environ, member.etag, member.revised_at)
    response = Response(status=304) if is_known else Response(member.data)
    if is_known:
        response.headers.pop("Content-Type", None)
    else:
        response.content_type = "text/calendar; charset=utf-8"
    response.set_etag(member.etag)
    if member.revised_at is not None:
        response.last_modified = member.revised_at
    response.headers["Cache-Control"] = _PUBLIC
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _options() -> Response:
    response = Response(status=200)
    response.headers["Allow"] = ", ".join(_METHODS)
    response.headers["Content-Length"] = "0"
    response.headers.pop("Content-Type", None)
    return response


def _words() -> Response:
    """For a person who opens the address in a browser."""
    words = gettext(
        "This address is for a calendar program that speaks CalDAV (Thunderbird, Apple Calendar,"
        " DAVx⁵, vdirsyncer): paste it there. It is for reading only and asks for no password;"
        " where your program wants one, write anything."
    )
    return text_answer(f"{words}\n", 200)


def _body() -> Element | None:
    """What was sent, as XML; None for nothing. Raises Refused."""
    request.max_content_length = _MOST_OCTETS
    data = request.get_data()
    if not data.strip():
        return None
    try:
        return parse_xml(data, deepest=_DEEPEST)
    except (BadArchive, ValueError, LookupError):
        raise Refused("", 400) from None


def _is_minimal() -> bool:
    said = request.headers.get("Prefer", "").replace(" ", "")
    return "return=minimal" in said or request.headers.get("Brief", "").lower() == "t"


def _propfind(me: _Resource, inside: Callable[[], list[_Resource]] | None) -> Response:
    """`inside` is None for what holds nothing."""
    depth = request.headers.get("Depth", "infinity").strip().lower()
    if depth not in ("0", "1", "infinity"):
        return _refused(Refused("", 400))
    if depth == "infinity" and inside is not None:
        return _refused(Refused(dav("propfind-finite-depth")))
    try:
        body = _body()
        if body is not None and body.tag != f"{{{DAV}}}propfind":
            raise Refused("", 400)
        asked = wanted(body, is_minimal=_is_minimal())
        if asked is None:
            raise Refused("", 400)
    except Refused as refused:
        return _refused(refused)
    found = [me, *(inside() if inside is not None and depth == "1" else ())]
    return _multistatus(multistatus(asked.answer(path, own) for path, own in found))


def _report(calendar: Calendar) -> Response:
    depth = request.headers.get("Depth", "").strip()
    try:
        body = _body()
        if body is None:
            raise Refused("", 400)
        return _multistatus(reports.answer(body, calendar, depth, is_minimal=_is_minimal()))
    except Refused as refused:
        return _refused(refused)


def _refused(refused: Refused) -> Response:
    if not refused.condition:
        return text_answer(f"{gettext('This request cannot be understood.')}\n", refused.status)
    return Response(error(refused.condition), refused.status, content_type=_XML)


def _multistatus(body: bytes) -> Response:
    response = Response(status=207, content_type=_XML)
    wants = conditional.wants_gzip(request.headers.get("Accept-Encoding", ""))
    if wants and conditional.is_worth_compressing(body) and current_app.config["FEED_COMPRESSION"]:
        body = conditional.compressed(body)
        response.headers["Content-Encoding"] = "gzip"
    response.data = body
    response.headers["Vary"] = "Accept-Encoding"
    if _is_minimal():
        response.headers["Preference-Applied"] = "return=minimal"
    return response
