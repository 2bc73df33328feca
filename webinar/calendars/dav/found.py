"""Which calendar an address under /dav/ means."""

from typing import NoReturn

from flask import Response, abort, request
from flask_babel import force_locale, gettext

from webinar.calendars import addresses, queries
from webinar.calendars.contents import colors, feed_content
from webinar.calendars.dav import queries as dav_queries
from webinar.calendars.dav.collections import Calendar, PersonalCalendar, SharedCalendar
from webinar.calendars.dav.writing import quoted
from webinar.calendars.ical import FeedContent
from webinar.calendars.models import SERIES, CalendarState
from webinar.calendars.personal import queries as people
from webinar.calendars.personal import uses
from webinar.calendars.personal.clients import client_of
from webinar.calendars.personal.queries import Opened
from webinar.organization.queries import site
from webinar.webinars.models import Series

ROOT, HOME, SERIES_HOME = "/dav/", "/dav/calendars/", "/dav/calendars/series/"


def shared(kind: str, slug: str = "") -> Calendar:
    """The calendar at an address, a former one too: 404 for none, 410 for a deleted one."""
    known = queries.feed_validators(kind, slug)
    if known is None or known.status != 200:
        is_gone = known is not None and known.status == 410
        end(*((410, gettext("This calendar is gone.")) if is_gone else (404, _nothing())))
    state = _state()
    subject = None
    if kind == SERIES:
        subject = queries.feed_subjects(SERIES, [known.subject_id]).get(known.subject_id)
    return _shared_of(kind, subject, slug, state)


def _state() -> CalendarState:
    """Read before what it counts."""
    return queries.state() or end(404, _nothing())


def _shared_of(kind: str, subject: Series | None, slug: str, state: CalendarState) -> Calendar:
    """`slug` as it was asked for: what is told has the address that the program knows."""
    with force_locale(site().language):
        about = feed_content(kind, site(), subject)
    path = quoted(f"{SERIES_HOME}{slug}/") if slug else f"{HOME}site/"
    number = subject.id if subject is not None else 0
    return SharedCalendar(path, ROOT, about, kind, number, state, site().install_id)


def _nothing() -> str:
    return gettext("There is no calendar at this address.")


def personal(token: str) -> Calendar:
    client = client_of(request.headers.get("User-Agent", ""))
    opened = people.open_feed(token, client)
    if opened is None:
        end(404, _nothing())
    if opened.is_revoked:
        words = gettext("This calendar was switched off by its owner. Delete it from your program.")
        end(410, words)
    uses.note_use(opened, client)
    here = f"/dav/u/{token}/"
    return PersonalCalendar(f"{here}calendar/", here, _about(opened), opened)


def _about(opened: Opened) -> FeedContent:
    color, color_value = colors("teal")
    page = addresses.absolute("my")
    return FeedContent(opened.name, "", "", page, color, color_value)


def end(status: int, words: str) -> NoReturn:
    """A line that somebody may find in the log of a calendar program."""
    abort(text_answer(f"{words}\n", status))


def series_calendars() -> list[Calendar]:
    """Those of all series that have one, by title."""
    state = _state()
    return [_shared_of(SERIES, one, one.slug, state) for one in dav_queries.open_series()]


def text_answer(words: str, status: int) -> Response:
    return Response(words, status, content_type="text/plain; charset=utf-8")
