"""Somebody who keeps a calendar, for tests that walk every form and page."""

from typing import Any, NamedTuple

from tests.support.world import BY
from webinar.core import ids, links

_PAGE = "/my/calendar/"
#: what a feed is called, and holds
FEED: dict[str, Any] = {"name": "Mine", "contains": ["starred", "speaking"], "alarm": 15}


class Kept(NamedTuple):
    """Path of a page behind a mailed link, a feed's identifier, the token in its address."""

    page: str
    feed: str
    token: str


def keeps_a_calendar(
    app: Any, *keys: str, email: str = "kim@example.org", account_id: str = ""
) -> Kept:
    """A calendar with these stars and one feed; with an account it is that account's."""
    from webinar.calendars.personal import operations as ops
    from webinar.calendars.personal import tokens

    page = asked_for_a_calendar(app, *keys, email=email)
    with app.app_context():
        link = links.open_link(page.removeprefix(_PAGE), ops.LINK)
        assert link is not None
        if account_id:
            person = ops.open_own_calendar(account_id=account_id, by=BY).public_id
            ops.give_stars(follower_id=person, keys=keys, by=BY)
        else:
            person = ops.confirm_calendar(
                link_id=link.public_id, keys=keys, language="en", by=BY
            ).public_id
        token, feed = tokens.new_token(), ids.new_id()
        ops.make_feed(
            follower_id=person, feed_id=feed, token_hash=tokens.hash_of(token), by=BY, **FEED
        )
        return Kept(page, feed, token)


def asked_for_a_calendar(app: Any, *keys: str, email: str = "new@example.org") -> str:
    """Path in the mail of who asked for a link with these stars and pressed no button yet."""
    from webinar.calendars.personal import operations as ops
    from webinar.core.db import db
    from webinar.core.links import PersonalLink

    with app.app_context():
        ops.ask_for_calendar(email=email, keys=keys, language="en", by=BY)
        link = db.session.query(PersonalLink).order_by(PersonalLink.id.desc()).first()
        return _PAGE + links.token(link)
