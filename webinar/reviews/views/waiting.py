"""What waits over all boards, each kind on a list of its own: the desk's numbers lead here."""

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinar.accounts.models import ORGANIZER, REVIEWER
from webinar.accounts.queries import me
from webinar.core.access import policy
from webinar.core.text import whole_number
from webinar.reviews.anonymity import NOTHING_HIDDEN, masks_of
from webinar.reviews.blueprint import bp
from webinar.reviews.policy import may_arrange_boards, may_see_boards
from webinar.reviews.rules import rules_for
from webinar.reviews.waiting import WAITING, Row, page_of, papers_waiting, reviews_to_write
from webinar.reviews.words import board_title, waiting_heading
from webinar.webinars.scope import scope_of


@bp.get("/organize/reviews/to-write")
@policy(may_see_boards)
def to_write() -> ResponseReturnValue:
    """The reviews that one can write now and has not, of all boards."""
    number = _page()
    found = reviews_to_write(scope_of(REVIEWER), scope_of(ORGANIZER), me())
    rows, has_more = page_of(found, number)
    hidden = [row.paper for row in rows if not rules_for(row.board).shows_authors]
    masks = masks_of(hidden) if hidden else {}
    shown = [
        (
            row,
            masks.get(row.paper.id, NOTHING_HIDDEN).text(row.front.title),
            url_for("reviews.read", board_id=row.board.public_id, paper_id=row.paper.public_id),
            rules_for(row.board).phase,
        )
        for row in rows
    ]
    return render_template(
        "reviews/waiting.html",
        what="",
        rows=shown,
        number=number,
        has_more=has_more,
        board_title=board_title,
        heading=waiting_heading(""),
    )


@bp.get("/organize/reviews/waiting/<what>")
@policy(may_arrange_boards)
def waiting(what: str) -> ResponseReturnValue:
    """Papers that wait for reviews, a decision, its announcement, the speaker, the programme."""
    if what not in WAITING:
        abort(404)
    number = _page()
    rows, has_more = page_of(papers_waiting(what, scope_of(ORGANIZER), me()), number)
    return render_template(
        "reviews/waiting.html",
        what=what,
        rows=[(row, row.front.title, _address(what, row), None) for row in rows],
        number=number,
        has_more=has_more,
        board_title=board_title,
        heading=waiting_heading(what),
    )


def _page() -> int:
    return whole_number(request.args.get("page"), most=99_999) or 1


def _address(what: str, row: Row) -> str:
    """Where the paper is helped on."""
    paper = row.paper.public_id
    board = row.board.public_id
    if what == "confirmation":
        return url_for("papers.show", paper_id=paper)
    if what == "programme":
        return url_for("reviews.programme", board_id=board, paper=paper)
    return url_for("reviews.paper", board_id=board, paper_id=paper)
