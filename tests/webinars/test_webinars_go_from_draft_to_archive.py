"""The states of a webinar, and the steps between them."""

import pytest

from tests.support.programme import ANNA, a_draft, a_session, a_webinar
from webinar.core.db import db, transaction
from webinar.webinars import operations
from webinar.webinars.errors import NotReady, WrongState
from webinar.webinars.models import Category
from webinar.webinars.queries import missing_for_publishing


def test_a_date_can_be_announced_before_there_is_a_session(in_app):
    draft = a_draft()
    (advice,) = missing_for_publishing(draft)
    assert (advice.code, advice.is_needed) == ("no-session", False)
    assert operations.publish_webinar(webinar_id=draft.public_id, by=ANNA).state == "published"


def test_a_draft_in_a_deleted_category_needs_another_first(in_app):
    draft = a_draft()
    with transaction():
        db.session.get_one(Category, draft.category_id).deleted_at = draft.created_at
    with pytest.raises(NotReady) as refused:
        operations.publish_webinar(webinar_id=draft.public_id, by=ANNA)
    assert refused.value.missing == ["no-category"]


def test_a_draft_whose_category_was_deleted_cannot_be_published(in_app, monkeypatch):
    draft = a_draft()
    a_session(draft)
    category = draft.category
    other = a_draft("Another", new_category="Law").category
    operations.edit_webinar(
        webinar_id=draft.public_id,
        title=draft.title,
        timezone=draft.timezone,
        starts=draft.starts_wall,
        ends=draft.ends_wall,
        category_id=other.public_id,
        by=ANNA,
    )
    operations.delete_category(category_id=category.public_id, by=ANNA)
    assert operations.publish_webinar(webinar_id=draft.public_id, by=ANNA).state == "published"


def test_publishing_keeps_the_first_time(in_app, clock):
    webinar = a_webinar()
    first = webinar.published_at
    assert first is not None
    clock.shift(3600)
    operations.unpublish_webinar(webinar_id=webinar.public_id, by=ANNA)
    again = operations.publish_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert (again.state, again.published_at) == ("published", first)


def test_cancelling_says_why_and_reopening_forgets_it(in_app):
    webinar = a_webinar()
    done = operations.cancel_webinar(webinar_id=webinar.public_id, reason="Ill", by=ANNA)
    assert (done.state, done.cancel_reason) == ("cancelled", "Ill")
    assert done.cancelled_at is not None
    back = operations.reopen_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert (back.state, back.cancel_reason, back.cancelled_at) == ("published", "", None)


def test_archiving_and_back(in_app):
    webinar = a_webinar()
    archived = operations.archive_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert archived.state == "archived"
    assert operations.reopen_webinar(webinar_id=webinar.public_id, by=ANNA).state == "published"


@pytest.mark.parametrize(
    "step", ["unpublish_webinar", "archive_webinar", "reopen_webinar", "cancel_webinar"]
)
def test_no_other_step_leads_on_from_a_draft(in_app, step):
    draft = a_draft()
    more = {"reason": "no"} if step == "cancel_webinar" else {}
    with pytest.raises(WrongState):
        getattr(operations, step)(webinar_id=draft.public_id, by=ANNA, **more)
