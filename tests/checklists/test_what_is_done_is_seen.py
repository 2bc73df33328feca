"""Items are done by what is there, by a word of the person, or waived; due dates follow."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.programme import ANNA, a_draft, a_session, a_speaker, wall
from webinar.checklists import operations, queries
from webinar.checklists.models import DONE, REFUSED, WAIVED
from webinar.checklists.tasks import due_at, is_placeholder
from webinar.checklists.usual import built_in
from webinar.checklists.values import ItemValues
from webinar.core.db import db, transaction
from webinar.core.journal import speaker as as_speaker
from webinar.papers.models import Paper
from webinar.papers.operations import Author, start_paper, submit_paper, withdraw_paper
from webinar.speakers.operations import edit_speaker, set_portrait, set_session_speakers
from webinar.speakers.pictures import Picture
from webinar.webinars.operations import describe_session, edit_webinar


@pytest.fixture
def talk(in_app, clock):
    """A talk by Maria, chaired by Kim, on 5 May 2026 in London; the usual checklist."""
    webinar = a_draft("Rivers")
    session = a_session(webinar, "Talk by Maria Nowak")
    maria, kim = a_speaker(), a_speaker("Kim Lee")
    parts = [(maria.public_id, "speaker"), (kim.public_id, "chair")]
    set_session_speakers(session_id=session.public_id, roles=parts, by=ANNA)
    operations.start_checklist(webinar_id=webinar.public_id, items=built_in(), by=ANNA)
    return webinar, session, maria, kim


def states(webinar, name="Maria Nowak"):
    db.session.expire_all()
    (line,) = [one for one in queries.board_of(webinar).lines if one.speaker.name == name]
    return {task.item.kind: task.state for task in line.tasks}


def item_of(webinar, kind):
    (item,) = [one for one in queries.items_of(webinar.id) if one.kind == kind]
    return item


def test_each_fact_is_seen_where_it_is(talk):
    webinar, session, maria, _kim = talk
    assert set(states(webinar).values()) == {"open"}
    picture = Picture(480, b"x", "0" * 64)
    set_portrait(speaker_id=maria.public_id, pictures=[picture], by=ANNA)
    assert states(webinar)["portrait"] == "done"
    edit_speaker(speaker_id=maria.public_id, name="Maria Nowak", biography="Swims.", by=ANNA)
    assert states(webinar)["biography"] == "done"
    told = {"session_id": session.public_id, "title": "What silt knows", "slides_url": ""}
    describe_session(**told, abstract="", by=ANNA)
    now = states(webinar)
    assert (now["title"], now["abstract"], now["slides"]) == ("done", "open", "open")
    describe_session(**told, abstract="Mud.", by=ANNA)
    assert states(webinar)["abstract"] == "done"
    paper = start_paper(
        title="Slides", kind="slides", body="Words", session_id=session.public_id,
        submitter_id=maria.public_id, authors=[Author("Maria Nowak")], by=ANNA,
    )  # fmt: skip
    assert states(webinar)["slides"] == "open"
    submit_paper(paper_id=paper.public_id, by=ANNA)
    assert states(webinar)["slides"] == "done"
    withdraw_paper(paper_id=paper.public_id, by=ANNA)
    assert states(webinar)["slides"] == "open"


def test_who_chairs_is_not_asked_for_a_talk(talk):
    now = states(talk[0], "Kim Lee")
    assert {kind for kind, state in now.items() if state == "not asked"} == {
        "title", "abstract", "slides",
    }  # fmt: skip


def test_a_consent_keeps_its_words_and_other_words_ask_again(talk, clock):
    webinar, _session, maria, _kim = talk
    item = item_of(webinar, "consent")
    ids = {"item_id": item.public_id, "speaker_id": maria.public_id}
    by = as_speaker("Maria Nowak")
    mark = operations.mark_item(**ids, state=DONE, words=item.words, by=by)
    assert (mark.words, mark.said_by, mark.said_at) == (item.words, "Maria Nowak", mark.updated_at)
    assert states(webinar)["consent"] == "done"
    operations.mark_item(**ids, state=REFUSED, words=item.words, by=by)
    assert states(webinar)["consent"] == "refused"
    operations.edit_item(
        item_id=item.public_id, title="", words="Something else", days_before=7, by=ANNA
    )
    assert states(webinar)["consent"] == "open"
    assert [one.state for one in queries.consents_of(maria)] == ["open"]


def test_ticks_and_waivers_come_and_go(talk):
    webinar, _session, maria, _kim = talk
    item = item_of(webinar, "sound_check")
    ids = {"item_id": item.public_id, "speaker_id": maria.public_id, "by": ANNA}
    operations.mark_item(**ids, state=WAIVED)
    assert states(webinar)["sound_check"] == "waived"
    operations.unmark_item(**ids)
    assert states(webinar)["sound_check"] == "open"
    operations.mark_item(**ids, state=DONE)
    operations.remove_item(item_id=item.public_id, by=ANNA)
    assert "sound_check" not in states(webinar)


def test_due_days_are_the_webinars_and_move_along(talk, clock):
    webinar = talk[0]
    # The end of that day in London, before and after its clocks change.
    assert due_at(webinar, 7) == datetime(2026, 4, 28, 22, 59, tzinfo=UTC)
    assert due_at(webinar, 40) == datetime(2026, 3, 26, 23, 59, tzinfo=UTC)
    assert due_at(webinar, 0) == webinar.starts_at
    edit_webinar(
        webinar_id=webinar.public_id, title="Rivers", timezone="Asia/Tokyo",
        starts=wall("2026-06-05 14:00"), ends=wall("2026-06-05 16:00"),
        category_id=webinar.category.public_id, by=ANNA,
    )  # fmt: skip
    assert due_at(webinar, 7) == datetime(2026, 5, 29, 14, 59, tzinfo=UTC)
    clock.move_to(due_at(webinar, 21) + timedelta(minutes=1))
    assert states(webinar)["portrait"] == "late"


@pytest.mark.parametrize(
    "title",
    [
        "TBA",
        "To be announced",
        "talk",
        "Talk by Maria Nowak",
        "Maria Nowak",
        "Title follows",
        "tbc.",
    ],
)
def test_a_placeholder_is_no_title(title):
    assert is_placeholder(title, ["Maria Nowak"])


@pytest.mark.parametrize("title", ["Talking rivers", "The TBA paradox", "Maria Nowak and I"])
def test_a_title_is_one(title):
    assert not is_placeholder(title, ["Maria Nowak"])


@pytest.mark.parametrize("people", [1, 3])
def test_it_costs_the_same_however_many(talk, statements, people):
    webinar, session, *_ = talk
    more = [(a_speaker(f"Person {number}").public_id, "speaker") for number in range(people)]
    set_session_speakers(session_id=session.public_id, roles=more, by=ANNA)
    values = [ItemValues("own", f"Thing {number}") for number in range(people)]
    for one in values:
        operations.add_item(webinar_id=webinar.public_id, values=one, by=ANNA)
    numbers = [line.speaker.id for line in queries.board_of(webinar).lines]
    db.session.rollback()
    db.session.refresh(webinar)
    with statements(exactly=6):
        queries.board_of(webinar)
    with statements(exactly=4):
        queries.tasks_of_speakers(numbers)


def test_only_who_stepped_back_is_asked_no_more(talk):
    """Maria's accepted paper is withdrawn; Kim gives another there, Ana was put there by hand."""
    webinar, session, maria, kim = talk
    ana = a_speaker("Ana Reyes")
    parts = [(one.public_id, "speaker") for one in (maria, kim, ana)]
    set_session_speakers(session_id=session.public_id, roles=parts, by=ANNA)

    def people():
        db.session.expire_all()
        return sorted(one.speaker.name for one in queries.board_of(webinar).lines)

    for person, state in ((maria, "withdrawn"), (kim, "confirmed")):
        paper = start_paper(
            title=f"By {person.name}", body="Words", session_id=session.public_id,
            submitter_id=person.public_id, authors=[Author(person.name, "", person.public_id)],
            kind="paper", by=ANNA,
        )  # fmt: skip
        with transaction():
            stored = db.session.get_one(Paper, paper.id)
            stored.state, stored.accepted_at = state, datetime(2026, 3, 1, tzinfo=UTC)
        assert people() == ["Ana Reyes", "Kim Lee"]
