"""Parts in a session: in order, with a role, exchanged as a whole."""

import pytest

from tests.support.programme import ANNA, a_speaker, a_webinar, speaks
from webinar.core import news
from webinar.speakers import operations, queries
from webinar.speakers.announcements import RolesChanged


@pytest.fixture
def session(in_app):
    return a_webinar().sessions[0]


def people(session):
    return [
        (one.name, role) for one, role in queries.speakers_of_sessions([session.id])[session.id]
    ]


def set_roles(session, *roles):
    operations.set_session_speakers(
        session_id=session.public_id,
        roles=[(one.public_id, role) for one, role in roles],
        by=ANNA,
    )


def test_the_order_is_kept_and_can_be_changed(session):
    anna, ben, eve = a_speaker("Anna"), a_speaker("Ben"), a_speaker("Eve")
    set_roles(session, (ben, "chair"), (anna, "speaker"))
    assert people(session) == [("Ben", "chair"), ("Anna", "speaker")]
    set_roles(session, (anna, "speaker"), (eve, "panelist"), (ben, "chair"))
    assert people(session) == [("Anna", "speaker"), ("Eve", "panelist"), ("Ben", "chair")]
    set_roles(session, (eve, "moderator"))
    assert people(session) == [("Eve", "moderator")]


def test_one_person_can_have_two_parts_but_each_once(session):
    anna = a_speaker("Anna")
    set_roles(session, (anna, "speaker"), (anna, "chair"), (anna, "speaker"))
    assert people(session) == [("Anna", "speaker"), ("Anna", "chair")]


def test_nothing_is_announced_when_nothing_changes(session, monkeypatch):
    anna = a_speaker("Anna")
    set_roles(session, (anna, "speaker"))
    heard = []
    monkeypatch.setitem(news._listeners, RolesChanged, [heard.append])
    set_roles(session, (anna, "speaker"))
    assert heard == []
    set_roles(session, (anna, "chair"))
    assert heard == [RolesChanged(session.id)]


def test_an_unknown_part_is_refused(session):
    with pytest.raises(operations.UnknownRole):
        set_roles(session, (a_speaker("Anna"), "singer"))


def test_a_deleted_speaker_returns_to_the_same_part(session):
    anna, ben = a_speaker("Anna"), a_speaker("Ben")
    speaks(session, anna, ben)
    operations.delete_speaker(speaker_id=anna.public_id, by=ANNA)
    assert people(session) == [("Ben", "speaker")]
    set_roles(session, (ben, "chair"))
    operations.restore_speaker(speaker_id=anna.public_id, by=ANNA)
    assert people(session) == [("Anna", "speaker"), ("Ben", "chair")]
