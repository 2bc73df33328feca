"""Reads of the desk: pages of the journal and of the mails that went out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from webinar.core.db import db
from webinar.core.journal import JournalEntry
from webinar.core.links import PersonalLink
from webinar.core.mail import FAILED, SENT, WAITING, OutgoingMail

#: rows on one page
PAGE = 50
MAIL_STATES = (WAITING, SENT, FAILED)


@dataclass(frozen=True)
class JournalFilter:
    """What to show of the journal; empty fields leave everything in."""

    #: part of the name of who did it
    actor: str = ""
    #: `room.operation`
    intention: str = ""
    #: table name
    kind: str = ""
    #: part of the title of what it was done to, or its public identifier
    thing: str = ""
    #: aware instants: from (inclusive) and until (exclusive)
    since: datetime | None = None
    until: datetime | None = None

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        found: list[sa.ColumnElement[bool]] = []
        if self.actor:
            found.append(_holds(JournalEntry.actor_label, self.actor))
        if self.intention:
            found.append(JournalEntry.intention == self.intention)
        if self.kind:
            found.append(JournalEntry.object_kind == self.kind)
        if self.thing:
            found.append(
                sa.or_(
                    _holds(JournalEntry.object_title, self.thing),
                    JournalEntry.object_id == self.thing,
                )
            )
        if self.since:
            found.append(JournalEntry.at >= self.since)
        if self.until:
            found.append(JournalEntry.at < self.until)
        return found


def _holds(column: sa.orm.InstrumentedAttribute[str], words: str) -> sa.ColumnElement[bool]:
    return sa.func.lower(column).contains(words.lower(), autoescape=True)


@dataclass(frozen=True)
class Page:
    """Rows, the newest first, and where older ones begin (None at the end)."""

    rows: list[Any]
    older_than: str | None


def journal_page(wanted: JournalFilter, before: str = "") -> Page:
    """Entries, the newest first, older than the entry `before`. One statement."""
    found = sa.select(JournalEntry).where(*wanted.conditions())
    if before:
        marker = sa.select(JournalEntry.id).where(JournalEntry.public_id == before)
        found = found.where(JournalEntry.id < marker.scalar_subquery())
    rows = list(db.session.scalars(found.order_by(JournalEntry.id.desc()).limit(PAGE + 1)))
    return _page(rows)


def entry_by_id(public_id: str) -> JournalEntry | None:
    return db.session.scalar(sa.select(JournalEntry).where(JournalEntry.public_id == public_id))


def intentions_and_kinds() -> tuple[list[str], list[str]]:
    """What the journal holds at all, for its filters. Two statements."""
    intentions = db.session.scalars(sa.select(JournalEntry.intention).distinct())
    kinds = db.session.scalars(
        sa.select(JournalEntry.object_kind).where(JournalEntry.object_kind != "").distinct()
    )
    return sorted(intentions), sorted(kinds)


def mail_page(*, state: str = "", to: str = "", before: str = "") -> Page:
    """Mails, the newest first, older than the mail `before`. One statement."""
    found = sa.select(OutgoingMail)
    if state:
        found = found.where(OutgoingMail.state == state)
    if to:
        found = found.where(_holds(OutgoingMail.to_address, to))
    if before:
        marker = sa.select(OutgoingMail.id).where(OutgoingMail.public_id == before)
        found = found.where(OutgoingMail.id < marker.scalar_subquery())
    rows = list(db.session.scalars(found.order_by(OutgoingMail.id.desc()).limit(PAGE + 1)))
    return _page(rows)


def mail_by_id(public_id: str) -> OutgoingMail | None:
    return db.session.scalar(sa.select(OutgoingMail).where(OutgoingMail.public_id == public_id))


def link_of(row: OutgoingMail) -> PersonalLink | None:
    """The personal link that a mail carries."""
    return db.session.get(PersonalLink, row.link_id) if row.link_id else None


def _page(rows: list[Any]) -> Page:
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    return Page(rows, rows[-1].public_id if more else None)
