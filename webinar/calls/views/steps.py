"""Steps of one button: publish, back to a draft, close, delete, and back again."""

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import NoResultFound

from webinar.accounts.queries import current_actor
from webinar.calls import operations
from webinar.calls.blueprint import bp
from webinar.calls.policy import may_arrange_call
from webinar.core.access import policy
from webinar.core.notices import say, say_changed
from webinar.core.plainerror import PlainError

_STEPS = {
    "publish": operations.publish_call,
    "unpublish": operations.unpublish_call,
    "close": operations.close_call,
    "delete": operations.delete_call,
    "restore": operations.restore_call,
}


def _done(step: str) -> str:
    return {
        "publish": gettext("The call is published."),
        "unpublish": gettext("The call is a draft again. Papers that were handed in stay."),
        "close": gettext("The call is closed."),
        "delete": gettext("The call is deleted. Papers that were handed in stay."),
        "restore": gettext("The call is back."),
    }[step]


@bp.post("/<call_id>/take/<any(" + ", ".join(_STEPS) + "):step>")
@policy(may_arrange_call)
def take(call_id: str, step: str) -> ResponseReturnValue:
    """Do it at once: each of them can be taken back."""
    try:
        _STEPS[step](call_id=call_id, by=current_actor())
    except NoResultFound:
        abort(404)
    except PlainError as error:
        flash(gettext(error.message, **error.values), "error")
        return redirect(url_for("calls.show", call_id=call_id), 303)
    if step == "delete":
        say(_done(step), undo=url_for("calls.take", call_id=call_id, step="restore"))
        return redirect(url_for("calls.index"), 303)
    say_changed(_done(step))
    return redirect(url_for("calls.show", call_id=call_id), 303)
