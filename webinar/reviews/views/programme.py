"""Accepted papers become sessions: several by one form, one by one, or on a webinar's timetable."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.exc import NoResultFound

from webinar.accounts.models import ORGANIZER
from webinar.accounts.queries import current_actor
from webinar.core import i18n
from webinar.core.access import policy
from webinar.core.clock import WrongTime
from webinar.core.notices import say_changed
from webinar.core.plainerror import PlainError
from webinar.reviews import operations
from webinar.reviews.blueprint import bp
from webinar.reviews.forms import FillForm, PlaceForm, PlanForm
from webinar.reviews.models import Board
from webinar.reviews.placing import (
    choices_of,
    papers_to_place,
    placing_of,
    sessions_to_fill,
    webinars_to_fill,
)
from webinar.reviews.policy import may_arrange_board
from webinar.reviews.views.found import board_or_404, done
from webinar.reviews.words import board_title
from webinar.webinars.policy import may_arrange_webinar
from webinar.webinars.queries import rooms, webinar_by_id
from webinar.webinars.scope import scope_of

_BOARD = "/organize/reviews/<board_id>"


def _forms(board: Board, plan: PlanForm | None, fill: FillForm | None) -> tuple[PlanForm, FillForm]:
    scope, papers = scope_of(ORGANIZER), choices_of(papers_to_place(board))
    plan = plan if plan is not None else PlanForm(formdata=None)
    fill = fill if fill is not None else FillForm(formdata=None)
    plan.papers.choices = papers
    plan.webinar.choices = [("", gettext("Choose…"))] + [
        (one.public_id, f"{one.title}, {i18n.long_date(one.starts_at, one.timezone)}")
        for one in webinars_to_fill(scope)
    ]
    plan.room.choices = [("", gettext("The webinar's room"))] + [
        (one.public_id, one.name) for one in rooms()
    ]
    fill.paper.choices = [("", gettext("Choose…")), *papers]
    fill.session.choices = [("", gettext("Choose…"))] + [
        (
            one.public_id,
            f"{one.title} · {one.webinar.title}, "
            + i18n.date_range(one.starts_at, one.ends_at, one.webinar.timezone),
        )
        for one in sessions_to_fill(scope)
    ]
    return plan, fill


def _page(board: Board, plan: PlanForm | None = None, fill: FillForm | None = None) -> str:
    plan, fill = _forms(board, plan, fill)
    return render_template(
        "reviews/programme.html",
        board=board,
        title=board_title(board),
        plan=plan,
        fill=fill,
    )


@bp.get(f"{_BOARD}/programme")
@policy(may_arrange_board)
def programme(board_id: str) -> ResponseReturnValue:
    """With the paper that the address names chosen in both forms."""
    board, paper_id = board_or_404(board_id), request.args.get("paper", "")
    data: dict[str, Any] = {"papers": [paper_id]}
    named = board.webinar or (board.call.webinar if board.call is not None else None)
    if named is not None:
        data |= {"webinar": named.public_id, "starts": named.starts_wall}
    plan = PlanForm(formdata=None, data=data)
    return _page(board, plan, FillForm(formdata=None, data={"paper": paper_id}))


@bp.post(f"{_BOARD}/programme")
@policy(may_arrange_board)
def make_sessions(board_id: str) -> ResponseReturnValue:
    """One after the other, in the order of the list."""
    board = board_or_404(board_id)
    form, _ = _forms(board, PlanForm(), None)
    good = form.validate()
    webinar = webinar_by_id(form.webinar.data or "") if good else None
    if not good or webinar is None or form.starts.data is None:
        return _page(board, form), 422
    try:
        made = operations.plan_papers(
            webinar_id=webinar.public_id,
            paper_ids=form.papers.data or [],
            starts=form.starts.data,
            break_minutes=form.break_minutes.data or 0,
            room_id=form.room.data or "",
            by=current_actor(),
        )
    except WrongTime as error:
        form.starts.errors = [str(error)]
        return _page(board, form), 422
    except PlainError as error:
        form.form_errors.append(gettext(error.message, **error.values))
        return _page(board, form), 422
    say_changed(
        ngettext(
            "%(num)s session stands in the timetable.",
            "%(num)s sessions stand in the timetable.",
            len(made),
        )
    )
    return redirect(url_for("webinars.show", webinar_id=form.webinar.data), 303)


@bp.post(f"{_BOARD}/programme/fill")
@policy(may_arrange_board)
def fill_one(board_id: str) -> ResponseReturnValue:
    """A session that is there takes the paper."""
    board = board_or_404(board_id)
    _, form = _forms(board, None, FillForm())
    if not form.validate():
        return _page(board, fill=form), 422
    try:
        session = operations.fill_session(
            session_id=form.session.data, paper_id=form.paper.data, by=current_actor()
        )
    except NoResultFound:
        abort(404)
    except PlainError as error:
        form.form_errors.append(gettext(error.message, **error.values))
        return _page(board, fill=form), 422
    say_changed(gettext("The paper is given in that session."))
    return redirect(url_for("webinars.show", webinar_id=session.webinar.public_id), 303)


@bp.post("/organize/webinars/<webinar_id>/papers/place")
@policy(may_arrange_webinar)
def place(webinar_id: str) -> ResponseReturnValue:
    """Dropped on the timetable, or chosen from the two lists beside it."""
    webinar = webinar_by_id(webinar_id)
    if webinar is None:
        abort(404)
    form, wanted = PlaceForm(), placing_of(webinar, everything=scope_of(ORGANIZER).everything)
    form.paper.choices, form.place.choices = wanted.papers, wanted.places
    here = url_for("webinars.show", webinar_id=webinar_id)
    if not form.validate():
        # Somebody else was quicker, or the timetable changed while it was dragged.
        flash(
            gettext("Nothing was placed: paper or timetable changed meanwhile. Look once more."),
            "warning",
        )
        return redirect(here, 303)
    kind, _, public_id = form.place.data.partition(":")
    made: list[str] = []

    def place_it() -> None:
        session = operations.place_paper(
            webinar_id=webinar_id,
            paper_id=form.paper.data,
            into=public_id if kind == "into" else "",
            after=public_id if kind == "after" else "",
            by=current_actor(),
        )
        made.extend([session.public_id, session.title])

    if not done(place_it):
        return redirect(here, 303)
    say_changed(gettext("“%(title)s” stands in the timetable.", title=made[1]))
    return redirect(f"{here}#session-{made[0]}", 303)
