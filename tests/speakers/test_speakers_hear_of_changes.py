"""Moved or cancelled: the people who speak get one mail each, with both times."""

import pytest
import sqlalchemy as sa

from tests.support.programme import ANNA, a_draft, a_session, a_speaker, a_webinar, speaks, wall
from webinar.core.db import db, transaction
from webinar.core.mail import OutgoingMail, write
from webinar.speakers.queries import speaker_by_email
from webinar.webinars import operations


@pytest.fixture
def session(in_app, clock):
    session = a_webinar().sessions[0]
    speaks(session, a_speaker(email="maria@example.org"), a_speaker("Without Address"))
    return session


def mails():
    return list(db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)))


def move(session, hour):
    operations.move_session(
        session_id=session.public_id,
        starts=wall(f"2026-05-05 {hour}:00"),
        ends=wall(f"2026-05-05 {hour}:45"),
        by=ANNA,
    )


def test_a_move_is_told_in_the_webinars_zone_and_in_utc(session):
    move(session, 15)
    [mail] = mails()
    assert (mail.to_address, mail.subject) == ("maria@example.org", "New time: Opening talk")
    words = write(mail)
    for text in (words.text, words.html):
        assert "5 May 2026, 15:00–15:45, London time" in text
        assert "5 May 2026, 14:00–14:45 UTC" in text
        assert "5 May 2026, 14:00–15:00, London time" in text
        assert "/my/" in text


def test_who_chose_a_zone_is_told_in_it(session):
    with transaction():
        speaker_by_email("maria@example.org").timezone = "Asia/Tokyo"
    move(session, 15)
    (mail,) = mails()
    words = write(mail)
    for text in (words.text, words.html):
        assert "5 May 2026, 23:00–23:45, Tokyo time" in text
        assert "UTC" not in text


def test_there_and_back_again_are_two_mails(session):
    move(session, 15)
    move(session, 14)
    move(session, 15)
    assert len(mails()) == 3


def test_a_changed_title_is_no_move(session):
    operations.edit_session(
        session_id=session.public_id,
        title="Another title",
        starts=session.starts_wall,
        ends=session.ends_wall,
        by=ANNA,
    )
    assert mails() == []


def test_a_cancelled_session_says_why(session):
    operations.cancel_session(session_id=session.public_id, reason="The speaker is ill.", by=ANNA)
    [mail] = mails()
    assert mail.subject == "Cancelled: Opening talk"
    words = write(mail)
    assert "The speaker is ill." in words.text
    assert "The speaker is ill." in words.html


def test_a_cancelled_webinar_cancels_every_session_once(session):
    operations.cancel_webinar(webinar_id=session.webinar.public_id, reason="No power.", by=ANNA)
    assert [mail.subject for mail in mails()] == ["Cancelled: Opening talk"]


def test_a_draft_and_the_past_are_told_to_nobody(session, clock):
    draft = a_draft("Draft", category_id=session.webinar.category.public_id)
    other = a_session(draft)
    speaks(other, a_speaker("Ben", email="ben@example.org"))
    move(other, 15)
    assert mails() == []
    clock.shift(100 * 86400)
    move(session, 15)
    assert mails() == []
