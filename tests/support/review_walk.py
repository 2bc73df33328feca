"""A board with every form of choosing on its pages, for the walk of `tests/security`."""

from typing import Any

from tests.support.reviewing import Choosing
from tests.support.world import BY


def open_board(site: Any, account: str, webinar_id: str) -> tuple[list[str], list[tuple[str, Any]]]:
    """Pages to begin at, and forms that need a tick: address and fields."""
    from webinar.papers.decisions import announce_decision, confirm_paper
    from webinar.papers.operations import withdraw_paper
    from webinar.reviews import operations as ops
    from webinar.webinars.queries import webinar_by_id

    c = Choosing(site, papers=7, reads="all", sees_others="always")
    # The first waits, the second is decided, the others are accepted.
    c.assign((0, 0), (1, 0))
    c.decide("accepted", *range(1, 6))
    for number in range(2, 6):
        announce_decision(paper_id=c.papers[number], by=BY)
    confirm_paper(paper_id=c.papers[3], by=BY)
    withdraw_paper(paper_id=c.papers[4], by=BY)
    on = {"board_id": c.board_id, "account_id": account, "by": BY}
    ops.remark(paper_id=c.papers[0], text="A word.", **on)
    ops.save_review(paper_id=c.papers[0], scores={c.category_id: 4}, **on)
    ops.declare_interest(paper_id=c.papers[6], reason="A friend.", **on)
    ops.declare_interest(
        board_id=c.board_id, paper_id=c.papers[0], account_id=c.reviewer_ids[1], by=BY
    )
    first, board = c.url(f"papers/{c.papers[0]}"), c.url().rstrip("/")
    person = c.reviewer_ids[0]
    webinar = webinar_by_id(webinar_id)
    session = c.world.new_session(webinar).public_id
    starts = webinar.starts_wall.strftime("%Y-%m-%dT%H:%M")
    # As many fields as the forms of the pages have, with the ticks besides.
    rest = [(name, "") for name in ("csrf_token", "version", "words")]
    bare = [
        (f"{c.url(f'papers/{c.papers[1]}')}/reviewers", [("reviewers", person), *rest]),
        (f"{c.url(f'papers/{c.papers[1]}')}/interests", [("who", person), ("reason", "W"), *rest]),
        (f"{board}/assign/save", [("pair", f"{person}:{c.papers[1]}"), *rest]),
        (f"{board}/decide", [("papers", c.papers[0]), ("decision", "declined"), *rest]),
        (
            f"{board}/programme",
            [
                ("papers", c.papers[2]),
                ("webinar", webinar_id),
                ("starts", starts),
                ("break_minutes", "0"),
                ("room", ""),
                *rest,
            ],
        ),
        (f"{board}/programme/fill", [("paper", c.papers[2]), ("session", session), *rest]),
        (c.page_of(3) + "/unconfirm", []),
        (c.page_of(4) + "/withdraw/undo", []),
    ]
    pages = [
        f"{board}/",
        f"{board}/mine",
        f"{board}/remind",
        f"{first}/decision",
        first,
        f"{c.url(f'papers/{c.papers[1]}')}/decision",
        f"/organize/papers/{c.papers[2]}/cancel",
        c.page_of(2) + "/answer",
    ]
    return pages, bare
