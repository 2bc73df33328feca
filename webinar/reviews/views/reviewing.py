"""A reviewer's desk: what waits, the next one, reading, scoring, handing in."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.models import ORGANIZER, REVIEWER
from webinar.accounts.queries import current_actor, me
from webinar.core import files
from webinar.core.access import policy
from webinar.core.anonymous import anonymous_copy
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit, let_go
from webinar.core.filenames import content_disposition
from webinar.core.files import StoredFile
from webinar.core.http import SANDBOX_CSP
from webinar.core.notices import say
from webinar.core.plainerror import PlainError
from webinar.core.sandbox import ConversionFailed
from webinar.core.text import whole_number
from webinar.papers.models import PaperFile
from webinar.papers.queries import figure_in, versions_of
from webinar.papers.reviewing import file_to_review
from webinar.papers.sending import send_stored, wants_view
from webinar.papers.wanted import chosen_of
from webinar.papers.words import kind_choices
from webinar.questions.models import REVIEWERS
from webinar.questions.queries import sheet_file
from webinar.questions.showing import Row, answers_shown
from webinar.reviews import operations
from webinar.reviews.anonymity import NOTHING_HIDDEN, Mask, mask_of, mask_of_people, masks_of
from webinar.reviews.blueprint import bp
from webinar.reviews.desk import Task, next_task, own_interests, tasks
from webinar.reviews.forms import InterestForm, RemarkForm, ReviewForm, review_form
from webinar.reviews.models import Board, Review, ReviewRemark
from webinar.reviews.policy import may_review_board, may_see_boards
from webinar.reviews.progress import progress_of
from webinar.reviews.queries import (
    assigned_to,
    boards_in,
    categories_of,
    remarks_of,
    reviews_of,
    scored_in,
)
from webinar.reviews.rules import Rules, next_phase, rules_for
from webinar.reviews.views.found import board_or_404
from webinar.reviews.waiting import progress_on
from webinar.reviews.words import RECOMMENDATION_WORDS, board_title
from webinar.webinars.scope import scope_of

_ONE = "/organize/reviews/<board_id>/papers/<paper_id>"
#: files that are rewritten for a reviewer at a request, in bytes; larger ones are held back
_MOST_REWRITTEN = 40 * 1024 * 1024


@bp.get("/organize/reviews/")
@policy(may_see_boards)
def index() -> ResponseReturnValue:
    """Boards where one decides or reviews, with what waits there for oneself."""
    arranged = scope_of(ORGANIZER)
    boards = [(board, rules_for(board)) for board in boards_in(scope_of(REVIEWER))]
    progress = progress_on(boards, me())
    rows = [
        (
            board,
            board_title(board),
            rules,
            next_phase(board),
            progress.get(board.id),
            arranged.holds(board.webinar_number),
        )
        for board, rules in boards
    ]
    return render_template("reviews/index.html", rows=rows, may_start=not arranged.is_empty)


@bp.get("/organize/reviews/<board_id>/mine")
@policy(may_review_board)
def mine(board_id: str) -> ResponseReturnValue:
    """What one was asked to review, and how far one is."""
    board, account = board_or_404(board_id), me()
    rules = rules_for(board)
    found = tasks(board, account, rules)
    interests = own_interests(board, account)
    seen = [*(one.paper for one in found), *(row.paper for row in interests)]
    masks = {} if rules.shows_authors else masks_of(seen)
    titles = {row.id: _titled(masks, row.paper.id, row.paper.title) for row in interests}
    return render_template(
        "reviews/mine.html",
        board=board,
        title=board_title(board),
        rules=rules,
        coming=next_phase(board),
        rows=[
            (one, _titled(masks, one.paper.id, one.front.title), _names(one, rules))
            for one in found
        ],
        progress=progress_of(found),
        interests=interests,
        titles=titles,
    )


@bp.get("/organize/reviews/<board_id>/next")
@policy(may_review_board)
def next_unreviewed(board_id: str) -> ResponseReturnValue:
    """To the paper that needs this person's review most."""
    board = board_or_404(board_id)
    found = next_task(tasks(board, me(), rules_for(board)), request.args.get("after", ""))
    if found is None:
        flash(gettext("Nothing waits for your review here."), "success")
        return redirect(url_for("reviews.mine", board_id=board_id), 303)
    return redirect(url_for("reviews.read", board_id=board_id, paper_id=found.paper.public_id), 303)


def _titled(masks: Mapping[int, Mask], number: int, title: str) -> str:
    return masks.get(number, NOTHING_HIDDEN).text(title)


def _mask(task: Task, rules: Rules) -> Mask:
    return NOTHING_HIDDEN if rules.shows_authors else mask_of(task.paper)


def _names(task: Task, rules: Rules) -> str:
    if not rules.shows_authors:
        return ""
    return ", ".join(one.name for one in task.front.authors)


def task_or_404(board: Board, paper_id: str) -> Task:
    found = tasks(board, me(), rules_for(board), paper_id=paper_id)
    if not found:
        abort(404)
    return found[0]


