"""The page with every way to subscribe: which calendar, with what in it, on which program."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import abort, request
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from webinar.calendars import addresses, chosen, queries
from webinar.calendars.links import feed_links
from webinar.calendars.models import ARCHIVE, CATEGORY, DEADLINES, KINDS, SEARCH, SERIES, SITE, TAG
from webinar.calendars.options import ALLOWED, Options, WrongOption, parse
from webinar.calendars.words import LANGUAGES
from webinar.core import clock, languages
from webinar.core.search import find_names
from webinar.core.text import question
from webinar.organization.queries import site

#: minutes that are offered; the address takes others, too
_ALARMS = (5, 15, 30, 60, 24 * 60)


class Wanted(NamedTuple):
    """The feed that the page is about."""

    kind: str
    slug: str
    #: of what is searched for: in the address before the options
    asked: str
    #: as readers know it
    name: str
    subject_id: int
    key: str


def page(kind: str, slug: str) -> tuple[dict[str, Any], int]:
    """What the template needs, and the status: 400 where an option in the address is wrong.

    `?feed=category/history`, as the form sends it, outranks the path. 404 for what has no feed.
    """
    values = MultiDict(request.args)
    if "feed" in values:
        kind, _slash, slug = values.pop("feed").partition("/")
    asked = question(values.pop("q", ""))
    wanted = _wanted(kind, slug, asked)
    # A form sends what was not chosen as empty.
    pairs = [(name, value) for name, value in values.items(multi=True) if value and name in ALLOWED]
    wrong = ""
    try:
        options = parse(pairs, language=site().language)
    except WrongOption as error:
        options, wrong = Options(), str(error)
    query = "&".join(filter(None, (wanted.asked, options.query)))
    links = feed_links(wanted.kind, wanted.slug, wanted.name, query)
    told = {
        "wanted": wanted,
        "links": links,
        "options": options,
        "wrong": wrong,
        "caldav": "" if query else _caldav(wanted),
        "contents": _contents(wanted, options, asked),
        "feeds": _offered(wanted),
        "alarms": _ALARMS if options.alarm in (None, *_ALARMS) else (options.alarm, *_ALARMS),
        "languages": [(code, languages.language_name(code)) for code in LANGUAGES],
        "code": _code(links["webcal"]),
        "now": clock.now(),
    }
    return told, 400 if wrong else 200


def _wanted(kind: str, slug: str, asked: str) -> Wanted:
    if kind == SEARCH and asked and not slug:
        name = _("Search: %(query)s", query=asked)
        return Wanted(SEARCH, "", urlencode({"q": asked}), name, 0, SEARCH)
    is_year = kind == ARCHIVE and slug.isdecimal() and slug.isascii() and len(slug) == 4
    if kind not in KINDS or bool(slug) != (kind in queries.SUBJECTS or is_year):
        abort(404)
    known = queries.feed_validators(kind, "" if is_year else slug)
    if known is None or known.status != 200:
        abort(404 if known is None else known.status)
    if is_year:
        name = _("Archive of %(year)s", year=slug)
    elif kind in queries.SUBJECTS:
        subject = queries.feed_subjects(kind, [known.subject_id])[known.subject_id]
        slug = subject.slug
        name = getattr(subject, "name", "") or subject.title
    else:
        name = {SITE: _("Everything"), ARCHIVE: _("The archive"), DEADLINES: _("Deadlines")}[kind]
    return Wanted(kind, slug, "", name, known.subject_id, f"{kind}/{slug}" if slug else kind)


def _caldav(wanted: Wanted) -> str:
    """Address of the same calendar over CalDAV, which knows no choices; "" where there is none."""
    path = {SITE: (SITE,), SERIES: (SERIES, wanted.slug)}.get(wanted.kind)
    return addresses.absolute("dav", "calendars", *path) if path else ""


def _contents(wanted: Wanted, options: Options, asked: str) -> chosen.Contents:
    state = queries.state()
    if state is None:
        abort(404)
    if wanted.kind == SEARCH:
        sessions, webinars = (
            find_names(asked, kind=one, limit=chosen.MOST_FOUND) for one in ("session", "webinar")
        )
        condition = chosen.is_found(sessions, webinars, state.day, options)
    else:
        year = int(wanted.slug) if wanted.kind == ARCHIVE and wanted.slug else None
        condition = chosen.is_in_feed(wanted.kind, wanted.subject_id, state.day, options, year=year)
    is_all = wanted.kind == SEARCH
    return chosen.contents(condition, wanted.kind, options, at=clock.now(), is_all=is_all)


def _offered(wanted: Wanted) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of (value, words) for the choice of a calendar; the present one is among them."""
    whole = [(SITE, _("Everything")), (DEADLINES, _("Deadlines")), (ARCHIVE, _("The archive"))]
    groups = [
        (_("The whole site"), whole),
        (_("One category"), _named(CATEGORY)),
        (_("One series"), _named(SERIES)),
        (_("One tag"), _named(TAG)),
    ]
    found = [(words, entries) for words, entries in groups if entries]
    if all(wanted.key != value for _words, entries in found for value, _name in entries):
        found.insert(0, (_("This one"), [(wanted.key, wanted.name)]))
    return found


def _named(kind: str) -> list[tuple[str, str]]:
    return [
        (f"{kind}/{one.slug}", one.title if kind == SERIES else one.name)
        for one in chosen.open_subjects(kind)
    ]


def _code(address: str) -> Markup:
    """A QR code of the address, drawn by paths alone."""
    import segno

    code = segno.make(address, error="m", micro=False)
    drawing = code.svg_inline(border=3, dark="#000", light="#fff", omitsize=True)
    # What is around it says what it is.
    drawing = drawing.replace("<svg ", '<svg aria-hidden="true" ', 1)
    return Markup(drawing)  # noqa: S704 (digits and paths)
