"""A speaker's own calendar: one press of a button on the own page makes its secret address."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from webinar.calendars.links import subscribe_links
from webinar.calendars.personal import operations, queries, tokens
from webinar.calendars.personal.operations import NotThere, TooMuch
from webinar.core import ids
from webinar.core.access import holder_of_link, policy
from webinar.core.journal import speaker as as_speaker
from webinar.core.notices import say
from webinar.core.qr import picture
from webinar.site.blueprint import bp
from webinar.speakers.holders import holder
from webinar.speakers.models import Speaker

_BASE = "/my/<token>/calendar"


def _with_address(token: str) -> Speaker:
    """Whose page it is; the calendar finds sessions by the mail address."""
    found = holder(token)
    if not found.email:
        abort(404)
    return found


@bp.get(_BASE)
@policy(holder_of_link)
def my_calendar(token: str) -> ResponseReturnValue:
    """The addresses that were made, when each was last fetched, and a new one."""
    found = _with_address(token)
    return render_template(
        "site/my_calendar.html",
        token=token,
        speaker=found,
        feeds=queries.speaking_feeds(found.email),
        feed_id=ids.new_id(),
    )


@bp.post(_BASE)
@policy(holder_of_link)
def make_my_calendar(token: str) -> ResponseReturnValue:
    """Answers with the address at once: it is stored nowhere, so no other page can show it."""
    found = _with_address(token)
    secret, given = tokens.new_token(), request.form.get("feed_id", "")
    with force_locale(found.language):
        name = _("Where I speak")
    try:
        feed = operations.open_speaking_feed(
            email=found.email,
            feed_id=given if ids.is_id(given) else ids.new_id(),
            token_hash=tokens.hash_of(secret),
            name=name,
            language=found.language,
            by=as_speaker(found.name),
        )
    except TooMuch as error:
        say(_(error.message, **error.values))
        return redirect(url_for("site.my_calendar", token=token), 303)
    links = subscribe_links(tokens.feed_address(secret), feed.name)
    return render_template(
        "site/my_calendar_made.html",
        token=token,
        links=links,
        qr=picture(links["webcal"]),
    )


@bp.post(f"{_BASE}/<feed_id>/off")
@policy(holder_of_link)
def stop_my_calendar(token: str, feed_id: str) -> ResponseReturnValue:
    """Its address answers 410 from now on; only one of those that this page makes."""
    found = _with_address(token)
    lines = queries.speaking_feeds(found.email)
    follower = queries.follower_by_email(found.email)
    if follower is None or feed_id not in {line.feed.public_id for line in lines}:
        abort(404)
    try:
        operations.revoke_feed(
            follower_id=follower.public_id, feed_id=feed_id, by=as_speaker(found.name)
        )
    except NotThere:
        abort(404)
    say(_("The address is switched off. Nobody gets anything there now."))
    return redirect(url_for("site.my_calendar", token=token), 303)
