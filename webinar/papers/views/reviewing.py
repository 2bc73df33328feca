"""Reviewers read what was handed in, with its files and versions; nothing here changes anything."""

from functools import partial

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webinar.accounts.models import REVIEWER
from webinar.core.access import policy
from webinar.core.text import whole_number
from webinar.papers import queries
from webinar.papers.blueprint import bp
from webinar.papers.policy import may_review, may_review_paper
from webinar.papers.reviewing import HandedIn, file_to_review, paper_to_review, review_page
from webinar.papers.sending import send_stored, wants_view
from webinar.papers.wanted import chosen_of
from webinar.papers.words import kind_choices
from webinar.questions.models import REVIEWERS
from webinar.questions.queries import sheet_file
from webinar.questions.showing import answers_shown
from webinar.webinars.scope import scope_of

#: the filter of the list that shows what waits for a decision
WAITING = "waiting"


def _found(paper_id: str) -> HandedIn:
    found = paper_to_review(scope_of(REVIEWER), paper_id)
    if found is None:
        abort(404)
    return found


@bp.get("/organize/review/")
@policy(may_review)
def review_list() -> ResponseReturnValue:
    waiting = request.args.get("state") == WAITING
    number = whole_number(request.args.get("page"), most=99_999) or 1
    rows, has_more = review_page(scope_of(REVIEWER), waiting=waiting, page=number)
    return render_template(
        "papers/review_list.html", rows=rows, waiting=waiting, number=number, has_more=has_more
    )


@bp.get("/organize/review/<paper_id>/")
@policy(may_review_paper)
def review(paper_id: str) -> ResponseReturnValue:
    """The newest version as it was handed in, and the files of all."""
    found = _found(paper_id)
    return render_template(
        "papers/review.html",
        paper=found.paper,
        version=found.version,
        front=found.front,
        versions=queries.versions_of(found.paper),
        kinds=dict(kind_choices()),
        answers=answers_shown(
            found.paper.sheet_id,
            REVIEWERS,
            partial(_answer_url, found.paper.public_id),
            partial(chosen_of, found.paper),
        ),
    )


def _answer_url(paper_id: str, question_id: str) -> str:
    return url_for("papers.review_answer", paper_id=paper_id, question_id=question_id)


@bp.get("/organize/review/<paper_id>/answers/<question_id>")
@policy(may_review_paper)
def review_answer(paper_id: str, question_id: str) -> ResponseReturnValue:
    """A file that answers a question of the call, where reviewers see the answers to it."""
    paper = _found(paper_id).paper
    found = sheet_file(paper.sheet_id, question_id, REVIEWERS, partial(chosen_of, paper))
    if found is None or found.file is None:
        abort(404)
    return send_stored(found.file, found.file.filename, inline=wants_view(found.file))


@bp.get("/organize/review/<paper_id>/figures/<name>")
@policy(may_review_paper)
def review_figure(paper_id: str, name: str) -> ResponseReturnValue:
    """A picture in the text that was handed in."""
    found = queries.figure_in(_found(paper_id).version, name)
    if found is None:
        abort(404)
    return send_stored(found, name, inline=True)


@bp.get("/organize/review/<paper_id>/files/<file_id>")
@policy(may_review_paper)
def review_file(paper_id: str, file_id: str) -> ResponseReturnValue:
    file = file_to_review(_found(paper_id).paper, file_id)
    if file is None:
        abort(404)
    return send_stored(file.file, file.name, inline=wants_view(file.file))
