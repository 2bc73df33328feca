"""Other forms: a webinar's schedule.xml, schedule.json and programme.txt; jCal and JSCalendar of
every feed and session by the ending of its address.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import NoReturn

from flask import Blueprint, Response, abort, make_response, request

from webinar.calendars import addresses, delivery, groups, programmes, queries, requested
from webinar.calendars.formats import jcal, jscalendar, plaintext, schedule_json, schedule_xml
from webinar.calendars.ical import DOWNLOAD_HEADER, FOOTER, join
from webinar.calendars.models import ARCHIVE, KINDS, SEARCH, WHOLE
from webinar.calendars.options import UTC_NAMES, Options, WrongOption, parse
from webinar.calendars.programmes import FeedFile
from webinar.calendars.programmewords import built, found_programme, last_modified, words_of
from webinar.core.access import anyone, policy
from webinar.core.http import public
from webinar.organization.queries import site

_UTF8 = "; charset=utf-8"
_UID = re.compile(rb"^UID:(.+?)\r$", re.MULTILINE)
_COMPONENT = re.compile(rb"\r\n(?:BEGIN|END):[A-Z]+\r\n")
_ICS = re.compile(r"\.ics(?=\?|$)")
_FORM = "<any(jcal, json):form>"
#: of an archive, in an address
YEAR = "<int(fixed_digits=4, min=1000):year>"


def add_to(bp: Blueprint) -> None:
    """Hang these files on the room's blueprint."""
    bp.get("/webinars/<slug>/schedule.xml")(schedule_as_xml)
    bp.get("/webinars/<slug>/schedule.json")(schedule_as_json)
    bp.get("/webinars/<slug>/programme.txt")(programme_as_text)
    bp.get(f"/webinars/<slug>/<session_slug>.{_FORM}")(session_form)
    bp.get(f"/feeds/<any({', '.join(WHOLE)}):kind>.{_FORM}")(feed_form)
    bp.get(f"/feeds/archive/{YEAR}.{_FORM}")(archive_year_form)
    named = ", ".join(kind for kind in KINDS if kind not in WHOLE)
    bp.get(f"/feeds/<any({named}):kind>/<slug>.{_FORM}")(subject_feed_form)


@policy(anyone)
@public
def schedule_as_xml(slug: str) -> Response:
    return _schedule(slug, "schedule.xml", schedule_xml.render, schedule_xml.MEDIA_TYPE + _UTF8)


@policy(anyone)
@public
def schedule_as_json(slug: str) -> Response:
    return _schedule(slug, "schedule.json", schedule_json.render, schedule_json.MEDIA_TYPE)


def _schedule(slug: str, name: str, render: Callable[..., bytes], media_type: str) -> Response:
    """Three statements."""
    found = found_programme(slug)
    schedule = built(found, cancelled=False)
    body = render(schedule, addresses.programme(schedule.slug, name))
    return delivery.made(body, media_type, last_modified(found), is_listed=found.is_listed)


@policy(anyone)
@public
def programme_as_text(slug: str) -> Response:
    """For terminals: `curl …/programme.txt`. Three statements."""
    found = found_programme(slug)
    schedule = built(found, cancelled=True)
    body = plaintext.render(schedule, words_of(schedule, has_feed=found.is_listed))
    modified = last_modified(found)
    media_type = plaintext.MEDIA_TYPE + _UTF8
    return delivery.made(body, media_type, modified, is_listed=found.is_listed)


@policy(anyone)
@public
def feed_form(kind: str, form: str) -> Response:
    return _feed(kind, "", form)


@policy(anyone)
@public
def archive_year_form(year: int, form: str) -> Response:
    return _feed(ARCHIVE, "", form, year=year)


@policy(anyone)
@public
def subject_feed_form(kind: str, slug: str, form: str) -> Response:
    return _feed(kind, slug, form)


