"""What a paper's call asks of it: fields, lengths, track and type, questions, an access code.

A paper without a call answers the open one of the site: everything may be filled in, nothing must.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from flask_babel import gettext

from webinar.calls import standing
from webinar.calls.asked import Rule, rules_of
from webinar.calls.codes import USED_UP
from webinar.calls.models import AccessCode, Call, CallTrack, CallType
from webinar.core import clock, i18n
from webinar.core.filetypes import Accepted
from webinar.core.held import Held
from webinar.papers.models import (
    ACCEPTED,
    CHANGES,
    CONFIRMED,
    PUBLISHED,
    SUBMITTED,
    WAITLISTED,
    Paper,
)
from webinar.questions.asking import Asked, ask
from webinar.questions.models import Answer, Question
from webinar.questions.queries import answers_of, questions_of

Part = TypeVar("Part", CallTrack, CallType)
#: states in which a paper is in the organizers' hands: late changes are refused
_IN_THEIR_HANDS = (SUBMITTED, WAITLISTED)
#: states in which new versions are wanted, whenever the call closed
_WANTED_ANYWAY = (CHANGES, ACCEPTED, CONFIRMED, PUBLISHED)


@dataclass(frozen=True)
class Choice:
    """What is chosen in a call; public identifiers, and a code as typed. Empty for none."""

    call_id: str = ""
    track_id: str = ""
    type_id: str = ""
    code: str = ""


@dataclass(frozen=True)
class Given:
    """Answers as `questions.operations.save_answers` takes them."""

    values: Mapping[str, Any] = field(default_factory=dict)
    taken: Mapping[str, tuple[Path, Accepted]] = field(default_factory=dict)
    removed: frozenset[str] = frozenset()
    held: Mapping[str, Held] = field(default_factory=dict)


@dataclass(frozen=True)
class Wanted:
    """The call as one paper meets it."""

    call: Call | None
    rules: dict[str, Rule]
    asked: list[Asked] = field(default_factory=list)
    code: AccessCode | None = None
    has_spent: bool = False
    #: public identifiers of what was chosen already: it stays on offer
    track_id: str = ""
    type_id: str = ""
    #: organizers choose freely
    is_free: bool = False

    @property
    def tracks(self) -> list[CallTrack]:
        """Tracks that can be chosen now."""
        return self._open(self.call.tracks, self.track_id) if self.call else []

    @property
    def types(self) -> list[CallType]:
        """Types that can be chosen now."""
        return self._open(self.call.types, self.type_id) if self.call else []

    def _open(self, parts: Iterable[Part], chosen: str) -> list[Part]:
        return [one for one in parts if one.public_id == chosen or self._is_open(one)]

    def _is_open(self, part: CallTrack | CallType) -> bool:
        if self.is_free or self.call is None:
            return True
        return standing.is_open_for(
            self.call,
            track=part if isinstance(part, CallTrack) else None,
            call_type=part if isinstance(part, CallType) else None,
            code=self.code,
            has_spent=self.has_spent,
        )

    @property
    def closes_at(self) -> datetime | None:
        """The last instant for this paper as it stands."""
        if self.call is None:
            return None
        track = next((one for one in self.call.tracks if one.public_id == self.track_id), None)
        kind = next((one for one in self.call.types if one.public_id == self.type_id), None)
        return standing.closing(self.call, track, kind)


def wanted_for(paper: Paper | None, *, is_free: bool = False) -> Wanted:
    """What the paper's call asks; at most four statements, none without a call.

    `is_free`: for organizers, who are held to no closing.
    """
    if paper is None or paper.call is None:
        return Wanted(None, rules_of(None), is_free=is_free)
    questions = questions_of(paper.call.questionnaire_id)
    return wanted_with(paper, questions, answers_of(paper.sheet_id), is_free=is_free)


def wanted_with(
    paper: Paper,
    questions: Iterable[Question],
    answers: Mapping[str, Answer],
    *,
    is_free: bool = False,
) -> Wanted:
    """The same where questions and answers were read already."""
    call = paper.call
    if call is None:
        return Wanted(None, rules_of(None), is_free=is_free)
    return Wanted(
        call,
        rules_of(call),
        ask(questions, answers, zone=call.timezone, chosen=chosen_of(paper)),
        code=paper.code,
        has_spent=has_spent(paper),
        track_id=paper.track.public_id if paper.track else "",
        type_id=paper.type.public_id if paper.type else "",
        is_free=is_free,
    )


def wanted_of_call(
    call: Call | None, questions: Iterable[Question] = (), code: AccessCode | None = None
) -> Wanted:
    """The same for a paper that does not exist yet."""
    if call is None:
        return Wanted(None, rules_of(None))
    return Wanted(call, rules_of(call), ask(questions, {}, zone=call.timezone), code=code)


def chosen_of(paper: Paper) -> set[str]:
    """Public identifiers of its track and type."""
    return {one.public_id for one in (paper.track, paper.type) if one is not None}


def has_spent(paper: Paper) -> bool:
    """Its code let it in before."""
    return paper.code_id is not None and paper.spent_code_id == paper.code_id


def why_not_taken(paper: Paper, code: AccessCode | None, at: datetime | None = None) -> str:
    """Of `calls.standing`: why its call takes it no more with that code; empty where it does."""
    if paper.call is None:
        # One that was deleted takes nothing; without any it answers the open one.
        return standing.CLOSED if paper.call_id is not None else ""
    return standing.why_closed(
        paper.call,
        track=paper.track,
        call_type=paper.type,
        code=code,
        has_spent=has_spent(paper) and code is not None and code.id == paper.code_id,
        at=at,
    )


def is_wanted_anyway(paper: Paper) -> bool:
    """Its next version is taken whenever the call closed, and needs no code."""
    return paper.state in _WANTED_ANYWAY


def is_too_late(paper: Paper, at: datetime | None = None) -> bool:
    """Its author can change nothing more: it was handed in, and the call has closed.

    Drafts can be written on for ever, what was accepted is made ready for its day, and where
    changes were asked for they are wanted. A code for late papers opens it again.
    """
    if paper.state not in _IN_THEIR_HANDS:
        return False
    now = why_not_taken(paper, paper.code, at)
    return now in (standing.CLOSED, standing.CALLED_OFF)


def closed_words(paper: Paper) -> str:
    """Why its call takes it not now, and what is possible, for the person at the form."""
    if is_wanted_anyway(paper):
        return ""
    call, why = paper.call, why_not_taken(paper, paper.code)
    if not why:
        return ""
    if call is None:
        return gettext("The call was deleted. The draft stays yours; write to the organizers.")
    if why == standing.COMING and call.opens_at is not None:
        when = i18n.zoned_time(call.opens_at, call.timezone)
        return gettext("The call opens on %(when)s. The draft waits here until then.", when=when)
    if why == "code" and paper.code is not None and not paper.code.is_good:
        return gettext(USED_UP)
    if why == "code":
        return gettext("This needs an access code: the organizers give it. Write it here.")
    last = standing.closing(call, paper.track, paper.type)
    if why == standing.CLOSED and last is not None and last <= clock.now():
        return gettext(
            "The call closed on %(when)s. The draft stays yours. With a code for late papers, which"
            " the organizers give, it can still be handed in.",
            when=i18n.zoned_time(last, call.timezone),
        )
    if why == standing.CALLED_OFF:
        return gettext("The call was called off. The draft stays yours; write to the organizers.")
    return gettext("The call takes no papers now. The draft stays yours; write to the organizers.")
