"""The way in for a person without an account."""

import pytest
import sqlalchemy as sa

from tests.support.programme import ANNA, a_speaker, a_webinar, speaks
from webinar.core import links
from webinar.core.db import db
from webinar.core.mail import OutgoingMail, compose, write
from webinar.speakers import operations, queries
from webinar.speakers.operations_own import choose_zone


@pytest.fixture
def speaker(in_app, clock):
    return a_speaker(email="maria@example.org")


def send(speaker):
    return links.token(operations.send_personal_link(speaker_id=speaker.public_id, by=ANNA))


def edit(speaker, **fields):
    operations.edit_speaker(speaker_id=speaker.public_id, name=speaker.name, by=ANNA, **fields)


def test_the_mail_holds_an_address_that_opens_the_persons_page(speaker):
    token = send(speaker)
    assert links.open_link(token, queries.LINK).subject_id == speaker.public_id
    mail = db.session.scalars(sa.select(OutgoingMail)).one()
    assert f"/my/{token}" in write(mail).text
    assert token not in str(mail.values)


def test_the_mail_says_where_the_person_speaks(speaker):
    session = a_webinar().sessions[0]
    speaks(session, speaker)
    choose_zone(speaker_id=speaker.public_id, timezone="Asia/Tokyo", by=ANNA)
    send(speaker)
    words = write(db.session.scalars(sa.select(OutgoingMail)).one())
    for text in (words.text, words.html):
        assert session.title in text
        assert "5 May 2026, 14:00–15:00, London time" in text
        assert "5 May 2026, 22:00–23:00, Tokyo time" in text


def test_a_mail_planned_before_revoking_brings_no_new_address(speaker):
    send(speaker)
    mail = db.session.scalars(sa.select(OutgoingMail)).one()
    assert compose(mail)["To"] == "Maria Nowak <maria@example.org>"
    edit(speaker, email="other@example.org")
    with pytest.raises(ValueError, match="revoked"):
        compose(mail)


def test_a_double_click_sends_one_mail_and_a_later_one_another(speaker, clock):
    assert send(speaker) == send(speaker)
    assert len(db.session.scalars(sa.select(OutgoingMail)).all()) == 1
    clock.shift(90)
    send(speaker)
    assert len(db.session.scalars(sa.select(OutgoingMail)).all()) == 2


def test_without_an_address_there_is_a_sentence(in_app):
    with pytest.raises(operations.NoAddress, match="Maria Nowak"):
        operations.send_personal_link(speaker_id=a_speaker().public_id, by=ANNA)


def test_revoking_ends_every_address_sent_so_far(speaker):
    old = send(speaker)
    operations.revoke_personal_link(speaker_id=speaker.public_id, by=ANNA)
    assert links.open_link(old, queries.LINK) is None
    assert links.open_link(send(speaker), queries.LINK) is not None


def test_another_mail_address_and_deleting_revoke_too(speaker):
    first = send(speaker)
    edit(speaker, affiliation="Elsewhere")
    assert links.open_link(first, queries.LINK) is not None
    edit(speaker, email="maria@example.com")
    assert links.open_link(first, queries.LINK) is None
    second = send(speaker)
    operations.delete_speaker(speaker_id=speaker.public_id, by=ANNA)
    assert links.open_link(second, queries.LINK) is None
