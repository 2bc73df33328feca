"""The buttons for the example programme on the desk."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.policy import is_organizer
from webinar.accounts.queries import current_actor
from webinar.core.access import policy
from webinar.core.notices import say
from webinar.demo.operations import load_examples, remove_examples
from webinar.demo.queries import count_examples, has_examples

bp = Blueprint("demo", __name__, url_prefix="/organize/examples")


@bp.get("/")
@policy(is_organizer)
def offer() -> ResponseReturnValue:
    """What the example programme is, with the one button that fits."""
    return render_template(
        "demo/offer.html", is_loaded=has_examples(), webinars=count_examples("webinar")
    )


@bp.post("/load")
@policy(is_organizer)
def load() -> ResponseReturnValue:
    if not has_examples():
        load_examples(by=current_actor())
        say(gettext("The example programme is loaded."), undo=url_for("demo.remove"))
    return redirect(url_for("demo.offer"), 303)


@bp.post("/remove")
@policy(is_organizer)
def remove() -> ResponseReturnValue:
    if has_examples():
        remove_examples(by=current_actor())
        say(
            gettext("The example programme is gone. What you added yourself is still here."),
            undo=url_for("demo.load"),
        )
    return redirect(url_for("demo.offer"), 303)
