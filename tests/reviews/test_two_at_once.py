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
