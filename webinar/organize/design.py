"""The page that shows every component in every state, with specimens in place of data."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, EmailField, FileField, RadioField, SelectField
from wtforms.validators import DataRequired, Optional

from webinar.accounts.policy import is_organizer
from webinar.core.access import policy
from webinar.core.filetypes import Accepted
from webinar.core.forms import BaseForm, CleanString, CleanText, MarkdownField
from webinar.core.held import Held, HeldFiles
from webinar.core.images import PICTURE
from webinar.core.qr import picture
from webinar.papers.release.comparing import Comparison, Part
from webinar.papers.release.differences import differences
from webinar.questions import asking

_HOUR = timedelta(hours=1)
#: the moment at which the specimens are looked at: one is over, one runs, one is to come
_NOW = datetime(2022, 4, 16, 13, 40, tzinfo=UTC)
_START = datetime(2022, 4, 16, 12, tzinfo=UTC)
_LONG = "A title that goes on, because its author could not decide what to leave out, " * 2
_STATES = (
    *("draft", "published", "unlisted", "cancelled", "archived", "now", "coming", "past"),
    *("submitted", "in_review", "accepted", "declined", "withdrawn", "held", "approved"),
    *("rejected", "spam", "new", "answered", "closed", "waiting", "sent", "failed"),
)


class SpecimenForm(BaseForm):
    """A field of each kind."""

    title = CleanString(_("Title"), [DataRequired(_("Give it a title."))])
    email = EmailField(_("Mail address"), [Optional()], description=_("Never shown."))
    kind = SelectField(_("Type"), choices=[("talk", _("Talk")), ("panel", _("Panel"))])
    abstract = CleanText(_("Abstract"), [DataRequired(_("A few words are enough."))])
    text = MarkdownField(_("Text"))
    colour = RadioField(
        _("Colour"),
        [DataRequired(_("Choose one."))],
        choices=[("teal", _("Teal")), ("rust", _("Rust"))],
    )
    agreed = BooleanField(_("Shown to readers"), [DataRequired(_("Tick it, or leave it a draft."))])
    file = FileField(_("Picture"), [DataRequired(_("Choose a file."))])
    held = HeldFiles(_("Files that are here already"), rule=PICTURE)
    website = CleanString("Website")


def _picture() -> Accepted:
    return Accepted("png", "image/png", ".png", "portrait.png", 48_000, "")


def add_to(bp: Blueprint) -> None:
    """Hang the page on the application: its short address is not under the desk's."""
    bp.record_once(lambda state: state.app.add_url_rule("/design", "organize.design", design))


@policy(is_organizer)
def design() -> ResponseReturnValue:
    wrong = SpecimenForm(MultiDict(), prefix="wrong-")
    wrong.validate()
    right = SpecimenForm(MultiDict(), prefix="right-")
    right.held.data = [Held(0, "portrait", _picture())]
    people = _people()
    asked = _asked()
    return render_template(
        "organize/design.html",
        now=_NOW,
        long=_LONG,
        states=_STATES,
        people=people,
        webinars=[_webinar("Rivers and Towns", "published", 0), _webinar(_LONG, "cancelled", 40)],
        sessions=_sessions(people),
        papers=[_paper("What a River Remembers", people), _paper(_LONG, people[:1])],
        errata=[_erratum()],
        work=_work(),
        compared=_compared(),
        calls=[_call("Tides and Time"), _call(_LONG)],
        closes=_NOW + 50 * _HOUR,
        closed=_NOW - 50 * _HOUR,
        asked=asked,
        asking=asking.with_questions(BaseForm, asked)(None),
        kept=_kept(),
        answer_rule=asking.RULE,
        answer_url=lambda _public_id: "#questions",
        comments=[_comment("Noor", [_comment("李庆四", [])])],
        hits=_hits(),
        links={
            "webcal": "#calendar",
            "google": "#calendar",
            "outlook": "#calendar",
            "office": "#calendar",
            "https": "https://example.org/calendar",
        },
        qr=picture("https://example.org/calendar"),
        form=right,
        wrong=wrong,
        long_form=SpecimenForm(
            MultiDict({f"long-{name}": _LONG for name in ("title", "abstract")}), prefix="long-"
        ),
        arabic=[_webinar("ترجمة الشعر: ما يبقى وما يتغيّر", "published", 0, language="ar")],
        rule=PICTURE,
    )


def _people() -> list[Any]:
    names = (
        "Amara Okafor",
        "ليلى المنصوري",
        "李庆四",
        "Hubert Wolfeschlegelsteinhausenbergerdorff",
    )
    return [
        SimpleNamespace(
            name=name,
            slug="nobody",
            portrait_url=None,
            position_title="Reader in Physics" if place % 2 == 0 else "",
            affiliation="Institute of Coastal Studies",
        )
        for place, name in enumerate(names)
    ]


