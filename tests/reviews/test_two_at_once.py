"""Two people press the same button in the same moment: it is done once, and neither fails."""

import concurrent.futures
import threading
from collections.abc import Callable
from typing import Any

from tests.support.reviewing import Choosing
from tests.support.world import BY


def at_once(app: Any, work: Callable[[], Any]) -> list[Any]:
    start = threading.Barrier(4, timeout=60)

    def one(_: int) -> Any:
        with app.app_context():
            start.wait()
            return work()

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        return list(pool.map(one, range(4)))


def test_all_come_through(app: Any) -> None:
    from webinar.core.db import db
    from webinar.reviews import operations as ops
    from webinar.reviews.models import Assignment, Interest, Nudge

    c = Choosing(app, papers=1)
    account, paper = c.reviewer_ids[0], c.papers[0]
    board = {"board_id": c.board_id, "by": BY}
    made = at_once(app, lambda: len(ops.assign_reviewers(pairs=[(account, paper)], **board)))
    assert sorted(made) == [0, 0, 0, 1]
    told = at_once(app, lambda: len(ops.nudge_reviewers(**board)))
    assert sorted(told) == [0, 0, 0, 1]
    sites = at_once(app, lambda: ops.start_board(by=BY).public_id)
    assert len(set(sites)) == 1
    about = {"paper_id": paper, "account_id": account} | board
    at_once(app, lambda: ops.declare_for(**about).public_id)
    with app.app_context():
        assert db.session.query(Assignment).count() == 0
        assert db.session.query(Nudge).count() == 1
        assert db.session.query(Interest).count() == 1


def test_a_decision_is_told_once_and_confirmed_once(app: Any) -> None:
    """Two organizers announce, somebody presses twice, and the speaker does, too."""
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail
    from webinar.papers.decisions import confirm_paper, decide_papers, mark_of
    from webinar.papers.errors import WrongPaper
    from webinar.papers.operations import cancel_paper
    from webinar.reviews import operations as ops

    c = Choosing(app, papers=3)
    seen = {paper: mark_of(c.row(number)) for number, paper in enumerate(c.papers)}

    def decide() -> str:
        try:
            decide_papers(decisions=dict.fromkeys(c.papers, "accepted"), seen=seen, by=BY)
        except WrongPaper:
            return "late"
        return "decided"

    assert sorted(at_once(app, decide)) == ["decided", "late", "late", "late"]
    keys, organizer = c.keys(), c.organizer_id

    def announce() -> int:
        told, _ = ops.announce_decisions(
            board_id=c.board_id, keys=keys, letters={}, account_id=organizer, by=BY
        )
        return len(told)

    assert sorted(at_once(app, announce)) == [0, 0, 0, 3]
    at_once(app, lambda: confirm_paper(paper_id=c.papers[0], by=BY).state)

    def confirm_or_cancel(paper: str, number: list[int]) -> str:
        try:
            if number.pop() % 2:
                return confirm_paper(paper_id=paper, by=BY).state
            return cancel_paper(paper_id=paper, words="Flood", by=BY).state
        except WrongPaper:
            return "late"

    turns = [0, 1, 2, 3]
    ended = at_once(app, lambda: confirm_or_cancel(c.papers[1], turns))
    assert ended.count("cancelled") == 1
    with app.app_context():
        mails = db.session.query(OutgoingMail).filter_by(kind="reviews/mail/decision").all()
        assert len({mail.to_address for mail in mails}) == len(mails) == 3
    assert [c.row(number).state for number in range(3)] == ["confirmed", "cancelled", "accepted"]


def test_what_is_noted_twice_stands_once(app: Any) -> None:
    """In rooms beneath: two people who are not one, the items that are usual."""
    from tests.support.programme import a_speaker
    from webinar.checklists.models import ChecklistItem
    from webinar.checklists.operations import write_usual_items
    from webinar.checklists.usual import built_in
    from webinar.core.db import db
    from webinar.speakers.models import DistinctSpeakers
    from webinar.speakers.operations_merging import note_distinct

    with app.app_context():
        pair = [a_speaker("Kim Lee").public_id, a_speaker("K. Lee").public_id]
        items = built_in()
    at_once(app, lambda: note_distinct(one_id=pair[0], other_id=pair[1], by=BY).public_id)
    at_once(app, lambda: write_usual_items(items=items, by=BY))
    with app.app_context():
        assert db.session.query(DistinctSpeakers).count() == 1
        assert db.session.query(ChecklistItem).count() == len(items)
