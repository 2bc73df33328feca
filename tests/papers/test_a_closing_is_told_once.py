"""Authors of drafts are reminded before their call closes, organizers get a summary afterwards."""

from datetime import timedelta
from typing import Any

import pytest

from tests.calls.conftest import new_call, wall, world
from tests.support.world import BY, World

__all__ = ["new_call", "world"]


def _mails(kind: str) -> list[Any]:
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail

    db.session.rollback()
    return db.session.query(OutgoingMail).filter_by(kind=f"papers/mail/{kind}").all()


def _draft(world: World, call: Any, title: str, **chosen: Any) -> str:
    """A draft for the call by somebody new; its public identifier."""
    from webinar.core.db import db, transaction
    from webinar.papers.models import Paper

    paper_id, speaker = world.new_paper(title).public_id, world.new_speaker().id
    with transaction():
        row = db.session.query(Paper).filter_by(public_id=paper_id).one()
        row.call_id, row.submitter_id = call.id, speaker
        for name, value in chosen.items():
            setattr(row, name, value)
    return str(paper_id)


def _run() -> None:
    from webinar.papers import jobs

    jobs.remind_of_closings()
    jobs.tell_closings()


@pytest.mark.parametrize("number", [1, 3])
def test_once_for_each_draft_and_closing(
    number: int, world: World, new_call: Any, clock: Any, statements: Any
) -> None:
    from webinar.calls import operations as ops
    from webinar.papers.closings_due import reminders_due

    call = new_call(reminds_days=3)
    for count in range(number):
        _draft(world, call, f"Peat {count}")
    clock.shift(timedelta(days=6))
    _run()
    assert _mails("closing_soon") == []
    clock.shift(timedelta(days=1))
    with statements(exactly=3):
        assert len(reminders_due()) == number
    _run()
    _run()
    assert len(_mails("closing_soon")) == number
    assert _mails("closing_soon")[0].subject.startswith("Your draft can still be handed in: Peat")
    # A closing that was moved is another one.
    ops.extend_call(call_id=call.public_id, closes=wall(days=10), by=BY)
    _run()
    assert len(_mails("closing_soon")) == number
    clock.shift(timedelta(days=8))
    _run()
    assert len(_mails("closing_soon")) == 2 * number


def test_who_is_left_alone(world: World, new_call: Any, clock: Any) -> None:
    from webinar.calls import part_operations as parts
    from webinar.calls.said import PartWords
    from webinar.papers.operations import submit_paper

    call = new_call(reminds_days=3)
    late = parts.add_type(
        call_id=call.public_id, words=PartWords("Late", closes=wall(days=30)), by=BY
    )
    parts.add_type(call_id=call.public_id, words=PartWords("Talk"), by=BY)
    _draft(world, call, "Has time", type_id=late.id)
    submit_paper(paper_id=_draft(world, call, "Is handed in"), by=BY)
    _draft(world, new_call("Never reminds", reminds_days=0), "Not asked")
    _draft(world, new_call("A draft of a call", publish=False), "Nobody saw it")
    clock.shift(timedelta(days=8))
    _draft(world, call, "Begun just now")
    _run()
    assert _mails("closing_soon") == []


def test_organizers_hear_what_came_in(world: World, new_call: Any, clock: Any) -> None:
    from webinar.core.mail import write
    from webinar.papers.operations import submit_paper

    world.new_account(roles=("organizer",))
    call = new_call()
    submit_paper(paper_id=_draft(world, call, "Peat"), by=BY)
    _draft(world, call, "Ferns")
    clock.shift(timedelta(days=10, minutes=1))
    _run()
    _run()
    (mail,) = _mails("call_closed")
    assert mail.subject == "Closed: Mosses wanted"
    text = write(mail).text
    assert "1 paper was handed in. 1 draft was not." in text
    assert f"/organize/calls/{call.public_id}/" in text


def test_no_word_of_a_stranger_reaches_an_address_that_nobody_confirmed(
    world: World, new_call: Any, clock: Any
) -> None:
    """Whoever types somebody else's mail address writes nothing into that mailbox."""
    from webinar.core.journal import visitor
    from webinar.core.mail import write
    from webinar.papers.start_operations import begin_paper, settle_start
    from webinar.papers.wanted import Choice
    from webinar.speakers.queries import speaker_by_email

    call = new_call(reminds_days=3)
    begun = [
        begin_paper(
            title="Buy pills",
            name="Cheap Pills",
            email=f"{name}@example.org",
            text_language="en",
            page_language="en",
            mails=False,
            choice=Choice(call.public_id),
            by=visitor("Cheap Pills"),
        )
        for name in ("settled", "victim")
    ]
    owner = speaker_by_email("settled@example.org")
    settle_start(paper_id=begun[0].subject_id, owner_id=owner.public_id, by=BY)
    clock.shift(timedelta(days=8))
    _run()
    own, other = sorted(_mails("closing_soon"), key=lambda one: one.to_address)
    assert own.subject == "Your draft can still be handed in: Buy pills"
    assert other.subject == "Your draft can still be handed in"
    assert other.to_name == ""
    said = write(other)
    assert "Mosses wanted" in said.text
    for words in (said.text, said.html):
        assert "ills" not in words
