"""Where a paper stands, told to whoever wrote it: state, next step, what is missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from flask_babel import gettext
from sqlalchemy.orm import load_only

from webinar.core import i18n
from webinar.core.db import db
from webinar.organization.queries import site
from webinar.papers.drafts import CLOSED, draft_front, front_of
from webinar.papers.lacks import Lack, lacks_of
from webinar.papers.models import (
    ACCEPTED,
    CANCELLED,
    CHANGES,
    CONFIRMED,
    DECLINED,
    DRAFT,
    PUBLISHED,
    SUBMITTED,
    WAITLISTED,
    WITHDRAWN,
    Paper,
    PaperFile,
    PaperVersion,
)
from webinar.papers.wanted import Wanted, is_too_late, wanted_for, wanted_with
from webinar.questions.queries import answers_in, questions_in


@dataclass(frozen=True)
class Standing:
    """Where a paper stands: its state as a sentence, and what comes next."""

    sentence: str
    #: what its author can or should do now; empty where the sentence says it
    next_step: str
    #: what the draft lacks before it can be handed in
    missing: list[Lack]
    #: the draft is not what was handed in last
    has_changes: bool
    #: number that the next version will have
    next_number: int
    #: why nothing can be changed any more; empty where it can
    locked: str


def standing(
    paper: Paper,
    versions: list[PaperVersion],
    files: list[PaperFile],
    wanted: Wanted | None = None,
) -> Standing:
    """`versions` newest first with their files, `files` those of the draft."""
    newest = versions[0] if versions else None
    has_changes = newest is None or (
        newest.body != paper.body
        or front_of(newest) != draft_front(paper)
        or {file.file_id for file in newest.files} != {file.file_id for file in files}
    )
    return Standing(
        sentence=_sentence(paper, newest),
        next_step=_next_step(paper, newest),
        missing=lacks_of(paper, len(files), wanted or wanted_for(paper)),
        has_changes=has_changes,
        next_number=newest.number + 1 if newest else 1,
        locked=why_locked_now(paper),
    )


def standings_of(papers: Sequence[Paper]) -> dict[int, tuple[str, list[Lack]]]:
    """Row number -> the state as a sentence, and what keeps one that waits for its author from
    being handed in. Papers of `own_papers` in detail; four statements, however many."""
    newest = _newest_versions([paper.id for paper in papers])
    mine = [paper for paper in papers if paper.state in (DRAFT, CHANGES)]
    files = _draft_files([paper.id for paper in mine])
    calls = [paper.call for paper in mine if paper.call is not None]
    questions = questions_in({one.questionnaire_id for one in calls if one.questionnaire_id})
    answers = answers_in({paper.sheet_id for paper in mine if paper.sheet_id})
    missing = {
        paper.id: lacks_of(
            paper,
            files.get(paper.id, 0),
            wanted_with(
                paper,
                questions.get(paper.call.questionnaire_id or 0, []) if paper.call else [],
                answers.get(paper.sheet_id or 0, {}),
            ),
        )
        for paper in mine
    }
    return {
        paper.id: (_sentence(paper, newest.get(paper.id)), missing.get(paper.id, []))
        for paper in papers
    }


def _newest_versions(paper_ids: Collection[int]) -> dict[int, PaperVersion]:
    """Paper's row number -> its newest version, without the texts; one statement."""
    newest = (
        sa.select(sa.func.max(PaperVersion.id))
        .where(PaperVersion.paper_id.in_(paper_ids))
        .group_by(PaperVersion.paper_id)
    )
    found = sa.select(PaperVersion).where(PaperVersion.id.in_(newest))
    columns = (PaperVersion.paper_id, PaperVersion.number, PaperVersion.created_at)
    found = found.options(load_only(*columns))
    return {one.paper_id: one for one in db.session.scalars(found)}


def _draft_files(paper_ids: Collection[int]) -> dict[int, int]:
    """Paper's row number -> how many files its next version will have; one statement."""
    found = (
        sa.select(PaperFile.paper_id, sa.func.count(PaperFile.id))
        .where(PaperFile.paper_id.in_(paper_ids), PaperFile.version_id.is_(None))
        .group_by(PaperFile.paper_id)
    )
    return {row[0]: row[1] for row in db.session.execute(found)}


def why_locked_now(paper: Paper) -> str:
    """Why its author cannot change it any more; empty where they can."""
    if paper.state in CLOSED:
        return gettext("The organizers have decided: it stays as it is.")
    if is_too_late(paper):
        return gettext(
            "The call has closed: what you handed in stays as it is. To change it, ask the"
            " organizers for a code for late papers."
        )
    return ""


def _is_draft(paper: Paper, newest: PaperVersion | None) -> bool:
    return paper.state == DRAFT or (newest is None and paper.state == SUBMITTED)


def _sentence(paper: Paper, newest: PaperVersion | None) -> str:
    if _is_draft(paper, newest):
        return gettext("Draft: nobody sees it yet. It is not handed in.")
    day = i18n.long_date(newest.created_at, site().timezone) if newest else ""
    if paper.state == SUBMITTED:
        return gettext("Handed in on %(day)s. The organizers read it next.", day=day)
    if paper.state == PUBLISHED:
        seen = gettext("Published: readers see version %(number)s.", number=paper.current_number)
        if newest is None or newest.number <= paper.current_number:
            return seen
        return f"{seen} " + gettext(
            "Version %(number)s, handed in on %(day)s, waits for the organizers.",
            number=newest.number,
            day=day,
        )
    words = {
        CHANGES: gettext("The organizers ask you for changes."),
        WAITLISTED: gettext("On the waiting list: it is taken when a place becomes free."),
        ACCEPTED: gettext("Accepted. The organizers wait for your word that you will give it."),
        CONFIRMED: gettext("Accepted, and you confirmed: it is in the programme.")
        if paper.session is not None
        else gettext("Accepted, and you confirmed. Its place in the programme comes next."),
        DECLINED: gettext("Not accepted. The organizers do not publish it."),
        WITHDRAWN: gettext("Withdrawn: nobody sees it any more."),
        CANCELLED: gettext("Cancelled: it was accepted, and is not given after all."),
    }
    return words.get(paper.state, paper.state)


def _next_step(paper: Paper, newest: PaperVersion | None) -> str:
    if _is_draft(paper, newest):
        return ""
    return {
        SUBMITTED: gettext("You have nothing to do: a mail tells you what they decide."),
        CHANGES: gettext("Change it here, then hand it in again: they read the new version next."),
        WAITLISTED: gettext("You have nothing to do: a mail tells you when there is a place."),
        ACCEPTED: gettext("Please confirm on your page that you will give it, or withdraw it."),
        CONFIRMED: gettext("You can still hand in new versions, with slides and other files."),
        DECLINED: gettext("It stays here for you. You can hand in another paper at any time."),
        WITHDRAWN: gettext("Nothing is lost: hand it in again if you change your mind."),
        CANCELLED: gettext("If you think that this is a mistake, write to the organizers."),
    }.get(paper.state, "")
