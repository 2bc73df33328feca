"""Lists for a spreadsheet: the same rows that stand on the page, made when asked for, not kept."""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, Response, abort, current_app, request
from flask_babel import gettext, ngettext

from webinar.accounts.models import ORGANIZER
from webinar.calendars.formats import table
from webinar.core import clock, csvfiles, i18n
from webinar.core.access import policy
from webinar.core.costly import costly
from webinar.core.csvfiles import MOST_ROWS
from webinar.core.languages import language_name
from webinar.organization.queries import site
from webinar.organize.values import code_words
from webinar.papers.models import Paper
from webinar.papers.overview import answers_of_lines, asked_list, lines
from webinar.papers.policy import is_paper_readable, may_arrange_papers
from webinar.speakers.queries import sessions_without_speaker, speakers_of_sessions
from webinar.webinars.models import Session, Webinar
from webinar.webinars.policy import may_arrange_some_webinar, may_arrange_webinar
from webinar.webinars.queries import webinar_by_id
from webinar.webinars.scope import scope_of


def add_to(bp: Blueprint) -> None:
    """Hang these files on the room's blueprint."""
    bp.get("/papers/papers.csv")(papers_csv)
    bp.get("/papers/papers.xlsx")(papers_xlsx)
    bp.get("/sessions/sessions.csv")(sessions_csv)
    bp.get("/webinars/<webinar_id>/sessions.csv")(timetable_csv)
    bp.get("/webinars/<webinar_id>/sessions.xlsx")(timetable_xlsx)


@policy(may_arrange_papers)
@costly
def papers_csv() -> Response:
    """The list of papers with the filters that its page has, and the answers to their calls.

    Five statements.
    """
    heads, rows = _papers()
    return csvfiles.as_download(_named(gettext("Papers")), heads, [_written(row) for row in rows])


@policy(may_arrange_papers)
@costly
def papers_xlsx() -> Response:
    """The same as a workbook, whose times are times; kept by nobody, stored nowhere."""
    heads, rows = _papers()
    title = gettext("Papers")
    return table.as_download(f"{site().name} {title}", title, heads, rows, clock.now())


def _papers() -> tuple[list[str], list[list[object]]]:
    """Heads and rows; times are naive, as the site's clock shows them."""
    found, total = lines(scope=scope_of(ORGANIZER), **asked_list(request.args), most=MOST_ROWS)
    questions, answers = answers_of_lines(found)
    zone, base = site().timezone, current_app.config["BASE_URL"]
    rows: list[list[object]] = [
        [
            line.paper.title,
            "; ".join(line.authors),
            code_words("kind", line.paper.kind),
            language_name(line.paper.language),
            code_words("state", line.paper.state),
            _local(line.paper.submitted_at, zone),
            _local(line.paper.published_at, zone),
            *_given_in(line.paper),
            line.paper.submitter.name if line.paper.submitter else "",
            f"{base}/papers/{line.paper.slug}" if is_paper_readable(line.paper) else "",
            line.paper.call.title if line.paper.call else "",
            line.paper.track.name if line.paper.track else "",
            line.paper.type.name if line.paper.type else "",
            *(answers.get(line.paper.sheet_id or 0, {}).get(one.id, "") for one in questions),
        ]
        for line in found
    ]
    heads = [
        gettext("Title"),
        gettext("Authors"),
        gettext("What it is"),
        gettext("Language of the text"),
        gettext("State"),
        _in_zone(gettext("Handed in"), zone),
        _in_zone(gettext("Published"), zone),
        gettext("Session"),
        gettext("Webinar"),
        gettext("Handed in by"),
        gettext("Address"),
        gettext("Call for papers"),
        gettext("Track"),
        gettext("Kind of contribution"),
        *(one.label for one in questions),
    ]
    rest: list[list[object]] = [list(row) for row in _rest(total)]
    return heads, [*rows, *rest]


@policy(may_arrange_some_webinar)
@costly
def sessions_csv() -> Response:
    """The list of sessions in which nobody speaks yet. Three statements."""
    name = gettext("Sessions in which nobody speaks yet")
    heads, rows = _timetable(sessions_without_speaker(scope_of(ORGANIZER)))
    return csvfiles.as_download(_named(name), heads, [_written(row) for row in rows])


