"""Entries of the ends of times: calls for papers, and webinars' own last days.

They stand in the feed of deadlines and in no other. Where a webinar has a call, its own last day
for papers stays out: the call says it better.
"""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from webinar.calendars.contents import closing_content, deadline_content
from webinar.calendars.feeds import Revision
from webinar.calendars.models import BY_DEADLINES, DEADLINES, CalendarEntry
from webinar.calendars.storing import blank_entry, store, take_away
from webinar.calendars.telling import CALL_CLOSES, PAPERS_DUE, REGISTRATION_CLOSES
from webinar.calls.models import Call
from webinar.calls.standing import is_call_listed, is_call_readable, main_closing
from webinar.calls.visibility import call_listed
from webinar.core.db import db, with_deleted
from webinar.organization.models import Site
from webinar.webinars.models import ARCHIVED, Series, Webinar
from webinar.webinars.policy import is_webinar_listed, is_webinar_readable

#: kinds of entries beside a webinar's own
ENDINGS = (PAPERS_DUE, REGISTRATION_CLOSES)


def webinars_with_calls(numbers: Collection[int]) -> set[int]:
    """Of these webinars (row numbers) those with a listed call. One statement."""
    found = sa.select(Call.webinar_id).where(Call.webinar_id.in_(numbers), call_listed())
    return {number for number in db.session.scalars(found) if number is not None}


def deadline_of(kind: str, webinar: Webinar, *, has_call: bool) -> datetime | None:
    """The instant that an entry of this kind stands at; None for none."""
    if kind == PAPERS_DUE:
        return None if has_call else webinar.papers_due_at
    return webinar.registration_closes_at


def write_deadline(
    kind: str,
    webinar: Webinar,
    at: datetime | None,
    entry: CalendarEntry | None,
    site: Site,
    revision: Revision,
) -> bool:
    """The entry of a webinar's own last day; whether the feed may be different."""
    if at is None or not is_webinar_readable(webinar):
        return entry is not None and take_away(entry, revision)
    if entry is None:
        entry = blank_entry(kind, site, at, webinar_id=webinar.id)
    return store(
        entry,
        deadline_content(entry.uid, webinar, kind, at),
        set(),
        set(),
        revision,
        is_listed=is_webinar_listed(webinar),
        is_archived=webinar.state == ARCHIVED,
        covered_by=BY_DEADLINES,
    )


def write_closings(
    numbers: Collection[int], site: Site, revision: Revision
) -> set[tuple[str, int]]:
    """The entries of these calls (row numbers), deleted ones too; feeds that may be different."""
    calls = (
        sa.select(Call)
        .where(Call.id.in_(numbers))
        .options(
            joinedload(Call.webinar).joinedload(Webinar.category),
            joinedload(Call.series).joinedload(Series.category),
            selectinload(Call.tracks),
            selectinload(Call.types),
        )
        .order_by(Call.id)
        .execution_options(populate_existing=True)
    )
    stored = sa.select(CalendarEntry).where(CalendarEntry.call_id.in_(numbers))
    entries = {entry.call_id: entry for entry in db.session.scalars(stored)}
    touched = False
    for call in db.session.scalars(with_deleted(calls)):
        entry, at = entries.get(call.id), _closing_of(call)
        if at is None:
            touched |= entry is not None and take_away(entry, revision)
            continue
        if entry is None:
            entry = blank_entry(CALL_CLOSES, site, at, call_id=call.id)
        touched |= store(
            entry,
            closing_content(entry.uid, call, at),
            set(),
            set(),
            revision,
            is_listed=is_call_listed(call),
            is_archived=False,
            covered_by=BY_DEADLINES,
        )
    return {(DEADLINES, 0)} if touched else set()


def _closing_of(call: Call) -> datetime | None:
    """None, too, for a call that readers do not see."""
    return main_closing(call) if is_call_readable(call) else None
