"""A copy has the items, due as long before; nobody hears of it before it is published."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from tests.support import people
from tests.support.programme import ANNA, a_draft, a_session, a_speaker
from webinar.checklists import operations, queries
from webinar.checklists.jobs import remind_speakers
from webinar.checklists.models import DONE
from webinar.checklists.values import ItemValues
from webinar.core.db import db
from webinar.core.mail import OutgoingMail
from webinar.speakers.operations import set_session_speakers
from webinar.webinars.operations import duplicate_webinar, publish_webinar, unpublish_webinar

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def original(in_app, clock):
    """On 5 May 2026 in London; a consent, later put first, and a sound check that is done."""
    made = a_draft("Rivers")
    session = a_session(made)
    maria = a_speaker(email="maria@example.org")
    parts = [(maria.public_id, "speaker")]
    set_session_speakers(session_id=session.public_id, roles=parts, by=ANNA)
    items = [ItemValues("sound_check", "Call us", "By telephone", 2)]
    ids = {"webinar_id": made.public_id, "by": ANNA}
    operations.start_checklist(items=items, **ids)
    consent = operations.add_item(values=ItemValues("consent", words="Yes.", days_before=9), **ids)
    operations.order_items(item_ids=[consent.public_id], **ids)
    operations.set_reminding(is_reminding=True, remind_days=5, **ids)
    (check, _other) = reversed(queries.items_of(made.id))
    operations.mark_item(item_id=check.public_id, speaker_id=maria.public_id, state=DONE, by=ANNA)
    return made


def mails():
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(OutgoingMail.id)))


def test_the_same_items_due_as_long_before(original):
    starts = original.starts_wall + timedelta(days=28)
    copy = duplicate_webinar(webinar_id=original.public_id, starts=starts, by=ANNA)
    (line,) = queries.board_of(copy).lines
    assert [(task.item.kind, task.state) for task in line.tasks] == [
        ("consent", "open"),
        ("sound_check", "open"),
    ]
    assert [task.due_at.date() for task in line.tasks] == [date(2026, 5, 24), date(2026, 5, 31)]
    check = line.tasks[1].item
    assert (check.title, check.words) == ("Call us", "By telephone")
    checklist = queries.checklist_of(copy.id)
    assert (checklist.is_reminding, checklist.remind_days) == (True, 5)


def test_without_a_checklist_there_is_none(in_app, clock):
    made = a_draft("Lakes")
    copy = duplicate_webinar(webinar_id=made.public_id, starts=made.starts_wall, by=ANNA)
    assert queries.checklist_of(copy.id) is None


def test_nobody_hears_of_a_copy_before_it_is_published(app, original, clock, html_errors):
    starts = original.starts_wall + timedelta(days=28)
    copy = duplicate_webinar(webinar_id=original.public_id, starts=starts, by=ANNA)
    maria = queries.speakers_in(copy.id)[0].id
    clock.move_to(datetime(2026, 5, 20, 12, tzinfo=UTC))
    remind_speakers()
    assert (mails(), queries.tasks_of_speakers([maria])) == (0, [])
    desk, board = people.organizer(app), f"/organize/webinars/{copy.public_id}/checklist"
    page = desk.get(board).text
    assert html_errors(page) == []
    assert "as soon as the webinar is published" in page
    assert desk.post(f"{board}/ask", headers=OURS).status_code == 303
    assert "as soon as the webinar is published" not in desk.get(board).text
    db.session.rollback()
    remind_speakers()
    assert (mails(), len(queries.tasks_of_speakers([maria]))) == (1, 2)


def test_published_once_it_goes_on_as_a_draft(original, clock):
    starts = original.starts_wall + timedelta(days=28)
    copy = duplicate_webinar(webinar_id=original.public_id, starts=starts, by=ANNA)
    maria = queries.speakers_in(copy.id)[0].id
    publish_webinar(webinar_id=copy.public_id, by=ANNA)
    unpublish_webinar(webinar_id=copy.public_id, by=ANNA)
    # Two of the original's, two of the copy's.
    assert len(queries.tasks_of_speakers([maria])) == 4
    assert not queries.checklist_of(copy.id).asks_nobody_yet


def test_once_it_is_published_they_are_asked(original, clock):
    starts = original.starts_wall + timedelta(days=28)
    copy = duplicate_webinar(webinar_id=original.public_id, starts=starts, by=ANNA)
    maria = queries.speakers_in(copy.id)[0].id
    publish_webinar(webinar_id=copy.public_id, by=ANNA)
    clock.move_to(datetime(2026, 5, 20, 12, tzinfo=UTC))
    before = mails()
    remind_speakers()
    assert (mails() - before, len(queries.tasks_of_speakers([maria]))) == (1, 2)
