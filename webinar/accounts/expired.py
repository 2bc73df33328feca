"""A sign-in that ended while somebody was typing: ask again, and keep what was typed."""

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Unauthorized

from webinar.accounts.forms import SignInForm
from webinar.accounts.second_step import sign_in_page
from webinar.core.errors import error_response, wants_plain_text
from webinar.core.http import safe_next
from webinar.core.kept import typed_fields


def ask_again(error: Unauthorized) -> ResponseReturnValue:
    """The sign-in page with everything from the refused form in it."""
    if request.method != "POST" or wants_plain_text():
        return error_response(401, error)
    form = SignInForm(None, next=safe_next(request.full_path.rstrip("?"), ""))
    return sign_in_page(form, typed_fields()), 401
