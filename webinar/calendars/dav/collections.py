"""The calendars that there are over CalDAV, and what of each is new since a sync token."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from webinar.calendars.dav import queries, tokens
from webinar.calendars.dav.members import Member
from webinar.calendars.dav.queries import ALL, Asked
from webinar.calendars.dav.tokens import InvalidToken, Position
from webinar.calendars.ical import FeedContent
from webinar.calendars.leavings import KEPT
from webinar.calendars.models import CalendarState
from webinar.calendars.personal import queries as people
from webinar.calendars.personal.queries import Opened

#: (revision, UID)
_Step = tuple[int, str]
#: entries in one answer to sync-collection; then it says that there is more
MOST_TOLD = 5000


@dataclass(frozen=True)
class News:
    """What became different since a token."""

    changed: Sequence[Member]
    #: UIDs
    gone: Sequence[str]
    token: str
    #: there is more: ask again with the token
    is_cut: bool


class Calendar(Protocol):
    """One calendar as a program sees it; `path` is quoted and ends with a slash."""

    @property
    def path(self) -> str: ...

    @property
    def principal(self) -> str:
        """Path of whom it belongs to."""

    @property
    def about(self) -> FeedContent: ...

    @property
    def is_private(self) -> bool: ...

    def token(self) -> str:
        """Where it stands now."""

    def members(self, asked: Asked = ALL) -> list[Member]:
        """What it holds, in no order."""

    def news(self, token: str, most: int) -> News:
        """What changed since the token, all for an empty one. Raises InvalidToken."""


@dataclass(frozen=True)
class SharedCalendar:
    """The site's or a series' calendar, the same for everybody."""

    path: str
    principal: str
    about: FeedContent
    kind: str
    subject_id: int
    #: read before anything else, so that a token never promises what was not told
    state: CalendarState
    install_id: str
    is_private: bool = False

    @property
    def _mark(self) -> str:
        return tokens.stamp(
            self.install_id, self.kind, self.subject_id, self.state.format, self.state.zones
        )

    def token(self) -> str:
        return tokens.shared(self._mark, Position(self.state.revision, self.state.day))

    def members(self, asked: Asked = ALL) -> list[Member]:
        return queries.shared_members(self.kind, self.subject_id, self.state.day, asked)

    def news(self, token: str, most: int) -> News:
        is_new = not token
        at = Position(0, self.state.day) if is_new else tokens.read_shared(token, self._mark)
        if not is_new and not self._is_known(at):
            raise InvalidToken
        since = at.revision + (not at.uid)
        changed = {one.uid: one for one in self.members(Asked(since=since))}
        gone: dict[str, int] = {}
        # Nobody who begins has anything to lose.
        if not is_new or at.uid:
            for revision, uid in queries.perhaps_gone(self.kind, self.subject_id, since, at.day):
                if uid not in changed:
                    gone[uid] = max(revision, gone.get(uid, 0))
        steps = sorted(
            [(one.revision, uid) for uid, one in changed.items()]
            + [(revision, uid) for uid, revision in gone.items()]
        )
        steps = [step for step in steps if step > (at.revision, at.uid)]
        until = at.until or self.state.day
        over = self._over(at, until)
        told, aged = steps[:most], over[: max(0, most - len(steps))]
        uids = [uid for _, uid in told]
        then = self._next(at, len(told), steps, len(aged), over, until)
        return News(
            changed=[changed[uid] for uid in uids if uid in changed],
            gone=[uid for uid in uids if uid in gone] + aged,
            token=tokens.shared(self._mark, then),
            is_cut=len(told) + len(aged) < len(steps) + len(over),
        )

    def _is_known(self, at: Position) -> bool:
        """It is ours, and nothing that left since then is forgotten."""
        is_ours = at.revision <= self.state.revision and at.day <= self.state.day
        is_between = at.until is None or at.day <= at.until <= self.state.day
        return is_ours and is_between and self.state.day - at.day < KEPT

    def _over(self, at: Position, until: date) -> list[str]:
        if at.day == until:
            return []
        return queries.gone_by_day(self.kind, self.subject_id, at.day, until, at.revision, at.gone)

    def _next(
        self, at: Position, told: int, steps: list[_Step], aged: int, over: list[str], until: date
    ) -> Position:
        """Where whoever got this answer stands."""
        if told < len(steps):
            revision, uid = steps[told - 1] if told else (at.revision, at.uid)
            return Position(revision, at.day, uid, at.until, at.gone)
        if aged < len(over):
            gone = over[aged - 1] if aged else at.gone
            return Position(self.state.revision, at.day, "", until, gone)
        return Position(self.state.revision, until)


@dataclass(frozen=True)
class PersonalCalendar:
    """What one person keeps; its address is the secret."""

    path: str
    principal: str
    about: FeedContent
    opened: Opened
    is_private: bool = True

    @property
    def _mark(self) -> str:
        return tokens.stamp(self.opened.public_id)

    def token(self) -> str:
        return self._token(people.personal_members(self.opened))

    def _token(self, members: Collection[int]) -> str:
        revision = max(self.opened.revision, queries.settings_revision(self.opened))
        return tokens.personal(self._mark, revision, members)

    def members(self, asked: Asked = ALL) -> list[Member]:
        return queries.personal_members(self.opened, asked)

    def news(self, token: str, most: int) -> News:
        now = people.personal_members(self.opened)
        settings = queries.settings_revision(self.opened)
        revision, before = 0, set[int]()
        if token:
            revision, before = tokens.read_personal(token, self._mark)
        newest = max(self.opened.revision, settings)
        if revision > newest:
            raise InvalidToken
        gone = before - now.keys()
        names = queries.uids_of(gone)
        if len(names) < len(gone):
            # Purged: its name is not known any more.
            raise InvalidToken
        is_other = settings > revision
        changed = sorted(
            (
                number
                for number, changed_in in now.items()
                if number not in before or changed_in > revision or is_other
            ),
            key=lambda number: (now[number], number),
        )
        told_gone = sorted(gone)[:most]
        told = changed[: max(0, most - len(told_gone))]
        # What was not told counts as not there yet, so that the next answer tells it.
        stands = (before - set(told_gone) - set(changed)) | set(told)
        members = queries.personal_members_of(self.opened, told)
        return News(
            changed=members,
            gone=[names[number] for number in told_gone],
            token=tokens.personal(self._mark, newest, stands),
            is_cut=len(told_gone) + len(told) < len(gone) + len(changed),
        )
