"""What organizers fill in about webinars, categories and rooms."""

from collections.abc import Sequence
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    ValidationError,
)

from webinar.accounts.models import Account
from webinar.accounts.policy import is_organizer
from webinar.core import languages
from webinar.core.forms import (
    AddressField,
    BaseForm,
    ChoicesField,
    CleanString,
    CleanText,
    MarkdownField,
    WallTimeField,
    WholeNumberField,
    ZoneField,
)
from webinar.core.prepared import LONGEST_TEXT
from webinar.core.spans import SpanForm, which_of_two
from webinar.core.text import fold
from webinar.organization.models import ACCENTS
from webinar.webinars.deadlines import Deadlines
from webinar.webinars.models import Webinar
from webinar.webinars.queries import categories, rooms
from webinar.webinars.tags import LONGEST as LONGEST_TAG
from webinar.webinars.tags import MOST as MOST_TAGS
from webinar.webinars.tags import words_of
from webinar.webinars.words import ROLE_WORDS

_TEXTS = (
    "title",
    "category_id",
    "new_category",
    "timezone",
    "room_id",
    "summary",
    "description",
    "language",
    "slug",
)


class Filing:
    """What forms share that file something under a category; for `category_id`, `new_category`."""

    category_id: Any
    new_category: Any

    def texts(self: Any, *more: str) -> dict[str, Any]:
        """What operations take as it was typed; empty for a field that this form has not now."""
        return {name: (self[name].data or "") if name in self else "" for name in (*_TEXTS, *more)}

    def _offer_categories(self) -> None:
        """The first category can only be written, not chosen."""
        known = categories()
        if not is_organizer():
            # Categories are the site's: organizers of one webinar choose among them.
            del self.new_category
            self.category_id.choices = [(one.public_id, one.name) for one in known]
            return
        if known:
            named = [(one.public_id, one.name) for one in known]
            self.category_id.choices = [("", _("Choose a category")), *named]
        else:
            del self.category_id
            self.new_category.label.text = _("Category")
            self.new_category.description = _("A subject that you file webinars under.")

    def _is_filed(self) -> bool:
        """Whether a category is chosen or named; else the field that stands first says so."""
        named = self.new_category is not None and self.new_category.data
        if named or (self.category_id and self.category_id.data):
            return True
        if self.category_id:
            self.category_id.errors = [
                *self.category_id.errors,
                _("Choose a category, or write the name of a new one."),
            ]
        else:
            self.new_category.errors = [
                *self.new_category.errors,
                _("Write the name of a category."),
            ]
        return False


class WebinarForm(Filing, SpanForm):
    """Title, category and times are enough; the rest can wait."""

    title = CleanString(_("Title"), [DataRequired(_("Give it a title.")), Length(max=300)])
    category_id = SelectField(_("Category"), default="")
    new_category = CleanString(
        _("Or a new category"),
        [Length(max=120)],
        description=_("Its name, when none of the categories fits."),
    )
    timezone = ZoneField(_("Time zone"), description=_("All times of this webinar are in it."))
    move_sessions = BooleanField(
        _("Move the sessions along when the start changes"),
        description=_("Each by as much as the webinar. Speakers are told by mail."),
    )
    room_id = SelectField(
        _("Room"), default="", description=_("Where sessions take place that name no other.")
    )
    subtitle = CleanString(_("Subtitle"), [Length(max=300)])
    summary = CleanText(
        _("Summary"),
        [Length(max=1000)],
        description=_("One or two sentences, for lists and calendars."),
    )
    description = MarkdownField(
        _("Description"),
        [Length(max=LONGEST_TEXT)],
    )
    tags = CleanString(
        _("Tags"),
        [Length(max=600)],
        description=_("Words with commas: what webinars of several categories have in common."),
    )
    papers_due = WallTimeField(
        _("Papers until"), description=_("Readers see it with a link to the call for papers.")
    )
    papers_due_fold = RadioField(_("Which end of the call is meant?"), validate_choice=False)
    registration_closes = WallTimeField(_("Registration until"))
    registration_closes_fold = RadioField(
        _("Which end of registration is meant?"), validate_choice=False
    )
    registration_address = AddressField(
        _("Address to register"),
        [Length(max=1000)],
        description=_("Where one registers, if that is elsewhere."),
    )
    language = SelectField(_("Language"), default="en")
    slug = CleanString(
        _("Address"),
        [Length(max=80)],
        description=_("The last part of the page's address. Former addresses lead to the new one."),
    )

    def validate_tags(self, field: CleanString) -> None:
        """Not too many, none too long, each with a letter or a digit."""
        names = words_of(field.data or "")
        if len(names) > MOST_TAGS:
            raise ValidationError(_("At most %(most)s tags, please.", most=MOST_TAGS))
        for name in names:
            if len(name) > LONGEST_TAG:
                raise ValidationError(
                    _("“%(name)s…” is too long for a tag. Put commas between tags.", name=name[:30])
                )
            if not any(character.isalnum() for character in name):
                raise ValidationError(_("“%(name)s” is no word.", name=name))

    def offer_folds(self, timezone: str) -> None:
        super().offer_folds(timezone)
        for field, which in self._deadline_fields():
            which.choices = which_of_two(field.data, timezone)

    def _deadline_fields(self) -> tuple[tuple[WallTimeField, RadioField], ...]:
        return (
            (self.papers_due, self.papers_due_fold),
            (self.registration_closes, self.registration_closes_fold),
        )

    @property
    def has_deadlines(self) -> bool:
        """Whether the disclosure should be open: something stands in it, or is wrong there."""
        names = ("papers_due", "registration_closes", "registration_address")
        return any(self[name].data or self[name].errors for name in names)

    def deadlines(self) -> Deadlines:
        """After `validate`."""
        due, closes = (
            self._one(field, which, self.timezone.data) for field, which in self._deadline_fields()
        )
        return Deadlines(due, closes, self.registration_address.data or "")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer_categories()
        self.room_id.choices = [("", _("No room yet"))] + [
            (one.public_id, one.name) for one in rooms()
        ]
        self.language.choices = languages.choices(self.language.data)

    def validate(self, extra_validators: Any = None) -> bool:
        good: bool = super().validate(extra_validators)
        good = self._is_filed() and good
        if self.timezone.errors:
            return False
        good = self.span(self.timezone.data) is not None and good
        for field, which in self._deadline_fields():
            self._one(field, which, self.timezone.data)
            good = good and not field.errors and not which.errors
        return good

    def values(self) -> dict[str, Any]:
        """As `create_webinar` and `edit_webinar` take them, after `validate`."""
        span = self.span(self.timezone.data)
        more = {"tags": words_of(self.tags.data or ""), "deadlines": self.deadlines()}
        return (span.values() if span else {}) | more | self.texts("subtitle")


