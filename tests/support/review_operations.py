"""Every operation of choosing, called once: for the journal's test."""

from collections.abc import Callable
from typing import Any

from tests.support.reviewing import Choosing
from tests.support.world import BY, World


def decision_operations(w: World) -> dict[str, Callable[[], Any]]:
    """Those of the papers' own room: name -> what calls it."""
    from webinar.papers import decisions
    from webinar.papers import operations as ops

    def decided() -> str:
        paper_id: str = w.submitted_paper().public_id
        decisions.decide_papers(decisions={paper_id: "accepted"}, by=BY)
        return paper_id

    def announced() -> str:
        paper_id = decided()
        decisions.announce_decision(paper_id=paper_id, by=BY)
        return paper_id

    def confirmed() -> str:
        paper_id = announced()
        decisions.confirm_paper(paper_id=paper_id, by=BY)
        return paper_id

    return {
        "decide_papers": decided,
        "announce_decision": announced,
        "confirm_paper": confirmed,
        "take_confirmation_back": lambda: decisions.take_confirmation_back(
            paper_id=confirmed(), by=BY
        ),
        "cancel_paper": lambda: ops.cancel_paper(paper_id=announced(), words="Flood.", by=BY),
    }


def review_operations(w: World) -> dict[str, Callable[[], Any]]:
    """Name of the operation -> what calls it."""
    from webinar.reviews import operations as ops

    made: list[Choosing] = []

    def c() -> Choosing:
        if not made:
            made.append(Choosing(w.app, papers=1, sees_others="always", reads="all"))
        return made[0]

    def base(**more: Any) -> dict[str, Any]:
        return {"board_id": c().board_id, "by": BY} | more

    def on_paper(**more: Any) -> dict[str, Any]:
        return base(paper_id=c().papers[0], account_id=c().reviewer_ids[0], **more)

    def phase() -> dict[str, Any]:
        from webinar.reviews.queries import board_by_id

        row = board_by_id(c().board_id).phases[0]
        from webinar.core.clock import WallTime

        return {
            "opens": WallTime(row.opens_wall, row.timezone),
            "closes": WallTime(row.closes_wall, row.timezone),
            "name": "Second reading",
        }

    def category() -> dict[str, Any]:
        return {"name": "Style", "least": 0, "most": 3, "weight": 2}

    def accepted() -> str:
        c().decide("accepted", 0)
        from webinar.papers.decisions import announce_decision

        announce_decision(paper_id=c().papers[0], by=BY)
        return c().papers[0]

    def announced() -> Any:
        c().decide("declined", 0)
        account = c().reviewer_ids[0]
        return ops.announce_decisions(
            **base(keys=c().keys(account), letters={}, account_id=account)
        )

    def interest(operation: Callable[..., Any], **more: Any) -> Any:
        row = ops.declare_interest(**on_paper())
        return operation(**base(interest_id=row.public_id, **more))

    def remark() -> Any:
        return ops.remark(**on_paper(text="I like it."))

    return {
        "start_board": c,
        "edit_board": lambda: ops.edit_board(**base(middle="median")),
        "add_phase": lambda: ops.add_phase(**base(**phase())),
        "edit_phase": lambda: ops.edit_phase(**base(phase_id=c().phase_id, **phase())),
        "remove_phase": lambda: ops.remove_phase(**base(phase_id=c().phase_id)),
        "add_category": lambda: ops.add_category(**base(**category())),
        "edit_category": lambda: ops.edit_category(
            **base(category_id=c().category_id, **category())
        ),
        "remove_category": lambda: ops.remove_category(**base(category_id=c().category_id)),
        "save_review": lambda: c().review(0, 0, 4),
        "declare_interest": lambda: ops.declare_interest(**on_paper()),
        "take_interest_back": lambda: interest(
            ops.take_interest_back, account_id=c().reviewer_ids[0]
        ),
        "remark": remark,
        "remove_remark": lambda: ops.remove_remark(
            **base(remark_id=remark().public_id, account_id=c().reviewer_ids[0])
        ),
        "assign_reviewers": lambda: c().assign((0, 0)),
        "unassign_reviewer": lambda: (c().assign((0, 0)), ops.unassign_reviewer(**on_paper())),
        "declare_for": lambda: ops.declare_for(**on_paper(reason="They work together.")),
        "remove_interest": lambda: interest(ops.remove_interest, paper_id=c().papers[0]),
        "nudge_reviewers": lambda: (c().assign((0, 0)), ops.nudge_reviewers(**base())),
        "announce_decisions": announced,
        "plan_papers": lambda: ops.plan_papers(
            webinar_id=w.webinar.public_id,
            paper_ids=[accepted()],
            starts=w.webinar.starts_wall,
            by=BY,
        ),
        "fill_session": lambda: ops.fill_session(
            session_id=w.session.public_id, paper_id=accepted(), by=BY
        ),
    }
