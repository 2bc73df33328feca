"""One mail a person and day, about all that is open, before it is due and on the day."""

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP

import pytest
import sqlalchemy as sa

from tests.support.programme import ANNA, a_draft, a_session, a_speaker
from webinar.checklists import operations, queries
from webinar.checklists.jobs import remind_speakers
from webinar.checklists.models import DONE
from webinar.checklists.values import ItemValues
from webinar.core.db import db
from webinar.core.mail import OutgoingMail, compose, write
from webinar.speakers.operations import set_session_speakers
from webinar.speakers.operations_own import choose_zone
from webinar.webinars.operations import cancel_webinar, publish_webinar

CHECK = ItemValues("sound_check", days_before=7)


@pytest.fixture
def webinar(in_app, clock):
    """On 5 May 2026 in London: Maria (Polish mails) and Kim speak; a sound check by 28 April."""
    made = a_draft("Rivers")
    session = a_session(made)
    maria = a_speaker(email="maria@example.org", language="pl")
    kim = a_speaker("Kim Lee", email="kim@example.org")
    nobody = a_speaker("Ned Null")
    parts = [(one.public_id, "speaker") for one in (maria, kim, nobody)]
    set_session_speakers(session_id=session.public_id, roles=parts, by=ANNA)
    operations.start_checklist(webinar_id=made.public_id, items=[CHECK], by=ANNA)
    return made


def at(clock, day, hour=10):
    clock.move_to(datetime(2026, 4, day, hour, tzinfo=UTC))
    remind_speakers()


def sent():
    db.session.rollback()
    rows = db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id))
    return [f"{one.to_address.partition('@')[0]} {one.created_at:%d}" for one in rows]


def person(name):
    for line in queries.board_of(db.session.scalars(sa.select(queries.Webinar)).first()).lines:
        if line.speaker.name == name:
            return line.speaker.public_id
    raise AssertionError(name)


def mark(webinar, name):
    (item,) = queries.items_of(webinar.id)
    ids = {"item_id": item.public_id, "speaker_id": person(name)}
    operations.mark_item(**ids, state=DONE, by=ANNA)


def test_three_days_before_and_on_the_day_and_no_more_when_done(webinar, clock):
    for day in (20, 24):
        at(clock, day)
    assert sent() == []
    at(clock, 25, hour=5)
    assert sent() == [], "too early in the morning"
    at(clock, 25)
    at(clock, 25, hour=15)
    assert sent() == ["maria 25", "kim 25"]
    at(clock, 26)
    mark(webinar, "Kim Lee")
    for day in (28, 29, 30):
        at(clock, day)
    assert sent() == ["maria 25", "kim 25", "maria 28"]


def test_a_day_on_which_nothing_ran_is_made_up_for(webinar, clock):
    at(clock, 26)
    at(clock, 27)
    assert sent() == ["maria 26", "kim 26"]
    at(clock, 29)
    assert sent() == ["maria 26", "kim 26", "maria 29", "kim 29"]


def test_all_that_is_open_stands_in_one_mail(webinar, clock):
    other = a_draft("Lakes")
    session = a_session(other, "Mud")
    parts = [(person("Maria Nowak"), "speaker")]
    set_session_speakers(session_id=session.public_id, roles=parts, by=ANNA)
    values = [ItemValues("own", "A test <b>call</b>", days_before=7), ItemValues("portrait")]
    operations.start_checklist(webinar_id=other.public_id, items=values, by=ANNA)
    at(clock, 25)
    assert sent() == ["maria 25", "kim 25"]
    mail = db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id)).first()
    words = write(mail)
    assert mail.language == "pl"
    for text in ("Rivers", "Lakes", "A test <b>call</b>", "/my/"):
        assert text in words.text, text
    assert "A test &lt;b&gt;call&lt;/b&gt;" in words.html
    assert "At most one such mail comes a day" in words.text


def test_the_day_is_the_persons_own(webinar, clock):
    choose_zone(speaker_id=person("Maria Nowak"), timezone="Pacific/Auckland", by=ANNA)
    # 23:59 on 28 April in London is the morning of the 29th there, three days before is the 26th.
    at(clock, 25, hour=10)
    assert sent() == ["kim 25"]
    at(clock, 25, hour=21)
    assert sent() == ["kim 25", "maria 25"]
    mail = db.session.scalars(sa.select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
    assert "29" in mail.values["lines"][0]["due"]


def test_nobody_is_reminded_of_what_is_off(webinar, clock):
    operations.set_reminding(
        webinar_id=webinar.public_id, is_reminding=False, remind_days=3, by=ANNA
    )
    at(clock, 25)
    assert sent() == []
    operations.set_reminding(
        webinar_id=webinar.public_id, is_reminding=True, remind_days=3, by=ANNA
    )
    publish_webinar(webinar_id=webinar.public_id, by=ANNA)
    cancel_webinar(webinar_id=webinar.public_id, reason="Storm", by=ANNA)
    before = len(sent())
    at(clock, 28)
    assert len(sent()) == before


def test_one_press_in_the_mail_program_ends_them(app, webinar, clock, client):
    at(clock, 25)
    row = db.session.scalars(
        sa.select(OutgoingMail).where(OutgoingMail.to_address.like("kim%"))
    ).one()
    message = message_from_bytes(compose(row).as_bytes(), policy=SMTP)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"]
    assert re.fullmatch(r"<http://localhost/my/[a-z0-9.]+/reminders>", address), address
    path = address[len("<http://localhost") : -1]
    assert f"{path}" in message.get_body(("plain",)).get_content()
    assert client.get(path).status_code == 200
    # A mail server has neither a cookie nor the headers of a browser.
    press = app.test_client().post(path, data={"List-Unsubscribe": "One-Click"})
    assert press.status_code == 204
    at(clock, 28)
    assert sent() == ["maria 25", "kim 25", "maria 28"]
    everybody = [person(name) for name in ("Maria Nowak", "Kim Lee")]
    assert operations.remind(speaker_ids=everybody, by=ANNA) == []
    assert "Remind me again" in client.get(path).text
    client.post(path, data={"state": "on"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert [one.name for one in operations.remind(speaker_ids=everybody, by=ANNA)] == ["Kim Lee"]


def test_who_came_after_the_day_is_not_called_late(webinar, clock):
    clock.move_to(datetime(2026, 5, 1, 10, tzinfo=UTC))
    (session,) = webinar.sessions
    late = a_speaker("Lea Late", email="lea@example.org")
    parts = [(person("Kim Lee"), "speaker"), (late.public_id, "speaker")]
    set_session_speakers(session_id=session.public_id, roles=parts, by=ANNA)
    sudden = {
        line.speaker.name: line.tasks[0].is_sudden for line in queries.board_of(webinar).lines
    }
    assert sudden == {"Kim Lee": False, "Lea Late": True}
    operations.remind(speaker_ids=[late.public_id], by=ANNA)
    words = write(db.session.scalars(sa.select(OutgoingMail)).one()).text
    assert "As soon as you can." in words
    assert "It was due" not in words


def test_by_hand_it_counts_for_the_day(webinar, clock):
    everybody = [person(name) for name in ("Maria Nowak", "Kim Lee", "Ned Null")]
    told = operations.remind(speaker_ids=everybody, by=ANNA)
    assert {one.name for one in told} == {"Maria Nowak", "Kim Lee"}
    assert operations.remind(speaker_ids=everybody, by=ANNA) == []
    lines = queries.board_of(webinar).lines
    assert {line.speaker.name for line in lines if line.reminded_at} == {"Maria Nowak", "Kim Lee"}
