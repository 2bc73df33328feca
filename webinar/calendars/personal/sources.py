"""What a personal feed may hold: a short list of sources, each a question for entries.

`wiring.py` says which there are, and a later room adds its own with `offer`: for what one is
registered for, people's word stands now; a room that takes registrations will know. A feed keeps
the keys of the sources it was ticked for.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from webinar.accounts.models import ORGANIZER
from webinar.calendars.models import SPEAKER, CalendarEntry, CalendarMention
from webinar.calendars.personal.models import Star
from webinar.core.plainerror import N_
from webinar.speakers.models import Speaker
from webinar.webinars.models import WebinarRole


@dataclass(frozen=True)
class Person:
    """Whose calendar it is."""

    follower_id: int
    #: of an account that may sign in
    account_id: int | None
    #: lower case; confirmed
    email: str


#: the same in a statement, which is made once and asked for everybody
FOLLOWER: sa.BindParameter[int] = sa.bindparam("follower_id", type_=sa.Integer)
ACCOUNT: sa.BindParameter[int | None] = sa.bindparam("account_id", type_=sa.Integer)
EMAIL: sa.BindParameter[str] = sa.bindparam("email", type_=sa.String)


@dataclass(frozen=True)
class Source:
    """One tick."""

    key: str
    #: words beside the tick, and what they mean; still to be translated
    label: str
    help: str
    #: makes SELECTs of row numbers of calendar entries, over FOLLOWER, ACCOUNT and EMAIL, that an
    #: index answers; the reader leaves out what cannot be read now
    entries: Callable[[], Sequence[sa.Select[Any]]]
    #: it says nothing about who has no account
    needs_account: bool = False


_offered: dict[str, Source] = {}


def offer(*sources: Source) -> None:
    """Add sources, in the order they are shown in (wiring calls this)."""
    _offered.update({source.key: source for source in sources})


def offered(*, has_account: bool = True) -> list[Source]:
    """In their order; those that may hold something for such a person."""
    return [one for one in _offered.values() if has_account or not one.needs_account]


def entries_of(keys: Collection[str]) -> sa.CompoundSelect[Any] | sa.Select[Any]:
    """SELECT of the entries' row numbers for these ticks; a key that nobody offers adds none."""
    ticked = [source for key, source in _offered.items() if key in keys]
    wanted = [one for source in ticked for one in source.entries()]
    if not wanted:
        return sa.select(CalendarEntry.id).where(sa.false())
    return sa.union(*wanted) if len(wanted) > 1 else wanted[0]


def _starred() -> Sequence[sa.Select[Any]]:
    return _kept(sa.true())


def _registered() -> Sequence[sa.Select[Any]]:
    return _kept(Star.registered_at.is_not(None))


def _kept(condition: sa.ColumnElement[bool]) -> Sequence[sa.Select[Any]]:
    """Sessions, and all of a webinar that was starred as a whole."""
    mine = sa.and_(Star.follower_id == FOLLOWER, Star.removed_at.is_(None), condition)
    entry = sa.select(CalendarEntry.id)
    return (
        entry.where(CalendarEntry.session_id.in_(sa.select(Star.session_id).where(mine))),
        entry.where(CalendarEntry.webinar_id.in_(sa.select(Star.webinar_id).where(mine))),
    )


def _speaking() -> Sequence[sa.Select[Any]]:
    """Sessions in which a profile with the person's address has a part."""
    is_theirs = sa.and_(sa.func.lower(Speaker.email) == EMAIL, Speaker.email != "")
    # A profile that became a part of another one goes on there.
    profiles: sa.CompoundSelect[Any] = sa.union(
        sa.select(Speaker.id).where(is_theirs, Speaker.deleted_at.is_(None)),
        sa.select(Speaker.merged_into_id).where(is_theirs, Speaker.merged_into_id.is_not(None)),
    )
    named = sa.select(CalendarMention.entry_id).where(
        CalendarMention.kind == SPEAKER, CalendarMention.object_id.in_(profiles)
    )
    return (named,)


def _organizing() -> Sequence[sa.Select[Any]]:
    """Webinars in which the account has the role of an organizer."""
    webinars = sa.select(WebinarRole.webinar_id).where(
        WebinarRole.account_id == ACCOUNT, WebinarRole.role == ORGANIZER
    )
    return (sa.select(CalendarEntry.id).where(CalendarEntry.webinar_id.in_(webinars)),)


STARRED = Source(
    "starred", N_("What I keep"), N_("Sessions and webinars with your star."), _starred
)
REGISTERED = Source(
    "registered",
    N_("What I am registered for"),
    N_("What you keep and marked as registered in the list above."),
    _registered,
)
SPEAKING = Source(
    "speaking",
    N_("Where I speak"),
    N_("Sessions in which you have a part, found by your mail address."),
    _speaking,
)
ORGANIZING = Source(
    "organizing",
    N_("What I organize"),
    N_("Webinars in which your account is an organizer."),
    _organizing,
    needs_account=True,
)
