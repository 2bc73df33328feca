"""The buttons for the example programme on the desk."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinar.accounts.policy import is_organizer
from webinar.accounts.queries import current_actor
from webinar.core.access import policy
from webinar.demo.jobs import LOAD, REMOVE, ask_for, newest_work
from webinar.demo.queries import count_examples, has_examples

bp = Blueprint("demo", __name__, url_prefix="/organize/examples")


@bp.get("/")
@policy(is_organizer)
def offer() -> ResponseReturnValue:
    """What the example programme is, with the one button that fits, or how far the work is."""
    work = newest_work()
    return render_template(
        "demo/offer.html",
        work=work,
        is_waiting=work is not None and not work.has_failed,
        is_loaded=has_examples(),
        webinars=count_examples("webinar"),
    )


@bp.post("/load")
@policy(is_organizer)
def load() -> ResponseReturnValue:
    ask_for(LOAD, current_actor())
    return redirect(url_for("demo.offer"), 303)


@bp.post("/remove")
@policy(is_organizer)
def remove() -> ResponseReturnValue:
    ask_for(REMOVE, current_actor())
    return redirect(url_for("demo.offer"), 303)