@bp.get(_ONE)
@policy(may_review_board)
def read(board_id: str, paper_id: str) -> ResponseReturnValue:
    """What was handed in, and the own review beneath it."""
    return reading_page(board_id, paper_id)


def reading_page(board_id: str, paper_id: str, **forms: Any) -> str:
    """`form`, `interest_form` and `remark_form` as somebody sent them."""
    board = board_or_404(board_id)
    rules, task = rules_for(board), task_or_404(board, paper_id)
    mask = _mask(task, rules)
    asked = scored_in(categories_of(board), task.paper.track_id)
    form = forms.get("form")
    if form is None:
        form = review_form(asked, task.review, formdata=None)
        form.read.data = str(task.version.number)
    sees = rules.sees_others(has_own=task.is_done)
    others = _others_of(task) if sees else []
    remarks = remarks_of(task.paper) if sees else []
    said = _saying(task, mask, rules, [*others, *remarks])
    versions = versions_of(task.paper)
    return render_template(
        "reviews/read.html",
        board=board,
        board_title=board_title(board),
        rules=rules,
        task=task,
        mask=mask,
        title=mask.text(task.front.title),
        names=_names(task, rules),
        kinds=dict(kind_choices()),
        versions=versions,
        files=[
            (file, _shown_name(file, number, rules))
            for number, file in enumerate(versions[0].files, 1)
        ],
        answers=_answers(task, mask, board, rules),
        form=form,
        interest_form=forms.get("interest_form") or InterestForm(formdata=None),
        remark_form=forms.get("remark_form") or RemarkForm(formdata=None),
        others=[(name, one, said(one.text)) for name, one in _named(others, rules)],
        asked=asked,
        sees=sees,
        remarks=_remarks(others, remarks, rules, said),
        recommendations=RECOMMENDATION_WORDS,
        conflict_rows=forms.get("conflict_rows"),
    )


def _answers(task: Task, mask: Mask, board: Board, rules: Rules) -> list[Row]:
    """Answers to the call's questions that reviewers see; files under names that name nobody."""

    def file_url(question_id: str) -> str:
        return url_for(
            "reviews.answer",
            board_id=board.public_id,
            paper_id=task.paper.public_id,
            question_id=question_id,
        )

    shown = answers_shown(task.paper.sheet_id, REVIEWERS, file_url, partial(chosen_of, task.paper))
    return [
        (
            label,
            mask.strictly(words) if url is None else _plain_name("file", words, number, rules),
            url,
        )
        for number, (label, words, url) in enumerate(shown, 1)
    ]


def _others_of(task: Task) -> list[Review]:
    account = me()
    return [one for one in reviews_of(task.paper) if one.account_id != account.id]


def _named(others: Sequence[Review], rules: Rules) -> list[tuple[str, Review]]:
    return [
        (
            one.account.name
            if rules.shows_reviewers
            else gettext("Reviewer %(number)s", number=number),
            one,
        )
        for number, one in enumerate(others, 1)
    ]


def _saying(
    task: Task, mask: Mask, rules: Rules, written: Sequence[Review | ReviewRemark]
) -> Callable[[str], str]:
    """What others wrote, without those who are hidden from this person: authors, reviewers."""
    if rules.shows_reviewers or not written:
        return mask.strictly
    me_id = me().id
    people = [*assigned_to(task.paper), *(one.account for one in written)]
    reviewers = mask_of_people(one for one in people if one.id != me_id)
    return lambda words: reviewers.strictly(mask.strictly(words))


def _remarks(
    others: Sequence[Review],
    remarks: Sequence[ReviewRemark],
    rules: Rules,
    said: Callable[[str], str],
) -> list[tuple[str, ReviewRemark, str]]:
    """Names where the phase shows them, else the numbers of the reviews; and the words."""
    account = me()
    known: dict[int, str] = {account.id: gettext("You")}
    for number, one in enumerate(others, 1):
        known[one.account_id] = gettext("Reviewer %(number)s", number=number)
    rows = []
    for row in remarks:
        if rules.shows_reviewers and row.account_id != account.id:
            known[row.account_id] = row.account.name
        elif row.account_id not in known:
            known[row.account_id] = (
                gettext("An organizer")
                if row.account.is_organizer
                else gettext("Reviewer %(number)s", number=len(known))
            )
        rows.append((known[row.account_id], row, said(row.text)))
    return rows


