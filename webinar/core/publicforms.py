"""Forms on pages that are the same for everybody: a trap and a signed hour, no token."""

from typing import Any

from flask import Response, make_response
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField

from webinar.core import limits
from webinar.core.errorwords import wait_words
from webinar.core.forms import BaseForm
from webinar.core.limits import TooMany


class PublicForm(BaseForm):
    """A form that anybody may send, without a session."""

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


def say_too_often(form: BaseForm, error: TooMany) -> None:
    """Tell on the form when it can be sent again; what was typed stays in it."""
    form.form_errors.append(
        gettext(
            "That was too often. Nothing is lost: send it again %(wait)s.",
            wait=wait_words(error.seconds),
        )
    )


def later(page: str, error: TooMany) -> Response:
    """The form's page as an answer to too many attempts (RFC 6585, section 4)."""
    response = make_response(page, 429)
    response.headers["Retry-After"] = str(error.seconds)
    return response
