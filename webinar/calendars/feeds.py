"""Build feeds: header and stored entries joined, hashed and compressed once per revision."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale
from sqlalchemy.orm import load_only

from webinar.calendars import addresses, queries
from webinar.calendars.contents import feed_content
from webinar.calendars.ical import FOOTER, FORMAT, join, render_header
from webinar.calendars.models import (
    CATEGORY,
    ROOM,
    SERIES,
    TAG,
    WEBINAR,
    WHOLE,
    CalendarState,
    Feed,
    FeedBody,
)
from webinar.calendars.queries import FeedPart
from webinar.calendars.zones import installed_version, zones_of
from webinar.core import clock, ids, jobs
from webinar.core.conditional import compressed
from webinar.core.db import db
from webinar.organization.models import Site
from webinar.webinars.models import DRAFT
from webinar.webinars.policy import is_webinar_readable

#: octets of a whole feed: Google refuses more than 1 MB
MOST_OCTETS = 900_000
REBUILD = "calendars.rebuild"


def day() -> date:
    """The stored day boundary; today's is stored when there is none."""
    return stored_state().day


def stored_state() -> CalendarState:
    """The one row, made on first use in the open transaction."""
    found = queries.state()
    if found is None:
        found = CalendarState(
            id=1,
            day=clock.now().date(),
            base_url=addresses.base_url(),
            language="",
            format=FORMAT,
            zones=installed_version(),
            revision=0,
            changed_at=_now(),
        )
        db.session.add(found)
        db.session.flush()
    return found


class Revision:
    """The number of one transaction's change, raised when the first entry asks for it.

    The counter's row stays locked until the commit, so numbers appear in commit order.
    """

    def __init__(self) -> None:
        self._number: int | None = None

    @property
    def taken(self) -> int | None:
        """The number, if anything asked for it."""
        return self._number

    def number(self) -> int:
        if self._number is None:
            state = stored_state()
            db.session.refresh(state, with_for_update=True)
            state.revision += 1
            state.changed_at = max(_now(), state.changed_at + timedelta(seconds=1))
            self._number = state.revision
        return self._number


def refresh(
    touched: Collection[tuple[str, int]],
    heads: Collection[tuple[str, int]],
    site: Site,
    *,
    at_once: int | None,
) -> None:
    """Build the feeds of these (kind, subject) pairs in the open transaction.

    The entries of `touched` may be different; of `heads` that are not among them only header and
    state, and where those are what they were nothing is built.
    Feeds that held more than `at_once` entries, and all when there are more feeds than that,
    show their old whole until a job has built the new one; None builds all now.
    """
    wanted = {*touched, *heads}
    if not wanted:
        return
    by_kind: dict[str, set[int]] = defaultdict(set)
    for kind, number in wanted:
        by_kind[kind].add(number)
    subjects = {
        kind: queries.feed_subjects(kind, numbers) if kind in queries.SUBJECTS else {0: None}
        for kind, numbers in by_kind.items()
    }
    is_later, today = False, day()
    many = at_once is not None and len(wanted) > at_once
    for feed in _locked(by_kind, subjects):
        subject = subjects[feed.kind].get(feed.subject_id)
        is_head = (feed.kind, feed.subject_id) not in touched
        if is_head and not many and _says_the_same(feed, site, subject):
            continue
        if at_once is not None and (many or feed.entries > at_once):
            is_later, feed.is_stale = True, True
        else:
            _build(feed, site, subject, today)
    if is_later:
        jobs.enqueue(REBUILD)