@policy(may_arrange_webinar)
@costly
def timetable_csv(webinar_id: str) -> Response:
    """A webinar's timetable."""
    webinar = _webinar(webinar_id)
    heads, rows = _timetable(webinar.sessions)
    return csvfiles.as_download(_named(webinar.title), heads, [_written(row) for row in rows])


@policy(may_arrange_webinar)
@costly
def timetable_xlsx(webinar_id: str) -> Response:
    """The same as a workbook, whose times are times; kept by nobody, stored nowhere."""
    webinar = _webinar(webinar_id)
    heads, rows = _timetable(webinar.sessions)
    changed = max([webinar.updated_at, *(one.updated_at for one in webinar.sessions)])
    name = f"{site().name} {webinar.title}"
    return table.as_download(name, webinar.title, heads, rows, changed)


def _webinar(webinar_id: str) -> Webinar:
    found = webinar_by_id(webinar_id)
    return found if found is not None else abort(404)


def _timetable(sessions: Sequence[Session]) -> tuple[list[str], list[list[object]]]:
    """Heads and rows; times are naive, as the clock in the zone of the same row shows them."""
    shown = sessions[:MOST_ROWS]
    people = speakers_of_sessions([one.id for one in shown])
    rows: list[list[object]] = [
        [
            one.title,
            code_words("kind", one.kind),
            _wall(one.starts_at, one.webinar.timezone),
            _wall(one.ends_at, one.webinar.timezone),
            int((one.ends_at - one.starts_at).total_seconds() // 60),
            one.webinar.timezone,
            "; ".join(_person(speaker.name, role) for speaker, role in people[one.id]),
            one.own_room.name if one.own_room else "",
            one.track,
            gettext("Cancelled") if one.is_cancelled else "",
            one.webinar.title,
            code_words("state", one.webinar.state),
            one.language,
            one.abstract,
            one.recording_url,
            one.slides_url,
            one.guid,
        ]
        for one in shown
    ]
    heads = [
        gettext("Session"),
        gettext("What it is"),
        gettext("Starts"),
        gettext("Ends"),
        gettext("Minutes"),
        gettext("Time zone"),
        gettext("People"),
        gettext("Room"),
        gettext("Track"),
        gettext("State"),
        gettext("Webinar"),
        gettext("State of the webinar"),
        gettext("Language"),
        gettext("Abstract"),
        gettext("Recording"),
        gettext("Slides"),
        "ID",
    ]
    rest: list[list[object]] = [list(row) for row in _rest(len(sessions))]
    return heads, rows + rest


def _person(name: str, role: str) -> str:
    """With the role's code where it is another one than usual: an import reads it again."""
    return name if role == "speaker" else f"{name} ({role})"


def _wall(instant: datetime, zone: str) -> datetime:
    return i18n.local(instant, zone).replace(tzinfo=None, second=0, microsecond=0)


def _written(row: Sequence[object]) -> list[object]:
    """Times as spreadsheets read them in every language."""
    return [f"{one:%Y-%m-%d %H:%M}" if isinstance(one, datetime) else one for one in row]


def _given_in(paper: Paper) -> tuple[str, str]:
    """Titles of its session and of that one's webinar."""
    session = paper.session
    return (session.title, session.webinar.title) if session else ("", "")


def _named(what: str) -> str:
    return f"{site().name} {what}.csv"


def _local(instant: datetime | None, zone: str) -> datetime | str:
    """As the clock in that zone shows it, without the zone."""
    return i18n.local(instant, zone).replace(tzinfo=None) if instant else ""


def _in_zone(head: str, zone: str) -> str:
    return f"{head} ({zone})"


def _rest(total: int) -> list[list[str]]:
    """A last row when not all of the list is there."""
    left = total - MOST_ROWS
    if left <= 0:
        return []
    return [
        [
            ngettext(
                "%(num)s more is left out: choose fewer on the page.",
                "%(num)s more are left out: choose fewer on the page.",
                left,
            )
        ]
    ]
