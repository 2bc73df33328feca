"""What organizers fill in about tracks, types and access codes of a call."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange
from wtforms.validators import Optional as MayBeEmpty

from webinar.calls.forms import WithTimes, which
from webinar.calls.models import Call, CallType
from webinar.calls.queries import deleted_parts
from webinar.calls.said import MOST_AT_ONCE, CodeWords, PartWords
from webinar.core import clock
from webinar.core.forms import (
    BaseForm,
    ChoicesField,
    CleanString,
    CleanText,
    MailField,
    WallTimeField,
    WholeNumberField,
    wall_time,
)
from webinar.webinars.models import SESSION_KINDS
from webinar.webinars.words import KIND_WORDS


class TrackForm(WithTimes):
    """A strand of the programme."""

    times = ("closes",)
    name = CleanString(_("Name"), [DataRequired(_("Give it a name.")), Length(max=120)])
    description = CleanText(
        _("Description"), [Length(max=2000)], description=_("A sentence or two, for authors.")
    )
    closes = WallTimeField(
        _("Closes"), description=_("Earlier or later than the call; empty: as the call.")
    )
    closes_fold = which()
    needs_code = BooleanField(_("Only with an access code"))

    def words(self, timezone: str) -> PartWords:
        """As the operations take it, after `validate` and `has_wrong_times`."""
        return PartWords(
            name=self.name.data or "",
            description=self.description.data or "",
            closes=self.time("closes", timezone),
            needs_code=self.needs_code.data,
        )


class TypeForm(TrackForm):
    """A kind of contribution, and the session that it becomes."""

    minutes = WholeNumberField(
        _("Minutes"),
        [InputRequired(_("Write a number.")), NumberRange(min=1, max=1440)],
        default=30,
        description=_("How long the session is that it becomes, unless you change it."),
    )
    session_kind = SelectField(_("Kind of session"), default="talk")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [one for one in SESSION_KINDS if one != "break"]
        self.session_kind.choices = [SelectChoice(one, KIND_WORDS[one]) for one in kinds]

    def words(self, timezone: str) -> PartWords:
        plain = super().words(timezone)
        return PartWords(
            plain.name,
            plain.description,
            plain.closes,
            plain.needs_code,
            minutes=self.minutes.data or 30,
            session_kind=self.session_kind.data,
        )


def stored_part(part: Any) -> dict[str, Any]:
    """A track or type as its form shows it."""
    shown = {
        "name": part.name,
        "description": part.description,
        "closes": part.closes_wall,
        "closes_fold": str(part.closes_fold),
        "needs_code": part.needs_code,
        "version": str(part.version),
    }
    if isinstance(part, CallType):
        shown |= {"minutes": part.minutes, "session_kind": part.session_kind}
    return shown


class CodeForm(BaseForm):
    """What a code opens, how often and until when."""

    note = CleanString(_("For whom"), [Length(max=300)], description=_("Only organizers see this."))
    most_uses = WholeNumberField(
        _("Papers it lets in"),
        [MayBeEmpty(), NumberRange(min=1, max=100_000)],
        description=_("Empty: any number."),
    )
    expires = WallTimeField(_("Expires"), description=_("Empty: never."))
    is_for_late = BooleanField(
        _("Takes papers after the closing, too"),
        description=_("Until it expires. Send the link to those who may be late."),
    )
    only_for = ChoicesField(_("Good for"), description=_("Nothing ticked: for everything."))

    def __init__(self, *args: Any, call: Call, kept: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.only_for.choices = part_choices(call, kept)

    def code_words(self, timezone: str) -> CodeWords | None:
        """As the operations take it, after `validate`; None with an error beside the field."""
        expires = wall_time(self.expires, timezone)
        if self.expires.errors:
            return None
        return CodeWords(
            note=self.note.data or "",
            most_uses=self.most_uses.data,
            expires_at=expires.to_utc() if expires else None,
            is_for_late=self.is_for_late.data,
            only_for=tuple(self.only_for.data or ()),
        )


class NewCodesForm(CodeForm):
    """One code or many at once."""

    count = WholeNumberField(
        _("How many codes"),
        [
            InputRequired(_("Write a number.")),
            NumberRange(min=1, max=MOST_AT_ONCE),
        ],
        default=1,
    )
    code = CleanString(
        _("The code itself"),
        [Length(max=40)],
        description=_("Empty: ten letters and digits that nobody guesses."),
    )


class SendCodeForm(BaseForm):
    """Whom a code is mailed to."""

    version = None
    email = MailField(
        _("Mail address"),
        [DataRequired(_("Write a mail address.")), Length(max=254)],
        description=_("They get the link and the code at once."),
    )


def stored_code(code: Any, timezone: str) -> dict[str, Any]:
    """A code as its form shows it."""
    expires = clock.wall(code.expires_at, timezone).local if code.expires_at else None
    return {
        "note": code.note,
        "most_uses": code.most_uses,
        "expires": expires,
        "is_for_late": code.is_for_late,
        "only_for": code.only_for,
        "version": str(code.version),
    }


def part_choices(call: Call, kept: Collection[str] = ()) -> list[SelectChoice]:
    """Tracks and types, to tick some of them.

    What was `kept` stays there though it was deleted: without it "only for this" would become
    "for everything" in silence.
    """
    gone = set(kept) - {one.public_id for one in call.parts}
    return [
        *(SelectChoice(one.public_id, _("Track: %(name)s", name=one.name)) for one in call.tracks),
        *(SelectChoice(one.public_id, _("Type: %(name)s", name=one.name)) for one in call.types),
        *(
            SelectChoice(one.public_id, _("Deleted: %(name)s", name=one.name))
            for one in deleted_parts(call, gone)
        ),
    ]
