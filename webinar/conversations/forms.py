"""What people write to us, and what organizers answer."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from webinar.conversations.words import comment_html
from webinar.core.forms import BaseForm, CleanString, CleanText, MailField
from webinar.core.publicforms import PublicForm
from webinar.core.richtext import plain_text
from webinar.core.text import whole_number

LONGEST_COMMENT = 5_000
LONGEST_MESSAGE = 10_000


class CommentForm(PublicForm):
    """A reader's words."""

    name = CleanString(_("Your name"), [DataRequired(_("Write your name.")), Length(max=120)])
    email = MailField(
        _("Your mail address"),
        [Optional(), Length(max=254)],
        description=_("Never shown. You get a link to confirm or take back your words."),
    )
    body = CleanText(
        _("Your comment"), [DataRequired(_("Write your comment.")), Length(max=LONGEST_COMMENT)]
    )
    parent = HiddenField()

    def validate_body(self, field: CleanText) -> None:
        """Something must be left to see."""
        if len(field.data or "") > LONGEST_COMMENT:
            # Said already; nothing so long is rendered.
            return
        if not plain_text(comment_html(field.data or "")).strip():
            raise ValidationError(_("There are no words in it yet."))


class ContactForm(PublicForm):
    """A visitor's message."""

    name = CleanString(_("Your name"), [DataRequired(_("Write your name.")), Length(max=120)])
    email = MailField(
        _("Your mail address"),
        [DataRequired(_("Write where the answer should go.")), Length(max=254)],
        description=_("The answer goes there, and nothing else."),
    )
    subject = CleanString(_("What it is about"), [Length(max=200)])
    body = CleanText(
        _("Your message"), [DataRequired(_("Write your message.")), Length(max=LONGEST_MESSAGE)]
    )


class AnswerForm(BaseForm):
    """An organizer's answer to a message."""

    #: how many answers there were when the form was opened
    answers_seen = HiddenField()
    body = CleanText(
        _("Your answer"), [DataRequired(_("Write your answer.")), Length(max=LONGEST_MESSAGE)]
    )

    @property
    def seen(self) -> int | None:
        """The number in `answers_seen`; None when it is none."""
        return whole_number(self.answers_seen.data, most=99_999)
