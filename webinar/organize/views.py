"""The desk itself; the journal, the mails and the sessions hang on the same blueprint."""

from flask import abort, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.policy import is_organizer, is_signed_in
from webinar.accounts.queries import current_account, current_actor
from webinar.core import links, mail
from webinar.core.access import policy
from webinar.organization.queries import site
from webinar.organize import (
    board_downloads,
    design,
    downloads,
    journal_pages,
    mail_pages,
    operations,
    session_views,
)
from webinar.organize import desk as work
from webinar.organize.blueprint import bp
from webinar.speakers.queries import speakers_of_address
from webinar.webinars.colleagues import OwnRoles, roles_by_account
from webinar.webinars.scope import own_roles
from webinar.webinars.words import ROLE_NAMES

journal_pages.add_to(bp)
mail_pages.add_to(bp)
design.add_to(bp)
downloads.add_to(bp)
board_downloads.add_to(bp)

__all__ = ["bp", "session_views"]


@bp.get("/")
@policy(is_signed_in)
def desk() -> ResponseReturnValue:
    """What to do next, everything that waits, and where one has a role."""
    organizer, account = is_organizer(), current_account()
    waiting = work.waiting()
    beginning = work.beginning() if organizer else None
    mine: list[OwnRoles] = []
    if account is not None and not organizer and own_roles():
        mine = roles_by_account([account.id]).get(account.id, [])
    is_known = account is not None and account.confirmed_at is not None
    return render_template(
        "organize/desk.html",
        profiles=speakers_of_address(account.email) if account is not None and is_known else [],
        waiting=waiting,
        step=next_step(waiting, beginning),
        beginning=beginning,
        mine=mine,
        role_names=ROLE_NAMES,
        examples_url=examples_url(beginning),
        examples_loaded=site().examples_loaded_at is not None,
        mails_to_folder=organizer and not mail.has_server(),
    )


@bp.post("/profile/speaker/<speaker_id>")
@policy(is_signed_in)
def open_speaker_page(speaker_id: str) -> ResponseReturnValue:
    """To one's own page as a speaker: the account's confirmed address is the profile's."""
    account = current_account()
    if account is None or account.confirmed_at is None:
        abort(404)
    if speaker_id not in {one.public_id for one in speakers_of_address(account.email)}:
        abort(404)
    link = operations.open_speaker_page(speaker_id=speaker_id, by=current_actor())
    return redirect(links.address(link, absolute=False), 303)


def next_step(
    waiting: list[work.Waiting], beginning: work.Beginning | None
) -> tuple[str, str, str]:
    """One sentence, one button's words and its address; empty address where nothing is to do."""
    for query in waiting:
        if query.count:
            return query.words, query.action, query.url
    if beginning is None:
        if not waiting:
            return gettext("You have no role here yet."), "", ""
        return gettext("Nothing waits for you."), "", ""
    if beginning.is_empty:
        return (
            gettext("Announce your first webinar."),
            gettext("Plan a webinar"),
            url_for("webinars.new"),
        )
    if not beginning.has_coming:
        return (
            gettext("Nothing waits, and nothing is coming."),
            gettext("Plan the next webinar"),
            url_for("webinars.new"),
        )
    return (
        gettext("Nothing waits for you."),
        gettext("See the programme"),
        url_for("webinars.index"),
    )


def examples_url(beginning: work.Beginning | None) -> str:
    """Where the example programme is offered or removed; empty when neither makes sense."""
    if beginning is None or "demo.offer" not in current_app.view_functions:
        return ""
    if beginning.is_empty or site().examples_loaded_at is not None:
        return url_for("demo.offer")
    return ""
