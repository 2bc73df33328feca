"""What people write to us, and what organizers answer."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import EmailField, HiddenField, StringField
from wtforms.validators import DataRequired, Email, Length, Optional, ValidationError

from webinar.conversations.words import comment_html
from webinar.core import limits
from webinar.core.forms import BaseForm, CleanString, CleanText
from webinar.core.richtext import plain_text
from webinar.core.text import whole_number

LONGEST_COMMENT = 5_000
LONGEST_MESSAGE = 10_000


class PublicForm(BaseForm):
    """A form on a page that is the same for everybody: a trap and a signed hour, no token."""

    version = None
    website_address = StringField(_("Leave this empty"))
    form_time = HiddenField()

    def process(self, *args: Any, **kwargs: Any) -> None:
        super().process(*args, **kwargs)
        #: the hour as it was sent; the form that is shown again carries a new one
        self.sent_time = self.form_time.data
        self.form_time.data = limits.form_time()
        self.form_time.raw_data = None

    @property
    def is_trapped(self) -> bool:
        """A program filled in what people never see."""
        return bool(self[limits.HONEYPOT].data)

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields, and that the form was opened here within the last three days."""
        is_right = super().validate(extra_validators)
        if not limits.is_form_time(self.sent_time):
            self.form_errors.append(
                str(_("This form was open for too long. Nothing is lost: please send it again."))
            )
            return False
        return bool(is_right)


class CommentForm(PublicForm):
    """A reader's words."""

    name = CleanString(_("Your name"), [DataRequired(), Length(max=120)])
    email = EmailField(
        _("Your mail address"),
        [Optional(), Email(), Length(max=254)],
        description=_("Never shown. You get a link to confirm or take back your words."),
    )
    body = CleanText(_("Your comment"), [DataRequired(), Length(max=LONGEST_COMMENT)])
    parent = HiddenField()

    def validate_body(self, field: CleanText) -> None:
        """Something must be left to see."""
        if not plain_text(comment_html(field.data or "")).strip():
            raise ValidationError(_("There are no words in it yet."))


class ContactForm(PublicForm):
    """A visitor's message."""

    name = CleanString(_("Your name"), [DataRequired(), Length(max=120)])
    email = EmailField(
        _("Your mail address"),
        [DataRequired(), Email(), Length(max=254)],
        description=_("The answer goes there, and nothing else."),
    )
    subject = CleanString(_("What it is about"), [Length(max=200)])
    body = CleanText(_("Your message"), [DataRequired(), Length(max=LONGEST_MESSAGE)])


class AnswerForm(BaseForm):
    """An organizer's answer to a message."""

    #: how many answers there were when the form was opened
    answers_seen = HiddenField()
    body = CleanText(_("Your answer"), [DataRequired(), Length(max=LONGEST_MESSAGE)])

    @property
    def seen(self) -> int | None:
        """The number in `answers_seen`; None when it is none."""
        return whole_number(self.answers_seen.data, most=99_999)