def stored_values(webinar: Webinar) -> dict[str, Any]:
    """A webinar as the form shows it."""
    return {
        "title": webinar.title,
        "category_id": getattr(webinar.category, "public_id", ""),
        "timezone": webinar.timezone,
        "starts": webinar.starts_wall,
        "starts_fold": str(webinar.starts_fold),
        "ends": webinar.ends_wall,
        "ends_fold": str(webinar.ends_fold),
        "room_id": getattr(webinar.standing_room, "public_id", ""),
        "subtitle": webinar.subtitle,
        "summary": webinar.summary,
        "description": webinar.description,
        "tags": webinar.tag_words,
        "papers_due": webinar.papers_due_wall,
        "papers_due_fold": str(webinar.papers_due_fold),
        "registration_closes": webinar.registration_closes_wall,
        "registration_closes_fold": str(webinar.registration_closes_fold),
        "registration_address": webinar.registration_address,
        "language": webinar.language,
        # The address of what nobody has seen yet follows the title.
        "slug": webinar.slug if webinar.published_at else "",
    }


class DuplicateForm(BaseForm):
    """When the copy takes place."""

    title = CleanString(_("Title"), [DataRequired(_("Give it a title.")), Length(max=300)])
    starts = WallTimeField(
        _("New start"),
        [InputRequired(_("Say when it starts."))],
        description=_("Sessions keep their distance from the start."),
    )


class ReasonForm(BaseForm):
    """Why something does not take place; readers see it."""

    reason = CleanText(
        _("Reason"),
        [Length(max=1000)],
        description=_("Readers see it on the page, speakers in the mail they get."),
    )


class CategoryForm(BaseForm):
    name = CleanString(_("Name"), [DataRequired(_("Give it a name.")), Length(max=120)])
    description = CleanText(_("Description"), [Length(max=2000)])
    accent = RadioField(
        _("Colour"),
        choices=[("", _("The site's colour")), *((name, name.capitalize()) for name in ACCENTS)],
        default="",
    )
    slug = CleanString(
        _("Address"), [Length(max=80)], description=_("Former addresses lead to the new one.")
    )


class RoomForm(BaseForm):
    name = CleanString(_("Name"), [DataRequired(_("Give it a name.")), Length(max=120)])
    join_address = AddressField(
        _("Address to join"),
        [Length(max=1000)],
        description=_(
            "Of the video room or stream. It is shown only while the room is open, and stands in"
            " no calendar."
        ),
    )
    opens_minutes_before = WholeNumberField(
        _("Opens, minutes before the start"),
        [InputRequired(_("Write a number.")), NumberRange(min=0, max=1440)],
        default=15,
    )
    place = CleanString(
        _("Place"), [Length(max=300)], description=_("Street address, for rooms one can walk into.")
    )


class WebinarRolesForm(BaseForm):
    """What somebody does in one webinar."""

    version = None
    roles = ChoicesField(
        _("Roles"),
        [InputRequired(_("Choose at least one role."))],
        choices=[SelectChoice(role, words) for role, words in ROLE_WORDS.items()],
    )


class AddPersonForm(WebinarRolesForm):
    """By mail address anybody, by name whom one knows from here."""

    who = CleanString(
        _("Mail address or name"),
        [DataRequired(_("Write a mail address, or choose a name of the list.")), Length(max=254)],
        description=_("Whoever has no account gets an invitation by mail."),
    )

    def __init__(self, *args: Any, people: Sequence[Account] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = people
        #: the address that was meant, after `validate`
        self.email = ""

    def validate_who(self, field: CleanString) -> None:
        """A name must be that of exactly one person."""
        typed = field.data or ""
        if "@" in typed:
            try:
                found = validate_email(typed, check_deliverability=False, allow_smtputf8=False)
            except EmailNotValidError:
                raise ValidationError(_("Write the whole address: name@example.org.")) from None
            self.email = (found.ascii_email or found.normalized).casefold()
            return
        named = [one for one in self.people if one.name and fold(one.name) == fold(typed)]
        if len(named) != 1:
            raise ValidationError(_("Nobody here has this name alone. Write the mail address."))
        self.email = named[0].email
