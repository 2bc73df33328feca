"""What a webinar needs next, as one sentence with one button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext, ngettext

from webinar.speakers.conflicts import Conflict
from webinar.speakers.models import Speaker
from webinar.webinars.models import ARCHIVED, CANCELLED, DRAFT, Webinar
from webinar.webinars.queries import Missing


@dataclass(frozen=True)
class NextStep:
    sentence: str
    button: str
    url: str
    #: the button changes something at once
    is_post: bool = False


def clashes(found: Sequence[Conflict]) -> dict[int, list[Conflict]]:
    """Session's row number -> what does not fit about it."""
    grouped: dict[int, list[Conflict]] = {}
    for one in found:
        grouped.setdefault(one.session.id, []).append(one)
    return grouped


def next_step(
    webinar: Webinar,
    missing: Sequence[Missing],
    found: Sequence[Conflict],
    people: Mapping[int, Sequence[tuple[Speaker, str]]],
) -> NextStep | None:
    """The one thing to do now; None when the webinar is in order."""
    webinar_id = webinar.public_id
    if webinar.state == DRAFT and missing:
        return _missing_step(webinar_id, missing[0])
    if webinar.state in (CANCELLED, ARCHIVED):
        return None
    if found:
        return NextStep(
            ngettext(
                "%(num)s thing in the timetable does not fit.",
                "%(num)s things in the timetable do not fit.",
                len(found),
            ),
            ngettext("Look at it", "Look at them", len(found)),
            "#timetable",
        )
    for session in webinar.sessions:
        is_asked = session.kind != "break" and not session.is_cancelled and not session.is_over
        if is_asked and not people.get(session.id):
            return NextStep(
                gettext("Nobody speaks in “%(title)s” yet.", title=session.title),
                gettext("Say who speaks"),
                url_for("organize.session_edit", session_id=session.public_id, _anchor="parts"),
            )
    if webinar.state == DRAFT:
        return NextStep(
            gettext("Everything is there. Readers see it as soon as you publish it."),
            gettext("Publish"),
            url_for("webinars.take", webinar_id=webinar_id, step="publish"),
            is_post=True,
        )
    return _after(webinar)


def _missing_step(webinar_id: str, missing: Missing) -> NextStep:
    sentence = gettext(missing.message)
    if missing.code == "no-session":
        url = url_for("organize.session_new", webinar_id=webinar_id)
        return NextStep(sentence, gettext("Add a session"), url)
    return NextStep(
        sentence, gettext("Choose a category"), url_for("webinars.edit", webinar_id=webinar_id)
    )


def _after(webinar: Webinar) -> NextStep | None:
    if not webinar.is_over:
        return None
    for session in webinar.sessions:
        if session.kind != "break" and not session.is_cancelled and not session.recording_url:
            return NextStep(
                gettext("It is over. “%(title)s” has no recording yet.", title=session.title),
                gettext("Add the recording"),
                url_for(
                    "organize.session_edit", session_id=session.public_id, _anchor="recording_url"
                ),
            )
    return NextStep(
        gettext("It is over and complete. In the archive it stays readable."),
        gettext("Archive it"),
        url_for("webinars.ask", webinar_id=webinar.public_id, step="archive"),
    )
