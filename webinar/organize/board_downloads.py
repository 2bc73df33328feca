"""A board for a spreadsheet: the list of its page with the same filters, kept by nobody."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, request
from flask_babel import gettext

from webinar.accounts.queries import me
from webinar.calendars.formats import table
from webinar.core import clock, csvfiles, i18n
from webinar.core.access import policy
from webinar.core.costly import costly
from webinar.organization.queries import site
from webinar.reviews.models import Board
from webinar.reviews.overview import asked_board, overview
from webinar.reviews.policy import may_arrange_board
from webinar.reviews.queries import board_by_id
from webinar.reviews.words import DECISION_WORDS, board_title, state_words


def add_to(bp: Blueprint) -> None:
    """Hang these files on the room's blueprint."""
    bp.get("/reviews/<board_id>/board.csv")(board_csv)
    bp.get("/reviews/<board_id>/board.xlsx")(board_xlsx)


@policy(may_arrange_board)
@costly
def board_csv(board_id: str) -> Response:
    board = _board(board_id)
    heads, rows = _table(board)
    return csvfiles.as_download(f"{site().name} {board_title(board)}.csv", heads, rows)


@policy(may_arrange_board)
@costly
def board_xlsx(board_id: str) -> Response:
    """The same as a workbook, whose numbers are numbers."""
    board = _board(board_id)
    heads, rows = _table(board)
    title = board_title(board)
    return table.as_download(f"{site().name} {title}", title, heads, rows, clock.now())


def _board(board_id: str) -> Board:
    found = board_by_id(board_id)
    return found if found is not None and not found.is_gone else abort(404)


def _table(board: Board) -> tuple[list[str], list[Sequence[object]]]:
    found, states = overview(board, me(), asked_board(request.args)), state_words()
    rows: list[Sequence[object]] = [
        [
            line.title,
            "; ".join(line.authors),
            line.track,
            line.type,
            states[line.state],
            "" if not line.decision else str(DECISION_WORDS[line.decision]),
            "" if line.is_hidden else line.done,
            "" if line.is_hidden else line.done + len(line.assigned),
            _rounded(line.score),
            _rounded(min(line.totals, default=None)),
            _rounded(max(line.totals, default=None)),
            *(_rounded(line.categories.get(one.id)) for one in found.measures),
            i18n.local(line.submitted_at, site().timezone).strftime("%Y-%m-%d %H:%M")
            if line.submitted_at
            else "",
        ]
        for line in found.lines
    ]
    heads = [
        gettext("Title"),
        gettext("Authors"),
        gettext("Track"),
        gettext("Type"),
        gettext("State"),
        gettext("Decided, not announced"),
        gettext("Reviews"),
        gettext("Reviews asked for"),
        gettext("Score"),
        gettext("Lowest"),
        gettext("Highest"),
        *(one.name for one in found.measures),
        f"{gettext('Handed in')} ({site().timezone})",
    ]
    return heads, rows


def _rounded(number: float | None) -> object:
    return "" if number is None else round(number, 2)