@bp.post(_ONE)
@policy(may_review_board)
def write(board_id: str, paper_id: str) -> ResponseReturnValue:
    """Keep the review as a draft, or hand it in."""
    board = board_or_404(board_id)
    task = task_or_404(board, paper_id)
    form = review_form(scored_in(categories_of(board), task.paper.track_id), task.review)
    hand_in = "hand_in" in request.form
    if not form.validate() or ((hand_in or task.is_done) and not form.lacks_nothing()):
        return reading_page(board_id, paper_id, form=form), 422
    try:
        operations.save_review(
            board_id=board_id,
            paper_id=paper_id,
            account_id=me().public_id,
            scores=form.scores(),
            text=form.text.data or "",
            to_authors=form.to_authors.data or "",
            private_note=form.private_note.data or "",
            recommendation=form.recommendation.data or "",
            version_number=whole_number(form.read.data or "", most=10**6),
            hand_in=hand_in,
            expected_version=form.expected_version,
            by=current_actor(),
        )
    except StaleEdit as stale:
        return _stale(board_id, paper_id, form, stale)
    except PlainError as error:
        form.form_errors.append(gettext(error.message, **error.values))
        return reading_page(board_id, paper_id, form=form), 422
    if not hand_in and not task.is_done:
        say(gettext("Your draft is kept. Nobody else sees it before you hand it in."))
        return redirect(url_for("reviews.read", board_id=board_id, paper_id=paper_id), 303)
    say(gettext("Your review is handed in. You can change it while the phase is open."))
    return redirect(url_for("reviews.read", board_id=board_id, paper_id=paper_id), 303)


def _stale(board_id: str, paper_id: str, form: ReviewForm, stale: StaleEdit) -> Response:
    row = stale.row
    saved = {"text": row.text, "to_authors": row.to_authors, "private_note": row.private_note}
    rows = compare_with(form, saved, row.version)
    page = reading_page(board_id, paper_id, form=form, conflict_rows=rows)
    return make_response(page, 409)


def _shown_name(file: PaperFile, number: int, rules: Rules) -> str:
    return _plain_name(file.kind, file.name, number, rules)


def _plain_name(kind: str, name: str, number: int, rules: Rules) -> str:
    """`paper-3.pdf` as long as names are hidden: authors call files after themselves."""
    if rules.shows_authors:
        return name
    ending = name.rpartition(".")[2].lower()
    is_plain = ending.isascii() and ending.isalnum() and len(ending) <= 5 and "." in name
    return f"{kind}-{number}" + (f".{ending}" if is_plain else "")


@bp.get(f"{_ONE}/figures/<name>")
@policy(may_review_board)
def figure(board_id: str, paper_id: str, name: str) -> ResponseReturnValue:
    """A picture in the text; it was made anew and says nothing of who made it."""
    found = figure_in(task_or_404(board_or_404(board_id), paper_id).version, name)
    if found is None:
        abort(404)
    return send_stored(found, name, inline=True)


@bp.get(f"{_ONE}/files/<file_id>")
@policy(may_review_board)
def file(board_id: str, paper_id: str, file_id: str) -> ResponseReturnValue:
    """A file of the newest version; without its authors while the phase hides them."""
    board = board_or_404(board_id)
    rules, task = rules_for(board), task_or_404(board, paper_id)
    found = file_to_review(task.paper, file_id)
    if found is None or found.version_id != task.version.id:
        abort(404)
    number = 1 + [one.id for one in versions_of(task.paper)[0].files].index(found.id)
    return _sent(found.file, _shown_name(found, number, rules), task, rules)


@bp.get(f"{_ONE}/answers/<question_id>")
@policy(may_review_board)
def answer(board_id: str, paper_id: str, question_id: str) -> ResponseReturnValue:
    """A file that answers a question of the call, where reviewers see the answers to it."""
    board = board_or_404(board_id)
    rules, task = rules_for(board), task_or_404(board, paper_id)
    sheet, chosen = task.paper.sheet_id, partial(chosen_of, task.paper)
    found = sheet_file(sheet, question_id, REVIEWERS, chosen)
    if found is None or found.file is None:
        abort(404)
    shown = answers_shown(sheet, REVIEWERS, str, chosen)
    number = 1 + [key for *_words, key in shown].index(question_id)
    return _sent(found.file, _plain_name("file", found.file.filename, number, rules), task, rules)


def _sent(stored: StoredFile, name: str, task: Task, rules: Rules) -> Response:
    """As it is, or without its authors while the phase hides them."""
    if rules.shows_authors:
        return send_stored(stored, name, inline=wants_view(stored))
    if stored.scan:
        # It says why nobody gets it.
        return send_stored(stored, name)
    return _rewritten(stored, name, mask_of(task.paper))


def _rewritten(stored: StoredFile, name: str, mask: Mask) -> Response:
    """Made for this answer, kept by nobody; its validator is its own, not the original's."""
    if stored.size > _MOST_REWRITTEN:
        abort(403, gettext("This file is too large to take the names out. Ask the organizers."))
    media_type, view, where = stored.media_type, wants_view(stored), stored.storage_name
    let_go()
    try:
        with files.storage().local(where) as path:
            data = anonymous_copy(path, media_type, mask.words, mask.families)
    except ConversionFailed as error:
        abort(403, gettext(error.message, **error.values))
    response = Response(data, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition(name, inline=view)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = SANDBOX_CSP
    response.headers["Cache-Control"] = "private, no-store"
    return response
