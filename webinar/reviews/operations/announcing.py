"""Decisions are told to those they concern: states and mails in one transaction."""

from collections.abc import Mapping, Sequence

from webinar.core.db import db, lock
from webinar.core.journal import Actor, about, operation
from webinar.core.mail import queue_mail
from webinar.papers.decisions import announce_decision
from webinar.papers.models import ACCEPTED, Paper
from webinar.reviews.announcing import Notice, decided_papers, notice_of
from webinar.reviews.letters import Letter, check
from webinar.reviews.models import Board
from webinar.reviews.operations.boards import board_row
from webinar.reviews.operations.reviewing import account_row
from webinar.speakers.operations import personal_link


@operation
def announce_decisions(
    *,
    board_id: str,
    keys: Sequence[str],
    letters: Mapping[str, Letter],
    account_id: str,
    by: Actor,
) -> tuple[list[Notice], int]:
    """Make these decisions the papers' states and mail each; what was told, how many were not.

    `keys` are those of the notices that were previewed: what was announced since, or would be
    told in other words, is passed over, so pressing twice tells nobody twice; so are papers in
    which the person of `account_id` has an interest. `letters` are kept for the next time.
    Raises letters.UnknownPlace.
    """
    board = board_row(board_id)
    about(board)
    lock(board)
    for letter in letters.values():
        check(letter.subject)
        check(letter.text)
    _keep(board, letters)
    wanted = set(keys)
    told = []
    for paper in decided_papers(board, account=account_row(account_id)):
        lock(paper)
        notice = notice_of(board, paper, letters)
        if notice.key not in wanted:
            continue
        if announce_decision(paper_id=paper.public_id, by=by) is None:
            continue
        _mail(board, notice)
        told.append(notice)
    db.session.flush()
    return told, len(wanted) - len(told)


def _keep(board: Board, letters: Mapping[str, Letter]) -> None:
    kept = dict(board.letters)
    for decision, letter in letters.items():
        kept[decision] = {"subject": letter.subject, "text": letter.text}
    if kept != board.letters:
        board.letters = kept


def _mail(board: Board, notice: Notice) -> None:
    person, written, paper = notice.person, notice.written, notice.paper
    if person is None or written is None:
        return
    queue_mail(
        "reviews/mail/decision",
        to=person.email,
        to_name=person.name,
        language=person.language,
        subject=written.subject,
        cause=_cause(paper),
        link=personal_link(person),
        paragraphs=written.paragraphs,
        title=paper.title,
        is_accepted=notice.decision == ACCEPTED,
        paper_id=paper.public_id,
    )


def _cause(paper: Paper) -> str:
    decided = paper.decided_at.isoformat() if paper.decided_at else ""
    return f"{paper.public_id}/{decided}"
