"""Draft, published, cancelled, archived, unlisted, deleted: SQL and Python agree."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from tests.support.programme import ANNA, a_category, a_draft, a_webinar
from webinar.core import clock
from webinar.core.db import db, with_deleted
from webinar.webinars import operations, policy
from webinar.webinars.models import Session, Webinar

pytestmark = pytest.mark.checklist(64)


def one_of_each() -> None:
    category = a_category().public_id
    a_draft("draft", category_id=category)
    for name in ("published", "cancelled", "archived", "unlisted", "deleted", "unlisted-archived"):
        webinar = a_webinar(name, category_id=category).public_id
        if name == "cancelled":
            operations.cancel_webinar(webinar_id=webinar, reason="", by=ANNA)
        if "archived" in name:
            operations.archive_webinar(webinar_id=webinar, by=ANNA)
        if "unlisted" in name:
            operations.unlist_webinar(webinar_id=webinar, by=ANNA)
        if name == "deleted":
            operations.delete_webinar(webinar_id=webinar, by=ANNA)


def titles(condition) -> set[str]:
    return {one.title for one in db.session.scalars(sa.select(Webinar).where(condition))}


def test_webinars(in_app, clock):
    one_of_each()
    now = clock_now()
    everything = db.session.scalars(with_deleted(sa.select(Webinar))).all()
    assert len(everything) == 7
    readable = {"published", "cancelled", "archived", "unlisted", "unlisted-archived"}
    listed = {"published", "cancelled", "archived"}
    coming = {"published", "cancelled"}
    assert titles(policy.webinar_readable()) == readable
    assert titles(policy.webinar_listed()) == listed
    assert titles(policy.webinar_coming(now)) == coming
    assert {one.title for one in everything if policy.is_webinar_readable(one)} == readable
    assert {one.title for one in everything if policy.is_webinar_listed(one)} == listed
    assert {one.title for one in everything if policy.is_webinar_coming(one, now)} == coming


def test_sessions_follow_their_webinar(in_app, clock):
    one_of_each()

    def slugs(condition) -> set[str]:
        found = sa.select(Session).where(condition)
        return {one.webinar.title for one in db.session.scalars(found)}

    assert slugs(policy.session_listed()) == {"published", "cancelled", "archived"}
    assert slugs(policy.session_readable()) >= {"unlisted", "unlisted-archived"}
    rows = db.session.scalars(with_deleted(sa.select(Session))).all()
    found = {
        one.public_id for one in rows if one.webinar is not None and policy.is_session_listed(one)
    }
    wanted = db.session.scalars(sa.select(Session.public_id).where(policy.session_listed()))
    assert found == set(wanted)


def test_it_stops_coming_when_it_ends(in_app, clock):
    webinar = a_webinar()
    clock.move_to(webinar.ends_at - timedelta(seconds=1))
    assert titles(policy.webinar_coming(clock_now())) == {"Spring seminar"}
    # The same instant at which its own page says that it is over.
    clock.move_to(webinar.ends_at)
    assert webinar.is_over
    assert titles(policy.webinar_coming(clock_now())) == set()
    assert not policy.is_webinar_coming(webinar, clock_now())


def clock_now():
    return clock.now()
