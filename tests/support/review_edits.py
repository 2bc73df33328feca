"""Changes of boards and errata: for undo's test."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.support.reviewing import Choosing
from tests.support.world import BY, World


def review_edits(w: World) -> dict[str, tuple[Callable[[], Any], Callable[[], Any]]]:
    """Kind -> what makes a row of it, and an operation that changes it."""
    from webinar.core import clock
    from webinar.core.clock import WallTime, wall
    from webinar.papers.release.operations import add_erratum
    from webinar.reviews import operations as ops

    board = Choosing(w.app, papers=2)
    board.assign((0, 0))
    now = wall(clock.now(), "UTC").local.replace(second=0, microsecond=0)
    today = clock.now().date()

    def erratum(text: str) -> Any:
        return add_erratum(
            paper_id=w.paper.public_id, text=text, noted_on=today, concerns=(), by=BY
        )

    changes: dict[str, Callable[[], Any]] = {
        "review_board": lambda: ops.edit_board(board_id=board.board_id, middle="median", by=BY),
        "review_phase": lambda: ops.edit_phase(
            board_id=board.board_id,
            phase_id=board.phase_id,
            opens=WallTime(now, "UTC"),
            closes=WallTime(now + timedelta(days=3), "UTC"),
            name="Late reading",
            by=BY,
        ),
        "score_category": lambda: ops.edit_category(
            board_id=board.board_id,
            category_id=board.category_id,
            name="Clarity",
            least=1,
            most=5,
            weight=2,
            by=BY,
        ),
        "review_assignment": lambda: board.assign((1, 1)),
        "paper_erratum": lambda: erratum("For 3 read 4."),
    }
    return {kind: (lambda: None, change) for kind, change in changes.items()}
