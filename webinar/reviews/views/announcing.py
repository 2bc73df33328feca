"""Decisions announced: the letters, then every mail as it will be, then once."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from webinar.accounts.queries import current_actor, me
from webinar.core.access import policy
from webinar.core.notices import say
from webinar.organization.queries import site
from webinar.papers.models import DECISIONS, Paper
from webinar.reviews import operations
from webinar.reviews.announcing import decided_papers, notices_of
from webinar.reviews.blueprint import bp
from webinar.reviews.forms import LettersForm, letters_form
from webinar.reviews.letters import PLACES, Letter, letter_of
from webinar.reviews.models import Board
from webinar.reviews.policy import may_arrange_board
from webinar.reviews.views.found import board_or_404
from webinar.reviews.words import DECIDED_WORDS, DECISION_WORDS, board_title

_PAGE = "/organize/reviews/<board_id>/announce"


def _letters(board: Board, papers: list[Paper]) -> dict[str, Letter]:
    found = {one.decision for one in papers}
    return {one: letter_of(board, one, site().language) for one in DECISIONS if one in found}


@bp.get(_PAGE)
@policy(may_arrange_board)
def announce(board_id: str) -> ResponseReturnValue:
    """What is decided, and the letters with the board's words."""
    board = board_or_404(board_id)
    papers = decided_papers(board, account=me())
    kept = _letters(board, papers)
    return _page(board, papers, letters_form(list(kept), kept, formdata=None), {})


def _page(board: Board, papers: list[Paper], form: LettersForm, letters: dict[str, Letter]) -> str:
    return render_template(
        "reviews/announce.html",
        board=board,
        title=board_title(board),
        form=form,
        notices=notices_of(board, papers, letters),
        letters=letters,
        words=DECISION_WORDS,
        decided=DECIDED_WORDS,
        places=PLACES,
    )


@bp.post(_PAGE)
@policy(may_arrange_board)
def announce_now(board_id: str) -> ResponseReturnValue:
    """With changed words the mails once more; with `sure` they leave, as they were shown."""
    board = board_or_404(board_id)
    papers = decided_papers(board, account=me())
    kept = _letters(board, papers)
    form = letters_form(list(kept), kept)
    keys = request.form.getlist("key")[:2000]
    if not papers:
        return _nothing_left(board_id)
    if not form.validate():
        return _page(board, papers, form, {}), 422
    # What nobody changed stays in the language of each person, as it was shown.
    letters = {one: words for one, words in form.letters().items() if words != kept[one]}
    if "sure" not in request.form:
        return _page(board, papers, form, letters)
    told, left = operations.announce_decisions(
        board_id=board_id,
        keys=keys,
        letters=letters,
        account_id=me().public_id,
        by=current_actor(),
    )
    mails = sum(one.person is not None for one in told)
    words = [
        ngettext("%(num)s decision is announced.", "%(num)s decisions are announced.", len(told)),
        ngettext("%(num)s mail leaves.", "%(num)s mails leave.", mails),
    ]
    if left:
        words.append(
            ngettext(
                "%(num)s was changed or announced meanwhile and is left out.",
                "%(num)s were changed or announced meanwhile and are left out.",
                left,
            )
        )
    say(" ".join(words))
    return redirect(url_for("reviews.show", board_id=board_id), 303)


def _nothing_left(board_id: str) -> Any:
    say(gettext("Everything that was decided is announced."))
    return redirect(url_for("reviews.show", board_id=board_id), 303)
