"""A person's own calendar: what they keep, their feeds, and the way out.

The same pages behind a mailed link and in an account; `place` says where we are. Looking at them
changes nothing: mail scanners open every link.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.policy import is_signed_in
from webinar.calendars.links import subscribe_links
from webinar.calendars.personal import operations, queries, tokens
from webinar.calendars.personal.clients import client_words
from webinar.calendars.personal.forms import FeedForm, alarm_words
from webinar.calendars.personal.models import PersonalFeed
from webinar.calendars.personal.operations import NotThere, TooMuch
from webinar.calendars.personal.place import Place, behind_link, in_account, language
from webinar.calendars.personal.subjects import kept_by, keys_in, readable_subjects
from webinar.core import ids, limits
from webinar.core.access import Policy, holder_of_link, policy
from webinar.core.errorwords import wait_words
from webinar.core.limits import TooMany
from webinar.core.notices import MOST, say
from webinar.core.qr import picture

#: mails that renew the way in, for one person
_MAILS, _MAILS_EVERY = 3, timedelta(hours=1)
_View = Callable[..., ResponseReturnValue]
#: (rule after the place's address, method, name, view), filled by `_at`
_PAGES: list[tuple[str, str, str, _View]] = []


def _at(rule: str, method: str) -> Callable[[_View], _View]:
    def add(view: _View) -> _View:
        _PAGES.append((rule, method, view.__name__, view))
        return view

    return add


def add_to(bp: Blueprint) -> None:
    """Hang every page on the room's blueprint twice: behind links, and in accounts."""
    for rule, method, name, view in _PAGES:
        for base, prefix, door, rule_of_door in (
            ("/my/calendar/<token>", "my", _through_link, holder_of_link),
            ("/organize/profile/calendar", "own", _through_account, is_signed_in),
        ):
            if prefix == "own" and name in _ONLY_BY_LINK:
                continue
            bp.add_url_rule(
                base + rule,
                endpoint=f"{prefix}_{name}",
                view_func=_guarded(door(view), rule_of_door),
                methods=[method],
            )


def _guarded(view: _View, rule: Policy) -> _View:
    return policy(rule)(view)


def _through_link(view: _View) -> _View:
    @wraps(view)
    def run(token: str, **values: Any) -> ResponseReturnValue:
        return _answered(view, behind_link(token), values)

    return run


def _through_account(view: _View) -> _View:
    @wraps(view)
    def run(**values: Any) -> ResponseReturnValue:
        return _answered(view, in_account(), values)

    return run


def _answered(view: _View, place: Place, values: dict[str, Any]) -> ResponseReturnValue:
    try:
        return view(place, **values)
    except (NotThere, TooMuch) as error:
        # Another window was quicker: the page shows how things are.
        say(gettext(error.message, **error.values))
        return redirect(place.url("calendar"), 303)


#: an account needs no link confirmed or renewed
_ONLY_BY_LINK = {"confirm", "renew_link"}


def _back(place: Place, words: str, *, undo: str | None = None) -> ResponseReturnValue:
    say(words, undo=undo)
    return redirect(place.url("calendar"), 303)


def _page(place: Place, form: FeedForm | None = None, code: int = 200) -> ResponseReturnValue:
    """Seven statements beside who asks: two for what waits, three for stars, two for feeds."""
    follower = place.follower
    page = render_template(
        "calendars/personal/calendar.html",
        place=place,
        waiting=readable_subjects(place.waiting),
        kept=kept_by(follower.id) if follower is not None else [],
        feeds=queries.feeds_of(follower.id) if follower is not None else [],
        labels={one.key: gettext(one.label) for one in place.sources},
        form=form or FeedForm.new(place.sources),
        sources=place.sources,
        client_words=client_words,
        alarm_words=alarm_words,
    )
    return page, code


@_at("", "GET")
def calendar(place: Place) -> ResponseReturnValue:
    if place.account is None and place.follower is None:
        return render_template(
            "calendars/personal/confirm.html", place=place, waiting=readable_subjects(place.waiting)
        )
    return _page(place)


@_at("/confirm", "POST")
def confirm(place: Place) -> ResponseReturnValue:
    """The button of the page that the mail leads to: keep what the browser sent, or leave it."""
    keys = place.waiting if "keep" in request.form else []
    if place.link is None:
        abort(404)
    operations.confirm_calendar(
        by=place.actor, link_id=place.link.public_id, keys=keys, language=language()
    )
    words = gettext("Kept in your calendar.") if keys else gettext("Your calendar is ready.")
    return _back(place, words)


