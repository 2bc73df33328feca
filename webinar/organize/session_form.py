"""The form of one session: its words and times, and who speaks, in order."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import FormField, SelectField
from wtforms.validators import DataRequired, Length

from webinar.core import languages
from webinar.core.forms import AddressField, CleanString, FormPart, MarkdownField, Rows
from webinar.core.prepared import LONGEST_TEXT
from webinar.core.spans import SpanForm
from webinar.core.text import fold, whole_number
from webinar.speakers.models import ROLES, Speaker
from webinar.webinars.models import SESSION_KINDS, Session
from webinar.webinars.queries import rooms
from webinar.webinars.words import KIND_WORDS

ROLE_WORDS = {
    "speaker": _("Speaker"),
    "chair": _("Chair"),
    "panelist": _("Panelist"),
    "moderator": _("Moderator"),
}
#: names that are as alike as this are asked about before a new profile is made
_ALIKE = 0.84


@dataclass(frozen=True)
class Part:
    """Somebody in a session: a profile that exists, or a name that gets a new one."""

    speaker_id: str
    name: str
    role: str


class PartForm(FormPart):
    """One row: a name and what the person does. An empty name is no row."""

    name = CleanString(_("Name"), [Length(max=500)])
    role = SelectField(
        _("Part"), choices=[(role, ROLE_WORDS[role]) for role in ROLES], default="speaker"
    )
    #: the name that was asked about; sent again it means "yes, somebody else"
    asked = CleanString("", [Length(max=500)])


class SessionForm(SpanForm):
    """Title and times are enough; the rest can wait."""

    kind = SelectField(
        _("Type"), choices=[(kind, KIND_WORDS[kind]) for kind in SESSION_KINDS], default="talk"
    )
    title = CleanString(_("Title"), [DataRequired(_("Give it a title.")), Length(max=300)])
    parts = Rows(FormField(PartForm), label=_("Who speaks"), max_entries=60)
    abstract = MarkdownField(
        _("Abstract"),
        [Length(max=LONGEST_TEXT)],
    )
    room_id = SelectField(_("Room"), default="")
    track = CleanString(
        _("Track"),
        [Length(max=120)],
        description=_("The strand of the programme, if it has several: “Law”, “Beginners”."),
    )
    language = SelectField(_("Language"))
    recording_url = AddressField(
        _("Recording"),
        [Length(max=1000)],
        description=_("Its address on the web. Readers find it on the page and on the join page."),
    )
    slides_url = AddressField(_("Slides"), [Length(max=1000)])
    slug = CleanString(
        _("Address"),
        [Length(max=80)],
        description=_("The last part of the page's address. Former addresses lead to the new one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.room_id.choices = [("", _("The webinar's room"))] + [
            (one.public_id, one.name) for one in rooms()
        ]
        self.language.choices = languages.choices(self.language.data)
        self.people: list[Part] = []

    def check(self, timezone: str, speakers: Sequence[Speaker]) -> bool:
        """Validate all of it; the parts are in `people` afterwards, the times in `span()`."""
        good = self.validate()
        self.people = self._read_parts(speakers)
        # The list keeps a copy of its rows' errors from before the names were looked up.
        self.parts.errors = [entry.errors for entry in self.parts]
        good = good and not any(self.parts.errors)
        return self.span(timezone) is not None and good

    def _read_parts(self, speakers: Sequence[Speaker]) -> list[Part]:
        names = shown_names(speakers)
        known = {fold(names[one.public_id]): one for one in speakers}
        found = []
        for entry in self.parts:
            row = entry.form
            typed = row.name.data or ""
            if not typed:
                continue
            speaker = known.get(fold(typed))
            if speaker is None and row.asked.data != typed:
                alike = difflib.get_close_matches(fold(typed), known, n=1, cutoff=_ALIKE)
                if alike:
                    row.asked.data = typed
                    row.name.errors = [
                        gettext(
                            "There is a profile of %(name)s. Write that name if it is the same"
                            " person; save again as it is for a new profile.",
                            name=known[alike[0]].name,
                        )
                    ]
            if speaker is None and len(typed) > 200:
                row.name.errors = [gettext("A name has at most 200 characters.")]
            found.append(Part(speaker.public_id if speaker else "", typed, row.role.data))
        return found

    def values(self, timezone: str) -> dict[str, Any]:
        """As `add_session` and `edit_session` take them, after `check`."""
        span = self.span(timezone)
        return (span.values() if span else {}) | {
            name: self[name].data or ""
            for name in (
                "title",
                "kind",
                "track",
                "language",
                "abstract",
                "room_id",
                "recording_url",
                "slides_url",
                "slug",
            )
        }


def shown_names(speakers: Iterable[Speaker]) -> dict[str, str]:
    """Public id -> how a profile stands in the list of names: no two are the same."""
    groups: dict[str, list[Speaker]] = {}
    for speaker in speakers:
        groups.setdefault(fold(speaker.name), []).append(speaker)
    names: dict[str, str] = {}
    for group in groups.values():
        more = [fold(one.affiliation) for one in group]
        for one in group:
            name = one.name
            if len(group) > 1:
                is_told_apart = one.affiliation and more.count(fold(one.affiliation)) == 1
                name += f" ({one.affiliation if is_told_apart else one.slug})"
            names[one.public_id] = name
    return names


def parts_as_data(
    roles: Sequence[tuple[Speaker, str]], speakers: Sequence[Speaker]
) -> list[dict[str, str]]:
    """Stored parts as rows of the form, and an empty row."""
    names = shown_names(speakers)
    rows = [
        {"name": names.get(one.public_id, one.name), "role": role, "asked": ""}
        for one, role in roles
    ]
    return [*rows, {"name": "", "role": "speaker", "asked": ""}]


def stored_values(session: Session) -> dict[str, Any]:
    """A session as the form shows it, without the people."""
    return {
        "title": session.title,
        "kind": session.kind,
        "track": session.track,
        "language": session.language,
        "starts": session.starts_wall,
        "starts_fold": str(session.starts_fold),
        "ends": session.ends_wall,
        "ends_fold": str(session.ends_fold),
        "abstract": session.abstract,
        "room_id": getattr(session.own_room, "public_id", ""),
        "recording_url": session.recording_url,
        "slides_url": session.slides_url,
        # The address of what nobody has seen yet follows the title.
        "slug": session.slug if session.webinar.published_at else "",
    }


def rearranged(sent: MultiDict[str, str]) -> MultiDict[str, str] | None:
    """What was sent, with its rows as a button of the rows wanted; None when none was pressed.

    `add-row` adds an empty one, `up` and `drop` carry the number of a row. Everything
    else that was typed stays as it is, also what would be refused.
    """
    wish = next((name for name in ("add-row", "up", "drop") if name in sent), None)
    if wish is None:
        return None
    numbers = sorted(
        {
            number
            for name in sent
            if name.startswith("parts-")
            and (number := whole_number(name.split("-")[1], most=9_999)) is not None
        }
    )[:60]
    rows = [
        {part: sent.get(f"parts-{number}-{part}", "") for part in ("name", "role", "asked")}
        for number in numbers
    ]
    pressed = whole_number(sent.get(wish))
    at = numbers.index(pressed) if pressed in numbers else -1
    if wish == "up" and at > 0:
        rows[at - 1], rows[at] = rows[at], rows[at - 1]
    elif wish == "drop" and at >= 0:
        del rows[at]
    if wish == "add-row" or not rows:
        rows.append({"name": "", "role": "speaker", "asked": ""})
    changed = MultiDict(
        (name, value)
        for name, value in sent.items(multi=True)
        if not name.startswith("parts-") and name != wish
    )
    for number, row in enumerate(rows[:60]):
        for part, value in row.items():
            changed[f"parts-{number}-{part}"] = value
    return changed
