"""The mails that went out or wait: how they stand, what they say, the link in them."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.policy import is_organizer
from webinar.accounts.queries import current_actor, me
from webinar.core import links, mail
from webinar.core.access import policy
from webinar.core.plainerror import PlainError
from webinar.core.richtext import clean_html
from webinar.core.text import clean
from webinar.organize import operations, queries
from webinar.organize.queries import MAIL_STATES


def add_to(bp: Blueprint) -> None:
    """Hang these pages on the room's blueprint."""
    bp.get("/mails/")(mails)
    bp.get("/mails/<mail_id>/")(outgoing_mail)
    bp.post("/mails/<mail_id>/again")(send_again)


@policy(is_organizer)
def mails() -> ResponseReturnValue:
    state = request.args.get("state", "")
    to = clean(request.args.get("to", "")[:254], lines=False)
    page = queries.mail_page(
        me(),
        state=state if state in MAIL_STATES else "",
        to=to,
        before=request.args.get("before", "")[:26],
    )
    older = None
    if page.older_than:
        kept: dict[str, Any] = {"state": state or None, "to": to or None}
        older = url_for("organize.mails", **kept, before=page.older_than)
    return render_template(
        "organize/mails.html",
        mails=page.rows,
        older=older,
        state=state,
        to=to,
        states=MAIL_STATES,
        folder="" if mail.has_server() else str(mail.mail_folder()),
    )


@policy(is_organizer)
def outgoing_mail(mail_id: str) -> ResponseReturnValue:
    """A mail as it will be read, with the real personal address: organizers may hand it on."""
    row = queries.mail_by_id(mail_id, me())
    if row is None:
        abort(404)
    link = queries.link_of(row)
    words = mail.write(row)
    return render_template(
        "organize/mail.html",
        mail=row,
        text=words.text,
        html=clean_html(words.html, top=3, prefix="mail"),
        address=links.address(link) if link is not None else "",
    )


@policy(is_organizer)
def send_again(mail_id: str) -> ResponseReturnValue:
    if queries.mail_by_id(mail_id, me()) is None:
        abort(404)
    try:
        operations.send_mail_again(by=current_actor(), mail_id=mail_id)
    except PlainError as error:
        flash(gettext(error.message, **error.values), "error")
    else:
        flash(gettext("It will be sent again in a moment."))
    return redirect(url_for("organize.outgoing_mail", mail_id=mail_id), 303)