@_at("/stars", "POST")
def change_stars(place: Place) -> ResponseReturnValue:
    """`add` and `take`: keys, several in one field; what nobody knows is passed over. `registered`
    and `unregistered` say whether the person takes part.

    What is taken can be brought back at once: `add` may stand in the address.
    """
    person = place.begun()
    added = keys_in(" ".join(request.values.getlist("add")))
    taken = keys_in(" ".join(request.form.getlist("take")))
    if added:
        operations.give_stars(by=place.actor, follower_id=person, keys=added)
    if taken:
        operations.take_stars(by=place.actor, follower_id=person, keys=taken)
        again = place.url("change_stars", add=" ".join(taken)) if len(taken) <= MOST else None
        return _back(place, gettext("Removed from your calendar."), undo=again)
    for field, is_registered in (("registered", True), ("unregistered", False)):
        if keys := keys_in(" ".join(request.form.getlist(field))):
            operations.note_registered(
                by=place.actor, follower_id=person, keys=keys, is_registered=is_registered
            )
    return _back(place, gettext("Your calendar is changed."))


@_at("/feeds", "POST")
def make_feed(place: Place) -> ResponseReturnValue:
    """Answers with the address at once: it is stored nowhere, so no other page can show it."""
    form = FeedForm(sources=place.sources)
    if not form.validate():
        return _page(place, form, 422)
    given = form.feed_id.data or ""
    token = tokens.new_token()
    feed = operations.make_feed(
        by=place.actor,
        follower_id=place.begun(),
        feed_id=given if ids.is_id(given) else ids.new_id(),
        token_hash=tokens.hash_of(token),
        **form.values(),
    )
    return _made(place, feed, token)


def _made(place: Place, feed: PersonalFeed, token: str) -> ResponseReturnValue:
    address = tokens.feed_address(token)
    links = subscribe_links(address, feed.name)
    return render_template(
        "calendars/personal/made.html",
        place=place,
        feed=feed,
        links=links,
        caldav=tokens.collection_address(token),
        qr=picture(links["webcal"]),
    )


def _feed(place: Place, feed_id: str) -> PersonalFeed:
    found = queries.feed_by_id(place.known().id, feed_id)
    if found is None:
        abort(404)
    return found


def _feed_page(
    place: Place, feed: PersonalFeed, form: FeedForm, code: int = 200
) -> ResponseReturnValue:
    page = render_template("calendars/personal/feed.html", place=place, feed=feed, form=form)
    return page, code


@_at("/feeds/<feed_id>", "GET")
def feed(place: Place, feed_id: str) -> ResponseReturnValue:
    found = _feed(place, feed_id)
    return _feed_page(place, found, FeedForm.of(found, place.sources))


@_at("/feeds/<feed_id>", "POST")
def change_feed(place: Place, feed_id: str) -> ResponseReturnValue:
    found = _feed(place, feed_id)
    form = FeedForm(sources=place.sources)
    if not form.validate():
        return _feed_page(place, found, form, 422)
    operations.edit_feed(
        by=place.actor, follower_id=place.known().public_id, feed_id=feed_id, **form.values()
    )
    return _back(place, gettext("Saved. The address stays as it is."))


@_at("/feeds/<feed_id>/renew", "POST")
def renew_feed(place: Place, feed_id: str) -> ResponseReturnValue:
    """The old address is switched off, the new one shown."""
    token = tokens.new_token()
    made = operations.renew_feed(
        by=place.actor,
        follower_id=place.known().public_id,
        feed_id=feed_id,
        new_id=ids.new_id(),
        token_hash=tokens.hash_of(token),
    )
    return _made(place, made, token)


@_at("/feeds/<feed_id>/revoke", "GET")
def ask_revoke(place: Place, feed_id: str) -> ResponseReturnValue:
    return render_template(
        "calendars/personal/revoke.html", place=place, feed=_feed(place, feed_id)
    )


@_at("/feeds/<feed_id>/revoke", "POST")
def revoke_feed(place: Place, feed_id: str) -> ResponseReturnValue:
    operations.revoke_feed(by=place.actor, follower_id=place.known().public_id, feed_id=feed_id)
    return _back(place, gettext("The address is switched off. Nobody gets anything there now."))


@_at("/link", "POST")
def renew_link(place: Place) -> ResponseReturnValue:
    """Mail another link to this page; the ones before it stop working."""
    person = place.known().public_id
    try:
        limits.spend("calendar link", person, burst=_MAILS, every=_MAILS_EVERY)
    except TooMany as error:
        return _back(place, gettext("Please ask again %(wait)s.", wait=wait_words(error.seconds)))
    operations.renew_page_link(by=place.actor, follower_id=person)
    return render_template("calendars/personal/sent.html")


@_at("/forget", "GET")
def ask_forget(place: Place) -> ResponseReturnValue:
    place.known()
    return render_template("calendars/personal/forget.html", place=place)


@_at("/forget", "POST")
def forget(place: Place) -> ResponseReturnValue:
    """Everything goes, the links too, so the page after it is for everybody."""
    operations.forget_follower(by=place.actor, follower_id=place.known().public_id)
    return render_template("calendars/personal/forgotten.html")
