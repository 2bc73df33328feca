"""Reads of the desk: pages of the journal and of the mails that went out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from webinar.accounts.models import Account
from webinar.core.db import db, with_deleted
from webinar.core.journal import JournalEntry
from webinar.core.links import PersonalLink
from webinar.core.mail import FAILED, SENT, WAITING, OutgoingMail
from webinar.reviews.guarding import may_read_entry, may_read_mail

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


def journal_page(wanted: JournalFilter, account: Account, before: str = "") -> Page:
    """Entries that the person may read, the newest first, older than `before`. One statement."""
    found = _entries_for(account).where(*wanted.conditions())
    if before:
        marker = sa.select(JournalEntry.id).where(JournalEntry.public_id == before)
        found = found.where(JournalEntry.id < marker.scalar_subquery())
    rows = list(db.session.scalars(found.order_by(JournalEntry.id.desc()).limit(PAGE + 1)))
    return _page(rows)


def _entries_for(account: Account) -> sa.Select[JournalEntry]:
    return with_deleted(sa.select(JournalEntry).where(may_read_entry(account)))


def entry_by_id(public_id: str, account: Account) -> JournalEntry | None:
    """None also for what the person may not read."""
    return db.session.scalar(_entries_for(account).where(JournalEntry.public_id == public_id))


def entries_by_id(public_ids: Collection[str], account: Account) -> list[JournalEntry]:
    """Those of them that the person may read. One statement."""
    found = _entries_for(account).where(JournalEntry.public_id.in_(public_ids))
    return list(db.session.scalars(found))


def intentions_and_kinds() -> tuple[list[str], list[str]]:
    """What the journal holds at all, for its filters. Two statements."""
    intentions = db.session.scalars(sa.select(JournalEntry.intention).distinct())
    kinds = db.session.scalars(
        sa.select(JournalEntry.object_kind).where(JournalEntry.object_kind != "").distinct()
    )
    return sorted(intentions), sorted(kinds)


def _mails_for(account: Account) -> sa.Select[OutgoingMail]:
    return with_deleted(sa.select(OutgoingMail).where(may_read_mail(account)))


def mail_page(account: Account, *, state: str = "", to: str = "", before: str = "") -> Page:
    """Mails that the person may read, the newest first, older than `before`. One statement."""
    found = _mails_for(account)
    if state:
        found = found.where(OutgoingMail.state == state)
    if to:
        found = found.where(_holds(OutgoingMail.to_address, to))
    if before:
        marker = sa.select(OutgoingMail.id).where(OutgoingMail.public_id == before)
        found = found.where(OutgoingMail.id < marker.scalar_subquery())
    rows = list(db.session.scalars(found.order_by(OutgoingMail.id.desc()).limit(PAGE + 1)))
    return _page(rows)


def mail_by_id(public_id: str, account: Account) -> OutgoingMail | None:
    """None also for what the person may not read."""
    return db.session.scalar(_mails_for(account).where(OutgoingMail.public_id == public_id))


def link_of(row: OutgoingMail) -> PersonalLink | None:
    """The personal link that a mail carries."""
    return db.session.get(PersonalLink, row.link_id) if row.link_id else None


def _page(rows: list[Any]) -> Page:
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    return Page(rows, rows[-1].public_id if more else None)
