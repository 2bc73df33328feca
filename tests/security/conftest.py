"""A site with one of everything, as an attacker finds it."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support import people
from tests.support.world import BY, World
from webinar.core import logs


@pytest.fixture
def site(app: Any) -> Any:
    """The app, prepared as after a start, answering errors as a running server does."""
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import ensure_site

    app.config["LIMITS_OFF"] = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        ensure_site(by=SYSTEM)
    return app


@pytest.fixture
def filled(site: Any) -> dict[str, str]:
    """One of everything, published where that exists; name -> a useful identifier or path."""
    from webinar.core import links
    from webinar.posts.operations import publish_page, publish_post
    from webinar.speakers.operations import send_personal_link, set_session_speakers

    with site.app_context():
        world = World(site)
        session = world.new_session(world.published)
        draft = world.session
        set_session_speakers(
            session_id=session.public_id, roles=[(world.speaker.public_id, "speaker")], by=BY
        )
        paper = world.published_paper()
        comment, message = world.new_comment(), world.new_message()
        post, page = world.new_post(), world.new_page()
        publish_post(post_id=post.public_id, by=BY)
        publish_page(page_id=page.public_id, by=BY)
        link = send_personal_link(speaker_id=world.speaker.public_id, by=BY)
        world.new_file()
        return {
            "webinar": world.published.public_id,
            "session": session.public_id,
            "draft": world.webinar.public_id,
            "draft session": draft.public_id,
            "speaker": world.speaker.public_id,
            "paper": paper.public_id,
            "draft paper": world.paper.public_id,
            "comment": comment.public_id,
            "message": message.public_id,
            "post": post.public_id,
            "page": page.public_id,
            "my": f"/my/{links.token(link)}",
        }


@pytest.fixture
def organizer(site: Any) -> Any:
    """A browser of an organizer."""
    return people.organizer(site)


@pytest.fixture
def guest(site: Any) -> Any:
    """A browser that belongs to nobody, and sends what browsers send from our own pages."""
    client = site.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return client


@pytest.fixture
def stored(site: Any) -> Callable[[], dict[str, list[Any]]]:
    """Every row of every table, for comparing before and after."""

    def read() -> dict[str, list[Any]]:
        from webinar.core.db import Base, db

        with site.app_context():
            return {
                table.name: sorted(
                    map(repr, db.session.execute(table.select()).tuples()),
                )
                for table in Base.metadata.sorted_tables
            }

    return read


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What was logged, read as JSON line by line; the bytes are those a server would write."""
    root = logging.getLogger()
    named = [logging.getLogger(f"webinar.{name}") for name in ("requests", "security")]
    before = root.handlers[:], root.level, [one.level for one in named]
    # As the server does it, without taking the handlers of the tests away.
    root.handlers[:] = []
    logs.configure(requests=True)
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    written = io.StringIO()
    handler.setStream(written)

    def read() -> list[dict[str, Any]]:
        assert "\x1b" not in written.getvalue()
        return [json.loads(line) for line in written.getvalue().split("\n") if line]

    yield read
    root.handlers[:], root.level = before[0], before[1]
    for one, level in zip(named, before[2], strict=True):
        one.setLevel(level)
