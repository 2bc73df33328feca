"""The board: every paper with its numbers, what waits for whom, one decision for many."""

import functools
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from webinar.accounts.queries import current_actor, me
from webinar.core.access import policy
from webinar.core.notices import say_changed
from webinar.core.plainerror import PlainError
from webinar.papers.decisions import decide_papers, mark_of
from webinar.reviews.blueprint import bp
from webinar.reviews.forms import BulkForm
from webinar.reviews.overview import Line, Overview, asked_board, overview
from webinar.reviews.policy import may_arrange_board
from webinar.reviews.rules import rules_for
from webinar.reviews.views.found import board_or_404
from webinar.reviews.words import (
    DECIDED_WORDS,
    DECISION_WORDS,
    WAITS_WORDS,
    board_title,
    score_words,
    state_words,
    waiting_sentences,
)


@bp.get("/organize/reviews/<board_id>/")
@policy(may_arrange_board)
def show(board_id: str) -> ResponseReturnValue:
    """Seven statements for any number of papers and reviews, with who asks."""
    return page(board_id)


def page(board_id: str, form: BulkForm | None = None) -> str:
    """The list with the filters of the address; with the form as somebody sent it."""
    board, asked = board_or_404(board_id), asked_board(request.args)
    found = overview(board, me(), asked)
    if form is None:
        form = BulkForm(formdata=None)
    return render_template(
        "reviews/board.html",
        board=board,
        title=board_title(board),
        rules=rules_for(board),
        found=found,
        asked=asked,
        form=form,
        waiting=waiting_sentences(found.waiting),
        heads=_heads(board_id, asked, found),
        tracks=_options(found, "track"),
        types=_options(found, "type"),
        waits=WAITS_WORDS,
        states=list(state_words().items()),
        state_words=state_words(),
        decided=DECIDED_WORDS,
        score_words=functools.cache(score_words),
        of_words=functools.cache(_of),
    )


def _of(done: int, asked: int) -> str:
    return gettext("%(done)s of %(all)s", done=done, all=asked)


def _options(found: Overview, name: str) -> list[tuple[str, str]]:
    return [(one, one) for one in sorted({getattr(line, name) for line in found.everything} - {""})]


def _heads(board_id: str, asked: Any, found: Overview) -> list[Any]:
    """Heads of the table; those that sort turn round when they are pressed again."""

    def sorting(name: str, words: str, *, most_first: bool = False) -> tuple[str, str, Any]:
        first = f"-{name}" if most_first else name
        other = name if most_first else f"-{name}"
        wanted = other if asked.sort == first else first
        now = {name: "ascending", f"-{name}": "descending"}.get(asked.sort)
        address = asked.address(sort="" if wanted == "title" else wanted)
        return words, url_for("reviews.show", board_id=board_id, **address), now

    heads: list[Any] = ["", sorting("title", gettext("Paper"))]
    if any(line.track or line.type for line in found.everything):
        heads.append(sorting("track", gettext("Track and type")))
    heads += [
        sorting("reviews", gettext("Reviews"), most_first=True),
        sorting("score", gettext("Score"), most_first=True),
        sorting("spread", gettext("Spread"), most_first=True),
    ]
    if asked.with_categories:
        heads += [one.name for one in found.measures]
    return [*heads, sorting("state", gettext("State"))]


@bp.post("/organize/reviews/<board_id>/decide")
@policy(may_arrange_board)
def decide(board_id: str) -> ResponseReturnValue:
    """First the papers and what is decided about each; the second press decides."""
    board = board_or_404(board_id)
    found = overview(board, me())
    open_lines = {line.public_id: line for line in found.everything if _can_decide(line)}
    form = BulkForm()
    form.papers.choices = [(name, line.title) for name, line in open_lines.items()]
    if not form.validate():
        return page(board_id, form), 422
    chosen = [open_lines[name] for name in form.papers.data or ()]
    decision = None if form.decision.data == "none" else form.decision.data
    if "sure" not in request.form:
        return render_template(
            "reviews/decide.html",
            board=board,
            title=board_title(board),
            form=form,
            lines=chosen,
            decision=decision,
            words=DECISION_WORDS,
            mark_of=mark_of,
            score_words=score_words,
        )
    try:
        decide_papers(
            decisions={line.public_id: decision for line in chosen},
            words=form.words.data or None,
            seen=_seen(chosen),
            by=current_actor(),
        )
    except PlainError as error:
        form.form_errors.append(gettext(error.message, **error.values))
        return page(board_id, form), 422
    if decision is None:
        say_changed(gettext("The decision is taken back."))
        return redirect(url_for("reviews.show", board_id=board_id), 303)
    say_changed(
        ngettext(
            "%(num)s paper is decided. Nobody outside knows before you announce it.",
            "%(num)s papers are decided. Nobody outside knows before you announce it.",
            len(chosen),
        )
    )
    return redirect(url_for("reviews.show", board_id=board_id, waits="announcement"), 303)


def _can_decide(line: Line) -> bool:
    return line.is_open and not line.is_hidden


def _seen(lines: list[Line]) -> dict[str, str]:
    """Their marks as the preview showed them."""
    return {line.public_id: request.form.get(f"seen-{line.public_id}", "") for line in lines}