def _webinar(title: str, state: str, days: int, *, language: str = "en") -> Any:
    starts = _START + timedelta(days=days)
    return SimpleNamespace(
        title=title,
        slug="nothing",
        starts_at=starts,
        ends_at=starts + 3 * _HOUR,
        timezone="Europe/London",
        month=starts.strftime("%Y-%m"),
        language=language,
        state=state,
        is_draft=False,
        summary="Why towns stand where they stand.",
        cancel_reason="The hall is flooded.",
        category=SimpleNamespace(name="Earth and life", slug="nothing", accent="forest"),
    )


def _sessions(people: list[Any]) -> list[Any]:
    kinds = (("talk", "Over"), ("keynote", "Running now"), ("break", "Tea"), ("panel", _LONG))
    return [
        SimpleNamespace(
            title=title,
            slug=kind,
            kind=kind,
            language="en",
            starts_at=_START + place * _HOUR,
            ends_at=_START + (place + 1) * _HOUR,
            roles=[(people[0], "speaker"), (people[1], "chair")],
            room=SimpleNamespace(name="Great Room"),
            is_cancelled=kind == "panel",
            cancel_reason="The speaker is ill.",
        )
        for place, (kind, title) in enumerate(kinds)
    ]


def _paper(title: str, people: list[Any]) -> Any:
    authors = [SimpleNamespace(name=one.name, speaker=one) for one in people]
    abstract = "High water comes later each day, and towns know it."
    return SimpleNamespace(
        title=title, slug=str(len(people)), cover_url=None, authors=authors, abstract=abstract
    )


def _erratum() -> Any:
    words = "Page 2: not 1814 but 1815."
    return SimpleNamespace(text=words, noted_on=_NOW.date(), concerns=[1, 2])


def _work() -> Any:
    return SimpleNamespace(
        doi="10.5555/rivers",
        doi_url="https://doi.org/10.5555/rivers",
        licence="Creative Commons Attribution 4.0 International",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
    )


def _compared() -> Comparison:
    old, new = (SimpleNamespace(number=number) for number in (1, 2))
    rows = differences(
        ["The harbour froze.", "Ships waited until May."],
        ["The harbour froze.", "Ships waited until June.", "Then they left."],
    )
    parts = [Part(rows[:1], is_folded=True), Part(rows[1:], is_folded=False)]
    return Comparison([new, old], old, new, parts, count=2)  # type: ignore[list-item, arg-type]


def _call(title: str) -> Any:
    return SimpleNamespace(
        title=title,
        slug="nothing",
        language="en",
        summary="Papers on harbours, and on those who measured them.",
        timezone="Europe/London",
        opens_at=_NOW + 20 * _HOUR,
    )


def _asked() -> list[asking.Asked]:
    """A question of each kind; a file is there already, one answer is frozen."""
    return [
        _question("line", "Where you are from"),
        _question("text", "What the hall must have", "A table, a screen.", least=5),
        _question("number", "How many minutes you need", value=20),
        _question("choice", "On which day", value="sat"),
        _question("choices", "What you can bring"),
        _question("day", "When you arrive"),
        _question("link", "Your web site"),
        _question("file", "A map", filename="harbour.png"),
        _question("consent", "It may be recorded"),
        _question("line", "Which language you speak in", value="English", is_frozen=True),
    ]


def _kept() -> list[asking.Asked]:
    return [
        _question("file", "A plan", filename="plan.pdf", is_frozen=True),
        _question("text", "What you eat", is_frozen=True),
    ]


def _question(
    kind: str,
    label: str,
    note: str = "",
    *,
    value: Any = None,
    filename: str = "",
    least: int | None = None,
    is_frozen: bool = False,
) -> asking.Asked:
    question: Any = SimpleNamespace(
        public_id=f"specimen-{label.lower().replace(' ', '-')}",
        kind=kind,
        label=label,
        help=note,
        is_required=False,
        required_from=None,
        frozen_from=None,
        choices=[{"key": "sat", "label": "Saturday"}, {"key": "sun", "label": "Sunday"}],
        least=least,
        most=None,
        audience="organizers",
    )
    answer: Any = None
    if filename or value is not None:
        file = SimpleNamespace(filename=filename) if filename else None
        answer = SimpleNamespace(value=value, file=file, file_id=1 if file else None)
    return asking.Asked(question, answer, is_frozen=is_frozen, is_needed=False, zone="UTC")


def _comment(name: str, children: list[Any]) -> Any:
    return SimpleNamespace(
        public_id=f"specimen-{len(children)}",
        author_name=name,
        created_at=_NOW,
        body_html="<p>Is there a table for small harbours, too?</p>",
        children=children,
    )


def _hits() -> list[Any]:
    snippet = "how to read a <mark>tide</mark> table"
    return [
        SimpleNamespace(title=title, url="#", kind=str(_("Talk")), when=None, snippet_html=snippet)
        for title in ("A Tide Table, Line by Line", _LONG)
    ]
