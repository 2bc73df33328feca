"""One rule for the board, its lists over all boards, and the numbers of the desk."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support import people
from tests.support.reviewing import Choosing
from tests.support.statements import counted
from tests.support.world import BY


def account_of(public_id: str) -> Any:
    from webinar.accounts.models import Account
    from webinar.core.db import db

    return db.session.scalars(sa.select(Account).where(Account.public_id == public_id)).one()


@pytest.mark.parametrize("boards", [1, 3])
def test_lists_ask_the_same_for_any_number_of_boards(app: Any, boards: int) -> None:
    for _ in range(boards):
        c = Choosing(app, papers=2, reads="all")
        c.assign((0, 0))
        c.decide("accepted", 1)
    desk, reviewer = c.desk(), c.desk(0)
    for browser, address, number in (
        (desk, "/organize/reviews/", 6),
        (desk, "/organize/reviews/waiting/review", 5),
        (desk, "/organize/reviews/waiting/announcement", 5),
        (reviewer, "/organize/reviews/", 7),
        (reviewer, "/organize/reviews/to-write", 10),
        (reviewer, "/organize/", 6),
    ):
        browser.get(address)
        with counted(exactly=number):
            assert browser.get(address).status_code == 200, address


def test_what_waits_on_the_boards_is_what_the_lists_show(app: Any) -> None:
    from webinar.papers.decisions import announce_decision, confirm_paper
    from webinar.papers.operations import withdraw_paper
    from webinar.reviews.operations import declare_for, declare_interest
    from webinar.reviews.operations.boards import board_row
    from webinar.reviews.overview import overview
    from webinar.reviews.waiting import WAITING, page_of, papers_waiting
    from webinar.webinars.scope import EVERYTHING, Scope

    c = Choosing(app, papers=10, sees_others="always")
    c.assign((0, 0), (1, 0), (0, 1), (1, 2), (0, 9), (1, 9))
    c.review(0, 1, 3)
    c.review(1, 0, 3)
    c.decide("accepted", 3, 4, 5)
    c.decide("changes", 6)
    c.decide("waitlisted", 7)
    with app.app_context():
        for number in (4, 5, 6, 7):
            announce_decision(paper_id=c.papers[number], by=BY)
        confirm_paper(paper_id=c.papers[5], by=BY)
        withdraw_paper(paper_id=c.papers[8], by=BY)
        declare_interest(
            board_id=c.board_id, paper_id=c.papers[2], account_id=c.reviewer_ids[1], by=BY
        )
        # The organizer's own: its review is closed to them.
        declare_for(board_id=c.board_id, paper_id=c.papers[9], account_id=c.organizer_id, by=BY)
        me = account_of(c.organizer_id)
        found = overview(board_row(c.board_id), me)
        for what in WAITING:
            rows, _ = page_of(papers_waiting(what, EVERYTHING, me), 1)
            assert sorted(row.paper.title for row in rows) == sorted(
                line.title for line in found.everything if line.waits_for == what
            )
            assert page_of(papers_waiting(what, Scope(), me), 1) == ([], False)
        kinds = {line.title: line.waits_for for line in found.everything}
    assert kinds == {
        "Paper 1": "review",
        "Paper 2": "decision",
        "Paper 3": "decision",
        "Paper 4": "announcement",
        "Paper 5": "confirmation",
        "Paper 6": "programme",
        "Paper 7": "",
        "Paper 8": "",
        "Paper 9": "",
        "Paper 10": "",
    }


@pytest.mark.parametrize("reads", ["assigned", "all"])
def test_progress_over_all_boards_is_that_of_each(app: Any, reads: str) -> None:
    from webinar.core.db import db
    from webinar.reviews.desk import tasks
    from webinar.reviews.operations import declare_interest
    from webinar.reviews.progress import progress_of
    from webinar.reviews.queries import boards_in
    from webinar.reviews.rules import rules_for
    from webinar.reviews.waiting import progress_on, reviews_to_write
    from webinar.webinars.scope import EVERYTHING, NOTHING

    for _ in range(2):
        c = Choosing(app, papers=5, reads=reads)
        c.assign((0, 0), (0, 1), (0, 2), (1, 3))
        c.review(0, 0, 3)
        c.review(0, 1, 3, hand_in=False)
        with app.app_context():
            declare_interest(
                board_id=c.board_id, paper_id=c.papers[2], account_id=c.reviewer_ids[0], by=BY
            )
    with app.app_context():
        rita = account_of(c.reviewer_ids[0])
        boards = [(one, rules_for(one)) for one in boards_in(EVERYTHING)]
        found = progress_on(boards, rita)
        for board, rules in boards:
            own = progress_of(tasks(board, rita, rules))
            assert found.get(board.id, own) == own
        wanted = sum(one.left for one in found.values())
        assert wanted == (1 if reads == "assigned" else 8)
        rows = db.session.execute(reviews_to_write(EVERYTHING, NOTHING, rita)).all()
        # The other board's reviewers are other people; where all is read, all waits.
        assert len(rows) == wanted
        # Who decides is asked for nothing but by name.
        rows = db.session.execute(reviews_to_write(EVERYTHING, EVERYTHING, rita)).all()
        assert [row[0].public_id for row in rows] == [c.papers[1]]


def test_nothing_is_to_be_written_when_no_phase_is_open(app: Any, clock: Any) -> None:
    c = Choosing(app, papers=1)
    c.assign((0, 0))
    page = c.desk(0).get("/organize/").text
    assert "1 review waits for you" in page
    assert "Paper 1" in c.desk(0).get("/organize/reviews/to-write").text
    clock.shift(timedelta(days=10).total_seconds())
    page = c.desk(0).get("/organize/").text
    assert "Nothing waits for you" in page
    assert "Paper 1" not in c.desk(0).get("/organize/reviews/to-write").text


def test_a_draft_that_left_stands_on_no_board(app: Any) -> None:
    """Withdrawn before it was handed in, and brought back, it is a draft again."""
    from webinar.core.db import transaction
    from webinar.papers.operations import (
        decline_paper,
        paper_row,
        reconsider_paper,
        start_paper,
        withdraw_paper,
    )

    c = Choosing(app, papers=0)
    with app.app_context():
        with transaction():
            row = start_paper(title="Half a thought", body="Mo", authors=[], by=BY)
            row.call_id = c.call_number
            paper = {"paper_id": row.public_id, "by": BY}
        for leave in (withdraw_paper, decline_paper):
            leave(**paper)
            desk = c.desk()
            assert "Half a thought" not in desk.get(c.url()).text
            where = c.url(f"papers/{paper['paper_id']}/decision")
            assert desk.get(where).status_code == 404
            reconsider_paper(**paper)
            assert paper_row(paper["paper_id"]).state == "draft"


def test_lists_are_for_those_who_may(app: Any) -> None:
    c = Choosing(app, papers=1)
    assert c.desk(0).get("/organize/reviews/waiting/decision").status_code == 403
    assert c.desk().get("/organize/reviews/waiting/nothing").status_code == 404
    nobody = people.signed_in(app, people.make_account(app, roles=(), email="n@example.org"))
    assert nobody.get("/organize/reviews/to-write").status_code == 403
