"""A board set up: what it is for, its phases, what is scored."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import NoResultFound

from webinar.accounts.models import ORGANIZER
from webinar.accounts.queries import current_actor
from webinar.calls.policy import may_arrange_call
from webinar.core import clock
from webinar.core.access import policy
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit
from webinar.core.forms import BaseForm
from webinar.core.notices import say_changed
from webinar.core.plainerror import N_, PlainError
from webinar.organization.queries import site
from webinar.papers.policy import may_arrange_paper
from webinar.papers.queries import paper_by_id
from webinar.reviews import operations
from webinar.reviews.blueprint import bp
from webinar.reviews.forms import BoardForm, CategoryForm, PhaseForm, StartForm
from webinar.reviews.models import Board, ReviewPhase, ScoreCategory
from webinar.reviews.policy import may_arrange_board, may_arrange_boards
from webinar.reviews.queries import (
    board_of_call,
    board_of_paper,
    calls_without_board,
    categories_of,
    has_site_board,
    webinars_without_board,
)
from webinar.reviews.rules import rules_for
from webinar.reviews.views.found import board_or_404, done
from webinar.reviews.words import READS_WORDS, SEES_WORDS, board_title
from webinar.webinars.scope import scope_of

_BOARD = "/organize/reviews/<board_id>"
_MEANWHILE = N_("Somebody saved this meanwhile. Save once more to keep yours.")


def _start_form(**given: Any) -> StartForm:
    scope = scope_of(ORGANIZER)
    form = StartForm(**given)
    choices = [("", gettext("Choose…"))]
    choices += [(f"call:{one.public_id}", one.title) for one in calls_without_board(scope)]
    choices += [
        (
            f"webinar:{one.public_id}",
            gettext("Papers without a call in “%(title)s”", title=one.title),
        )
        for one in webinars_without_board(scope)
    ]
    if scope.everything and not has_site_board():
        choices.append(("site", gettext("Papers without a call and without a session")))
    form.papers_of.choices = choices
    return form


@bp.get("/organize/reviews/new")
@policy(may_arrange_boards)
def new() -> ResponseReturnValue:
    return render_template("reviews/new.html", form=_start_form(formdata=None))


@bp.post("/organize/reviews/new")
@policy(may_arrange_boards)
def start() -> ResponseReturnValue:
    form = _start_form()
    if not form.validate():
        return render_template("reviews/new.html", form=form), 422
    kind, _, public_id = (form.papers_of.data or "").partition(":")
    made = operations.start_board(
        call_id=public_id if kind == "call" else "",
        webinar_id=public_id if kind == "webinar" else "",
        by=current_actor(),
    )
    flash(gettext("The board is there. Say when reviewers read and what they score."), "success")
    return redirect(url_for("reviews.settings", board_id=made.public_id), 303)


@bp.get("/organize/calls/<call_id>/reviews")
@policy(may_arrange_call)
def of_call(call_id: str) -> ResponseReturnValue:
    """From a call to its board, or to the form that starts one."""
    found = board_of_call(call_id)
    if found is None:
        return redirect(url_for("reviews.new"), 302)
    return redirect(url_for("reviews.show", board_id=found.public_id), 302)


@bp.get("/organize/papers/<paper_id>/reviews")
@policy(may_arrange_paper)
def of_paper(paper_id: str) -> ResponseReturnValue:
    """From a paper to what is said of it on its board, or to the form that starts one."""
    row = paper_by_id(paper_id)
    board = board_of_paper(row) if row is not None else None
    if board is None:
        return redirect(url_for("reviews.new"), 302)
    here = url_for("reviews.paper", board_id=board.public_id, paper_id=paper_id)
    return redirect(here, 302)


@bp.get(f"{_BOARD}/settings")
@policy(may_arrange_board)
def settings(board_id: str) -> ResponseReturnValue:
    return _settings_page(board_or_404(board_id))


def _settings_page(board: Board, form: BoardForm | None = None) -> str:
    return render_template(
        "reviews/settings.html",
        board=board,
        title=board_title(board),
        form=form
        or BoardForm(formdata=None, data={"middle": board.middle, "version": str(board.version)}),
        rules=rules_for(board),
        categories=categories_of(board),
        reads=READS_WORDS,
        sees=SEES_WORDS,
    )


@bp.post(f"{_BOARD}/settings")
@policy(may_arrange_board)
def save_settings(board_id: str) -> ResponseReturnValue:
    board = board_or_404(board_id)
    form = BoardForm()
    if not form.validate():
        return _settings_page(board, form), 422
    save = partial(
        operations.edit_board,
        board_id=board_id,
        middle=form.middle.data,
        expected_version=form.expected_version,
        by=current_actor(),
    )
    if status := _refused(form, save):
        return _settings_page(board_or_404(board_id), form), status
    say_changed(gettext("Saved."))
    return redirect(url_for("reviews.settings", board_id=board_id), 303)


def _refused(form: BaseForm, save: Callable[[], Any]) -> int | None:
    """Save. The status of the answer when that is refused: the form says why."""
    try:
        save()
    except NoResultFound:
        abort(404)
    except StaleEdit as stale:
        compare_with(form, {}, stale.row.version)
        form.form_errors.append(gettext(_MEANWHILE))
        return 409
    except PlainError as error:
        form.form_errors.append(gettext(error.message, **error.values))
        return 422
    return None


def _phase_page(board: Board, form: PhaseForm, phase: ReviewPhase | None) -> str:
    form.offer_folds(form.timezone.data or site().timezone)
    return render_template(
        "reviews/phase.html", board=board, title=board_title(board), form=form, phase=phase
    )


def _phase(board: Board, phase_id: str) -> ReviewPhase:
    found = next((one for one in board.phases if one.public_id == phase_id), None)
    return found if found is not None else abort(404)


@bp.get(f"{_BOARD}/phases/new")
@policy(may_arrange_board)
def new_phase(board_id: str) -> ResponseReturnValue:
    board = board_or_404(board_id)
    zone = board.call.timezone if board.call is not None else site().timezone
    closes = board.call.closes_wall if board.call is not None else None
    opens = closes or clock.wall(clock.day_after(clock.now(), 1), zone).local.replace(
        hour=9, minute=0, second=0, microsecond=0
    )
    data = {"timezone": zone, "name": gettext("Reviewing"), "starts": opens}
    form = PhaseForm(formdata=None, data=data | {"ends": opens + timedelta(days=14)})
    return _phase_page(board, form, None)


@bp.post(f"{_BOARD}/phases/new")
@policy(may_arrange_board)
def create_phase(board_id: str) -> ResponseReturnValue:
    return _save_phase(board_or_404(board_id), None)


@bp.get(f"{_BOARD}/phases/<phase_id>")
@policy(may_arrange_board)
def phase(board_id: str, phase_id: str) -> ResponseReturnValue:
    board = board_or_404(board_id)
    row = _phase(board, phase_id)
    data = {name: getattr(row, name) for name in PhaseForm(formdata=None).rules()}
    form = PhaseForm(
        formdata=None,
        data=data
        | {
            "timezone": row.timezone,
            "starts": row.opens_wall,
            "starts_fold": str(row.opens_fold),
            "ends": row.closes_wall,
            "ends_fold": str(row.closes_fold),
            "version": str(row.version),
        },
    )
    return _phase_page(board, form, row)


@bp.post(f"{_BOARD}/phases/<phase_id>")
@policy(may_arrange_board)
def save_phase(board_id: str, phase_id: str) -> ResponseReturnValue:
    board = board_or_404(board_id)
    return _save_phase(board, _phase(board, phase_id))


def _save_phase(board: Board, row: ReviewPhase | None) -> ResponseReturnValue:
    form = PhaseForm()
    good = form.validate()
    span = form.span(form.timezone.data or site().timezone)
    if not good or span is None:
        return _phase_page(board, form, row), 422
    values: dict[str, Any] = {
        "board_id": board.public_id,
        "opens": span.starts,
        "closes": span.ends,
    }
    values |= form.rules() | {"by": current_actor()}
    board_id = board.public_id
    save: Callable[[], Any] = partial(operations.add_phase, **values)
    if row is not None:
        values |= {"phase_id": row.public_id, "expected_version": form.expected_version}
        save = partial(operations.edit_phase, **values)
    if status := _refused(form, save):
        return _phase_page(board_or_404(board_id), form, row), status
    say_changed(gettext("The phase is saved."))
    return redirect(url_for("reviews.settings", board_id=board_id), 303)


@bp.post(f"{_BOARD}/phases/<phase_id>/remove")
@policy(may_arrange_board)
def remove_phase(board_id: str, phase_id: str) -> ResponseReturnValue:
    if done(
        lambda: operations.remove_phase(board_id=board_id, phase_id=phase_id, by=current_actor())
    ):
        say_changed(gettext("The phase is removed."))
    return redirect(url_for("reviews.settings", board_id=board_id), 303)


def _category_page(board: Board, form: CategoryForm, row: ScoreCategory | None) -> str:
    return render_template(
        "reviews/category.html", board=board, title=board_title(board), form=form, category=row
    )


def _category_form(board: Board, **given: Any) -> CategoryForm:
    form = CategoryForm(**given)
    tracks = board.call.tracks if board.call is not None else []
    form.track_id.choices = [("", gettext("Papers of every track"))] + [
        (one.public_id, one.name) for one in tracks
    ]
    return form


def _category(board: Board, category_id: str) -> ScoreCategory:
    found = next((one for one in categories_of(board) if one.public_id == category_id), None)
    return found if found is not None else abort(404)


@bp.get(f"{_BOARD}/scores/new")
@policy(may_arrange_board)
def new_category(board_id: str) -> ResponseReturnValue:
    board = board_or_404(board_id)
    return _category_page(board, _category_form(board, formdata=None), None)


@bp.post(f"{_BOARD}/scores/new")
@policy(may_arrange_board)
def create_category(board_id: str) -> ResponseReturnValue:
    return _save_category(board_or_404(board_id), None)


@bp.get(f"{_BOARD}/scores/<category_id>")
@policy(may_arrange_board)
def category(board_id: str, category_id: str) -> ResponseReturnValue:
    board = board_or_404(board_id)
    row = _category(board, category_id)
    data = {
        name: getattr(row, name)
        for name in ("name", "help", "least", "most", "weight", "is_required")
    }
    data |= {"track_id": row.track.public_id if row.track else "", "version": str(row.version)}
    return _category_page(board, _category_form(board, formdata=None, data=data), row)


@bp.post(f"{_BOARD}/scores/<category_id>")
@policy(may_arrange_board)
def save_category(board_id: str, category_id: str) -> ResponseReturnValue:
    board = board_or_404(board_id)
    return _save_category(board, _category(board, category_id))


def _save_category(board: Board, row: ScoreCategory | None) -> ResponseReturnValue:
    form = _category_form(board)
    if not form.validate():
        return _category_page(board, form, row), 422
    values = form.values() | {"board_id": board.public_id, "by": current_actor()}
    board_id = board.public_id
    save: Callable[[], Any] = partial(operations.add_category, **values)
    if row is not None:
        values |= {"category_id": row.public_id, "expected_version": form.expected_version}
        save = partial(operations.edit_category, **values)
    if status := _refused(form, save):
        return _category_page(board_or_404(board_id), form, row), status
    say_changed(gettext("The score is saved."))
    return redirect(url_for("reviews.settings", board_id=board_id), 303)


@bp.post(f"{_BOARD}/scores/<category_id>/remove")
@policy(may_arrange_board)
def remove_category(board_id: str, category_id: str) -> ResponseReturnValue:
    if done(
        lambda: operations.remove_category(
            board_id=board_id, category_id=category_id, by=current_actor()
        )
    ):
        say_changed(gettext("The score is removed. Its numbers count no more."))
    return redirect(url_for("reviews.settings", board_id=board_id), 303)
