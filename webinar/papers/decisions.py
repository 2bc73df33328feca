"""Decided now, announced later; confirmed by the speaker.

A decision waits beside the paper's state, which nobody outside sees change before it is
announced.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from webinar.core import clock, news
from webinar.core.db import lock
from webinar.core.journal import Actor, about, operation
from webinar.core.plainerror import N_
from webinar.papers.announcements import PaperChanged
from webinar.papers.errors import WrongPaper
from webinar.papers.models import (
    ACCEPTED,
    CHANGES,
    CONFIRMED,
    DECISIONS,
    DECLINED,
    SUBMITTED,
    WAITLISTED,
    Paper,
)
from webinar.papers.operations import paper_row

#: of these something can still be decided
OPEN_STATES = (SUBMITTED, CHANGES, WAITLISTED, DECLINED)
_MEANWHILE = N_("Somebody changed this paper meanwhile. Look at it again.")


class Decidable(Protocol):
    """A paper, or a line that tells of one."""

    @property
    def state(self) -> str: ...
    @property
    def decision(self) -> str | None: ...
    @property
    def decided_at(self) -> datetime | None: ...
    @property
    def submitted_at(self) -> datetime | None: ...


def mark_of(paper: Decidable) -> str:
    """Another one as soon as somebody decides, announces, or hands in a version.

    Not the row's own number: an author who is just writing would be told that something changed.
    """
    times = [one.isoformat() if one else "" for one in (paper.decided_at, paper.submitted_at)]
    return "/".join((paper.state, paper.decision or "", *times))


@operation
def decide_papers(
    *,
    decisions: Mapping[str, str | None],
    by: Actor,
    words: str | None = None,
    seen: Mapping[str, str] | None = None,
) -> list[Paper]:
    """Public identifier -> one of DECISIONS, or None to take back what was not announced.

    `words` to the authors go along with each; None leaves those that are there. `seen` are the
    marks (`mark_of`) of what the person saw. All of them or none: raises WrongPaper and
    sqlalchemy.exc.NoResultFound.
    """
    papers = []
    for paper_id in sorted(decisions):
        decision = decisions[paper_id]
        paper = paper_row(paper_id)
        lock(paper)
        if seen is not None and seen.get(paper_id) != mark_of(paper):
            raise WrongPaper(_MEANWHILE)
        _decide(paper, decision, words)
        papers.append(paper)
    if len(papers) == 1:
        about(papers[0])
    return papers


def _decide(paper: Paper, decision: str | None, words: str | None) -> None:
    if decision is not None and decision not in DECISIONS:
        raise WrongPaper(N_("Choose one of the four decisions."))
    if decision is None:
        if paper.decision is not None:
            paper.drop_decision()
            paper.decided_at = None
    else:
        if paper.state not in OPEN_STATES:
            raise WrongPaper(
                N_("Nothing can be decided about “%(title)s” any more."), title=paper.title
            )
        if decision == paper.state and decision != CHANGES:
            raise WrongPaper(N_("That was announced already about “%(title)s”."), title=paper.title)
        paper.decision, paper.decided_at = decision, clock.now()
        if words is not None:
            paper.decision_note = words
    news.announce(PaperChanged(paper.id))


@operation
def announce_decision(*, paper_id: str, by: Actor) -> Paper | None:
    """What was decided becomes the state; None when there is nothing (more) to announce."""
    paper = paper_row(paper_id)
    about(paper)
    # Pressed twice, the second waits here and then finds nothing left to announce.
    lock(paper)
    if paper.decision is None or paper.state not in OPEN_STATES:
        return None
    paper.former_state, paper.state = paper.state, paper.decision
    # The author goes on reading these until the next decision is told.
    paper.announced_note = paper.decision_note
    paper.drop_decision()
    if paper.state == ACCEPTED:
        paper.accepted_at = clock.now()
    paper.version += 1
    news.announce(PaperChanged(paper.id))
    return paper


@operation
def confirm_paper(*, paper_id: str, by: Actor) -> Paper:
    """The speaker comes. Once more changes nothing. Raises WrongPaper for what is not accepted."""
    paper = paper_row(paper_id)
    lock(paper)
    if paper.state == CONFIRMED:
        about(paper)
        return paper
    if paper.state != ACCEPTED:
        raise WrongPaper(_MEANWHILE)
    paper.state, paper.confirmed_at = CONFIRMED, clock.now()
    paper.version += 1
    news.announce(PaperChanged(paper.id))
    return paper


@operation
def take_confirmation_back(*, paper_id: str, by: Actor) -> Paper:
    """Confirmed by mistake: it waits for the speaker's word again."""
    paper = paper_row(paper_id)
    lock(paper)
    if paper.state != CONFIRMED:
        raise WrongPaper(_MEANWHILE)
    paper.state, paper.confirmed_at = ACCEPTED, None
    paper.version += 1
    news.announce(PaperChanged(paper.id))
    return paper
