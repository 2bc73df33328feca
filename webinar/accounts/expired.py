"""A sign-in that ended while somebody was typing: ask again, and keep what was typed."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Unauthorized

from webinar.accounts.forms import SignInForm
from webinar.core.errors import error_response, wants_plain_text
from webinar.core.http import safe_next

#: marks the fields of the form that waits
KEPT = "kept."
#: more than this is no form of ours
_MOST = 400


def ask_again(error: Unauthorized) -> ResponseReturnValue:
    """The sign-in page with everything from the refused form in it (files cannot be kept)."""
    if request.method != "POST" or wants_plain_text():
        return error_response(401, error)
    form = SignInForm(None, next=safe_next(request.full_path.rstrip("?"), ""))
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in ("csrf_token", "password") and not name.startswith(KEPT)
    ]
    return render_template("accounts/sign_in.html", form=form, kept=typed[:_MOST]), 401


def kept_fields() -> list[tuple[str, str]]:
    """What the sign-in page carried along, to be sent again."""
    return [
        (name.removeprefix(KEPT), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(KEPT)
    ]
