"""What a person types to keep sessions, and about a feed."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length

from webinar.calendars.personal.models import PersonalFeed
from webinar.calendars.personal.rendering import ALARMS
from webinar.calendars.personal.sources import Source
from webinar.core import i18n, ids
from webinar.core.forms import BaseForm, ChoicesField, CleanString, MailField
from webinar.core.publicforms import PublicForm

_START = datetime(2000, 1, 1, tzinfo=UTC)


def _duration(minutes: int) -> str:
    return i18n.duration_words(_START, _START + timedelta(minutes=minutes))


def alarm_words(minutes: int | None) -> str:
    """`15 minutes before`; nothing for no reminder."""
    return gettext("%(time)s before", time=_duration(minutes)) if minutes else ""


class KeepForm(PublicForm):
    """Where the link goes; `stars` is filled in by the browser that kept them."""

    email = MailField(
        _("Your mail address"),
        [DataRequired(_("Write the address that the link should go to.")), Length(max=254)],
        description=_("You get a link there, and nothing else. No account, no password."),
    )
    stars = HiddenField()


class FeedForm(BaseForm):
    """One address of a personal calendar."""

    version = None
    #: random; sent twice the form makes one address
    feed_id = HiddenField()
    name = CleanString(
        _("Name"),
        [DataRequired(_("Give it a name.")), Length(max=80)],
        description=_("Your calendar program shows it, too."),
    )
    contains = ChoicesField(_("What it holds"), [InputRequired(_("Choose at least one of these."))])
    alarm = SelectField(
        _("Reminder"), description=_("Google Calendar and Outlook take no reminders from outside.")
    )

    def __init__(self, *args: Any, sources: list[Source], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contains.choices = [(one.key, gettext(one.label)) for one in sources]
        self.alarm.choices = [("", gettext("None"))] + [
            (str(minutes), alarm_words(minutes)) for minutes in ALARMS
        ]

    @classmethod
    def new(cls, sources: list[Source]) -> "FeedForm":
        """As it stands on the page: everything ticked, with an identifier of its own."""
        return cls(
            formdata=None,
            sources=sources,
            feed_id=ids.new_id(),
            name=gettext("My webinars"),
            contains=[one.key for one in sources],
        )

    @classmethod
    def of(cls, feed: PersonalFeed, sources: list[Source]) -> "FeedForm":
        """What is stored."""
        return cls(
            formdata=None,
            sources=sources,
            name=feed.name,
            contains=feed.contains,
            alarm=str(feed.alarm or ""),
        )

    def values(self) -> dict[str, Any]:
        """For the operations."""
        return {
            "name": self.name.data,
            "contains": self.contains.data,
            "alarm": int(self.alarm.data) if self.alarm.data else None,
        }
