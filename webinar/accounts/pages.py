"""What the pages of this room share."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webinar.accounts.models import Account
from webinar.accounts.queries import current_account


def signed_in() -> Account:
    """The account that is asking; the policy let nobody else through."""
    account = current_account()
    if account is None:
        raise LookupError("a view for people who are signed in was asked by a guest")
    return account


def page(template: str, form: Any, **context: Any) -> ResponseReturnValue:
    """A form's page; 422 when what was sent cannot be accepted."""
    status = 422 if request.method == "POST" else 200
    return render_template(template, form=form, **context), status


def gone() -> ResponseReturnValue:
    """The page of a personal link that opens nothing any more."""
    return render_template("accounts/link_gone.html"), 404