def _feed(kind: str, slug: str, form: str, *, year: int | None = None) -> Response:
    """jCal: one statement; JSCalendar: four. With options in the address four more."""
    found = programmes.feed_file(kind, slug)
    if found is None or found.status != 200 or not found.body:
        abort(404 if found is None or found.status == 200 else found.status)
    if request.args or year:
        found = _chosen(kind, slug, found, year)
    return formed(kind, found, form)


def formed(kind: str, found: FeedFile, form: str) -> Response:
    """A feed's bytes as jCal or, with what is stored of its events, as JSCalendar; the options in
    the address were looked at before.
    """
    if form == "jcal":
        return delivery.made(jcal.render(found.body), jcal.MEDIA_TYPE, found.last_modified)
    return _group(kind, found)


def _chosen(kind: str, slug: str, found: FeedFile, year: int | None) -> FeedFile:
    """The feed as the address wants it; 400 with one line for an option that is none."""
    options = asked_options(kind)
    known = queries.feed_validators(kind, slug)
    if known is None or (options.is_usual and not year):
        return found
    made = requested.feed_with(kind, slug, known, options, site(), year=year)
    if year and not made.entries:
        abort(404)
    return replace(found, body=made.body, last_modified=made.last_modified, is_made=True)


def asked_options(kind: str, *also: str) -> Options:
    """The options in the address of a feed; names in `also` are somebody else's. One plain line
    about the first that is wrong, with 400.
    """
    try:
        options = parse(request.args.items(multi=True), language=site().language, also=also)
    except WrongOption as error:
        refuse(str(error))
    if kind not in (*queries.WINDOWED, SEARCH) and options.past == "all":
        # Nothing is too old for these feeds anyway.
        return replace(options, past="")
    return options


def refuse(why: str) -> NoReturn:
    answer = make_response(f"{why}\n", 400)
    answer.content_type = f"{plaintext.MEDIA_TYPE}{_UTF8}"
    abort(answer)


def _group(kind: str, found: FeedFile) -> Response:
    """Here UTC is a zone like others: without one each event has that of its webinar."""
    lang, zone = request.args.get("lang", ""), request.args.get("zone", "")
    changed = programmes.changed_at() or found.last_modified
    unfolded = found.body.replace(b"\r\n ", b"")
    _, properties, _ = jcal.parsed(_COMPONENT.split(unfolded)[0] + b"\r\n" + FOOTER)
    said = {name: value for name, _parameters, _kind, value in properties}
    # Of itself in this form, with its options.
    source = _ICS.sub(".json", said["source"], count=1)
    if zone in UTC_NAMES:
        zone, source = "UTC", f"{source}{'&' if '?' in source else '?'}zone=UTC"
    group = jscalendar.GroupContent(
        uid="-".join(filter(None, ("feed", kind, found.key))) + f"@{site().install_id}",
        title=said["name"],
        description=said.get("description", ""),
        source=source,
        color=said["color"],
        updated=None if found.is_made else found.last_modified,
    )
    body = groups.group_of(
        found.body,
        group,
        site().language,
        timezone=zone,
        lang="" if lang == site().language else lang,
    )
    # What is not in the bytes of the feed changes without its date.
    return delivery.made(body, jscalendar.MEDIA_TYPE, max(changed, found.last_modified))


@policy(anyone)
@public
def session_form(slug: str, session_slug: str, form: str) -> Response:
    """One session as a file. jCal: one statement; JSCalendar: two more."""
    found = queries.session_event(slug, session_slug)
    if found is None or found[0] != 200:
        abort(404 if found is None else found[0])
    _status, revised_at, event = found
    if form == "jcal":
        body = jcal.render(join(DOWNLOAD_HEADER, [event]))
        return delivery.made(body, jcal.MEDIA_TYPE, revised_at)
    (uid,) = _UID.findall(event.replace(b"\r\n ", b""))
    (told,) = programmes.told_by_uid([uid.decode()]).values()
    modified: datetime = max(programmes.changed_at() or revised_at, revised_at)
    return delivery.made(jscalendar.render_event(told), jscalendar.EVENT_TYPE, modified)