def _locked(by_kind: dict[str, set[int]], subjects: dict[str, dict[int, Any]]) -> list[Feed]:
    """The feeds' rows, made where they are missing, locked in one order for all writers."""
    condition = sa.or_(
        *(
            sa.and_(Feed.kind == kind, Feed.subject_id.in_(numbers))
            for kind, numbers in sorted(by_kind.items())
        )
    )
    statement = (
        sa.select(Feed)
        .where(condition)
        .order_by(Feed.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = list(db.session.scalars(statement))
    known = {(feed.kind, feed.subject_id) for feed in found}
    for kind, rows in sorted(subjects.items()):
        for number, subject in sorted(rows.items()):
            if number in by_kind[kind] and (kind, number) not in known:
                key = subject.public_id if subject is not None else ""
                feed = Feed(
                    kind=kind,
                    subject_id=number,
                    key=key,
                    status=404,
                    revision=0,
                    etag="",
                    size=0,
                    entries=0,
                    is_stale=False,
                    last_modified=_now(),
                )
                db.session.add(feed)
                found.append(feed)
    db.session.flush()
    return found


def rebuild_one(feed_id: int, site: Site) -> None:
    """Build one feed that was left for later, if that has not happened meanwhile."""
    feed = db.session.scalar(
        sa.select(Feed)
        .where(Feed.id == feed_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if feed is None or not feed.is_stale:
        return
    subject = None
    if feed.kind in queries.SUBJECTS:
        subject = queries.feed_subjects(feed.kind, [feed.subject_id]).get(feed.subject_id)
    _build(feed, site, subject, day())


def _header(feed: Feed, site: Site, subject: Any) -> bytes:
    with force_locale(site.language):
        return render_header(feed_content(feed.kind, site, subject))


def _says_the_same(feed: Feed, site: Site, subject: Any) -> bool:
    """Whether header and state are what they were when its bytes were built."""
    if feed.is_stale or not feed.etag or feed.status != _status(subject, was_open=True):
        return False
    if not _is_visible(feed, subject):
        # It keeps the last header that readers saw.
        return True
    stored = db.session.get(FeedBody, feed.id, options=[load_only(FeedBody.header)])
    return stored is not None and stored.header == _header(feed, site, subject)


def _build(feed: Feed, site: Site, subject: Any, today: date) -> None:
    """Write the feed's bytes; validators move only when the bytes do."""
    feed.is_stale = False
    # The bytes that are there now are of no use.
    only_header = [load_only(FeedBody.header)]
    stored = db.session.get(FeedBody, feed.id, options=only_header)
    if stored is None:
        stored = FeedBody(feed_id=feed.id, header=b"")
        db.session.add(stored)
    db.session.flush()
    parts = queries.feed_parts(feed.kind, feed.subject_id, today)
    is_visible = _is_visible(feed, subject)
    if feed.kind == ROOM and not parts and not stored.header:
        # Rooms that nothing public takes place in are nobody's business.
        is_visible = False
    before = stored.header
    if is_visible:
        stored.header = _header(feed, site, subject)
    feed.status = _status(subject, was_open=bool(stored.header))
    if not stored.header:
        return
    zones = zones_of((event, zone) for event, zone, _is_series in parts if zone)
    room = MOST_OCTETS - len(stored.header) - len(FOOTER) - sum(map(len, zones))
    chosen = _newest(parts, room)
    if len(chosen) < len(parts):
        zones = zones_of((event, zone) for event, zone, _is_series in chosen if zone)
    body = join(stored.header, [part.event for part in chosen], zones)
    feed.entries = len(chosen)
    etag = ids.digest_id(body)
    if etag == feed.etag:
        return
    feed.last_modified = (
        max(_now(), feed.last_modified + timedelta(seconds=1)) if feed.etag else _now()
    )
    if before and before != stored.header:
        # Of what is built on request the later of both dates counts: it must rise as well.
        latest = stored_state().changed_at + timedelta(seconds=1)
        feed.last_modified = max(feed.last_modified, latest)
    feed.etag, feed.size = etag, len(body)
    feed.revision += 1
    stored.body_gzip = compressed(body)


def _newest(parts: list[FeedPart], room: int) -> list[FeedPart]:
    """The newest entries that fit into `room` octets, the oldest of them first; all series, which
    go on however long ago they began.
    """
    of_series = sum(len(event) for event, _zone, is_series in parts if is_series)
    keeps_series = of_series <= room
    if keeps_series:
        room -= of_series
    chosen = []
    for part in parts:
        event, _zone, is_series = part
        if not (is_series and keeps_series):
            room -= len(event)
            if room < 0:
                continue
        chosen.append(part)
    return chosen[::-1]


def _is_visible(feed: Feed, subject: Any) -> bool:
    """Whether readers may see the subject's present name."""
    if feed.kind in WHOLE:
        return True
    if subject is None or _is_deleted(subject):
        return False
    if feed.kind in (CATEGORY, ROOM, TAG):
        return True
    if feed.kind == SERIES:
        return subject.state != DRAFT
    if feed.kind == WEBINAR:
        return is_webinar_readable(subject)
    return queries.is_speaker_readable(feed.subject_id)


def _status(subject: Any, *, was_open: bool) -> int:
    """200 once it was public; what is deleted answers 410, what nobody ever saw 404."""
    if not was_open:
        return 404
    return 410 if subject is not None and _is_deleted(subject) else 200


def _is_deleted(subject: Any) -> bool:
    """A tag has no time of deletion: it goes with its last webinar."""
    return getattr(subject, "deleted_at", None) is not None


def _now() -> datetime:
    return clock.whole_seconds(clock.now())
