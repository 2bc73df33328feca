"""The states of a webinar, and the steps between them."""

import pytest

from tests.support.programme import ANNA, a_draft, a_session, a_webinar
from webinar.webinars import operations
from webinar.webinars.errors import NotReady, WrongState


def test_a_draft_without_a_session_says_what_is_missing(in_app):
    draft = a_draft()
    with pytest.raises(NotReady) as refused:
        operations.publish_webinar(webinar_id=draft.public_id, by=ANNA)
    assert refused.value.missing == ["no-session"]
    assert "Add a session" in str(refused.value)


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
