"""What the pages of this room look up first; whatever is not there answers 404."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash
from flask_babel import gettext
from sqlalchemy.exc import NoResultFound

from webinar.accounts.queries import me
from webinar.core.plainerror import PlainError
from webinar.papers.models import Paper
from webinar.reviews.models import Board
from webinar.reviews.queries import board_by_id, is_in_conflict, paper_of_board


def board_or_404(board_id: str) -> Board:
    found = board_by_id(board_id)
    if found is None or found.is_gone:
        abort(404)
    return found


def paper_or_404(board: Board, paper_id: str) -> Paper:
    """A paper of the board, for an organizer without an interest in it."""
    found = paper_of_board(board, paper_id)
    if found is None or is_in_conflict(me(), found):
        abort(404)
    return found


def done(change: Callable[[], Any]) -> bool:
    """Carry out a button's operation; what it refuses stands on the next page."""
    try:
        change()
    except NoResultFound:
        abort(404)
    except PlainError as error:
        flash(gettext(error.message, **error.values), "warning")
        return False
    return True
