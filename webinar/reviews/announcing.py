"""What an announcement would do: every mail in its words, and who gets none and why."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext
from sqlalchemy.orm import joinedload, selectinload

from webinar.accounts.models import Account
from webinar.core.db import db
from webinar.organization.queries import site
from webinar.papers.decisions import OPEN_STATES
from webinar.papers.models import Paper, PaperAuthor
from webinar.reviews.letters import Letter, Written, letter_of, write
from webinar.reviews.models import Board
from webinar.reviews.queries import in_conflict, stands_on
from webinar.speakers.models import Speaker


@dataclass(frozen=True)
class Notice:
    """One paper's announcement."""

    paper: Paper
    decision: str
    person: Speaker | None
    written: Written | None
    #: why nobody gets a mail; the state changes all the same
    skipped: str = ""

    @property
    def is_overtaken(self) -> bool:
        """A version came in that whoever decided had not seen."""
        came, decided = self.paper.submitted_at, self.paper.decided_at
        return came is not None and decided is not None and came > decided

    @property
    def key(self) -> str:
        """What was seen, in short: another mail, or one about another version, does not leave."""
        written, email = self.written, self.person.email if self.person is not None else ""
        told = written and (written.subject, written.paragraphs)
        came = self.paper.submitted_at
        seen = json.dumps((self.decision, self.skipped, email, told, came and came.isoformat()))
        return f"{self.paper.public_id}:{hashlib.sha256(seen.encode()).hexdigest()[:32]}"


def decided_papers(board: Board, *, account: Account) -> list[Paper]:
    """Decided and not announced, by title; without those in which the person has an interest.

    Two statements.
    """
    found = (
        sa.select(Paper)
        .options(
            joinedload(Paper.submitter),
            selectinload(Paper.authors).joinedload(PaperAuthor.speaker),
        )
        .where(
            stands_on(board),
            Paper.decision.is_not(None),
            Paper.state.in_(OPEN_STATES),
            Paper.deleted_at.is_(None),
            sa.not_(in_conflict(account)),
        )
        .order_by(Paper.title, Paper.id)
    )
    return list(db.session.scalars(found))


def person_of(paper: Paper) -> Speaker | None:
    """Who is told: whoever handed it in, else the first author with an address."""
    people = [paper.submitter, *(one.speaker for one in paper.authors)]
    return next((one for one in people if one is not None and one.email), None)


def notice_of(board: Board, paper: Paper, letters: Mapping[str, Letter]) -> Notice:
    """`letters` come before those of the board."""
    decision, person = paper.decision or "", person_of(paper)
    if person is None:
        who = paper.submitter.name if paper.submitter else ""
        skipped = (
            gettext("there is no mail address of %(name)s", name=who)
            if who
            else gettext("nobody with a mail address handed it in")
        )
        return Notice(paper, decision, None, None, skipped)
    letter = letters.get(decision) or letter_of(board, decision, person.language)
    written = write(
        letter, paper, name=person.name, call=board.title or site().name, site=site().name
    )
    return Notice(paper, decision, person, written)


def notices_of(
    board: Board, papers: Sequence[Paper], letters: Mapping[str, Letter]
) -> list[Notice]:
    return [notice_of(board, paper, letters) for paper in papers]
