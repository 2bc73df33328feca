"""Every operation about personal calendars, called once: for the journal's test."""

from collections.abc import Callable
from typing import Any

from tests.support.world import BY, World


def calendars(w: World) -> dict[str, Callable[[], Any]]:
    from webinar.calendars.personal import operations as ops
    from webinar.calendars.personal.models import Follower
    from webinar.core import ids
    from webinar.core.db import db
    from webinar.core.links import PersonalLink

    def asked() -> str:
        ops.ask_for_calendar(email="kim@example.org", keys=[], language="en", by=BY)
        link = db.session.query(PersonalLink).order_by(PersonalLink.id.desc()).first()
        return str(link.public_id)

    def begun() -> Follower:
        return ops.confirm_calendar(link_id=asked(), keys=[], language="en", by=BY)

    def own(name: str, /, **more: Any) -> Callable[[], Any]:
        return lambda: getattr(ops, name)(follower_id=begun().public_id, by=BY, **more)

    fields: dict[str, Any] = {"name": "Mine", "contains": ["starred"], "alarm": None}

    def feed(name: str, /, **more: Any) -> Callable[[], Any]:
        def run() -> Any:
            person = begun().public_id
            made = ops.make_feed(
                follower_id=person, feed_id=ids.new_id(), token_hash=ids.new_id(), by=BY, **fields
            )
            act = getattr(ops, name)
            return act(follower_id=person, feed_id=made.public_id, by=BY, **more)

        return run

    stars = [f"session/{w.session.public_id}"]
    return {
        "ask_for_calendar": asked,
        "confirm_calendar": begun,
        "open_own_calendar": lambda: ops.open_own_calendar(account_id=w.new_account(), by=BY),
        "give_stars": own("give_stars", keys=stars),
        "take_stars": own("take_stars", keys=stars),
        "note_registered": own("note_registered", keys=stars, is_registered=True),
        "make_feed": own("make_feed", feed_id=ids.new_id(), token_hash="2", **fields),
        "edit_feed": feed("edit_feed", **fields | {"alarm": 5}),
        "renew_feed": feed("renew_feed", new_id=ids.new_id(), token_hash="3"),
        "revoke_feed": feed("revoke_feed"),
        "open_speaking_feed": lambda: ops.open_speaking_feed(
            email="kim@example.org",
            feed_id=ids.new_id(),
            token_hash="4",
            name="Where I speak",
            language="en",
            by=BY,
        ),
        "renew_page_link": own("renew_page_link"),
        "forget_follower": own("forget_follower"),
    }
