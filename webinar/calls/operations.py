"""Calls: written, published, closed, moved, duplicated, deleted."""

from collections.abc import Callable

import sqlalchemy as sa

from webinar.calls.announcements import CallChanged
from webinar.calls.errors import WrongCall
from webinar.calls.models import (
    DRAFT,
    PUBLISHED,
    SERIES,
    SITE,
    WEBINAR,
    Call,
    CallTrack,
    CallType,
    Closing,
)
from webinar.calls.said import DESCRIPTION, EXAMPLE, GUIDELINES, CallWords
from webinar.calls.standing import CLOSED, is_orphan, standing
from webinar.core import clock, ids, news
from webinar.core.clock import WallTime, wall
from webinar.core.db import db, lock, raise_version, with_deleted
from webinar.core.journal import Actor, about, operation
from webinar.core.plainerror import N_
from webinar.core.prepared import html_of
from webinar.core.slugs import choose_slug, keep_former
from webinar.questions.operations import copy_questions, make_questionnaire
from webinar.webinars.models import Series, Webinar
from webinar.webinars.times import shown


def call_row(public_id: str, *, deleted: bool = False) -> Call:
    """Raises sqlalchemy.exc.NoResultFound."""
    found = sa.select(Call).where(Call.public_id == public_id)
    return db.session.scalars(with_deleted(found) if deleted else found).one()


def create_call(
    *, words: CallWords, by: Actor, webinar_id: str = "", series_id: str = "", public_id: str = ""
) -> Call:
    """A draft, for a webinar, a series, or the site (public identifiers, at most one).

    `public_id` is what the form chose beforehand: sent twice, it makes one call. Raises WrongCall,
    clock.WrongTime.
    """
    words.make_ready()
    return _create_call(
        words=words, webinar_id=webinar_id, series_id=series_id, public_id=public_id, by=by
    )


@operation
def _create_call(
    *, words: CallWords, webinar_id: str, series_id: str, public_id: str, by: Actor
) -> Call:
    if public_id:
        known = db.session.scalar(with_deleted(sa.select(Call).where(Call.public_id == public_id)))
        if known is not None:
            return known
    call = Call(
        public_id=public_id or ids.new_id(),
        slug=choose_slug(Call, words.slug or words.title),
        questionnaire_id=make_questionnaire(by=by).id,
        state=DRAFT,
    )
    _belong(call, webinar_id, series_id)
    _fill(call, words)
    db.session.add(call)
    db.session.flush()
    about(call)
    news.announce(CallChanged(call.id))
    return call


def _belong(call: Call, webinar_id: str, series_id: str) -> None:
    if webinar_id:
        found = sa.select(Webinar.id).where(Webinar.public_id == webinar_id)
        call.belongs_to, call.webinar_id = WEBINAR, db.session.scalars(found).one()
        # Not by the row: undoing one call must not hide the others.
        db.session.execute(
            sa.update(Webinar)
            .where(Webinar.id == call.webinar_id)
            .values(has_calls=True, updated_at=Webinar.updated_at)
        )
    elif series_id:
        found = sa.select(Series.id).where(Series.public_id == series_id)
        call.belongs_to, call.series_id = SERIES, db.session.scalars(found).one()
    else:
        call.belongs_to = SITE


def _fill(call: Call, words: CallWords) -> None:
    opens, closes = words.opens, words.closes
    if opens and closes and closes.to_utc() <= opens.to_utc():
        raise WrongCall(N_("It closes before it opens. Put the closing after the opening."))
    call.title, call.summary, call.language = words.title, words.summary, words.language
    call.description, call.description_html = (
        words.description,
        html_of(words.description, DESCRIPTION),
    )
    call.guidelines, call.guidelines_html = words.guidelines, html_of(words.guidelines, GUIDELINES)
    call.example, call.example_html = words.example, html_of(words.example, EXAMPLE)
    call.timezone = words.timezone
    call.set_opens(opens)
    call.set_closes(closes)
    call.is_unlisted, call.needs_code = words.is_unlisted, words.needs_code
    call.most_invitations, call.reminds_days = words.most_invitations, words.reminds_days
    call.asked = words.asked


def _derive(part: Closing, timezone: str) -> bool:
    """Derive the closing's instant again, in that zone; whether it changed."""
    before = part.closes_at
    if part.closes_wall is not None:
        part.set_closes(WallTime(shown(part.closes_wall, timezone), timezone, part.closes_fold))
    return part.closes_at != before


def edit_call(
    *, call_id: str, words: CallWords, by: Actor, expected_version: int | None = None
) -> Call:
    """Take over the whole form; an empty slug keeps the address of what was once published.

    Raises StaleEdit, WrongCall, clock.WrongTime.
    """
    words.make_ready()
    return _edit_call(call_id=call_id, words=words, expected_version=expected_version, by=by)


@operation
def _edit_call(*, call_id: str, words: CallWords, expected_version: int | None, by: Actor) -> Call:
    call = call_row(call_id)
    about(call)
    raise_version(call, expected_version)
    if call.timezone != words.timezone:
        for part in call.parts:
            _derive(part, words.timezone)
    _fill(call, words)
    wanted = words.slug or ("" if call.published_at else words.title)
    if wanted and wanted != call.slug:
        old, call.slug = call.slug, choose_slug(Call, wanted, row=call)
        if old != call.slug and call.published_at:
            keep_former(call, old)
    news.announce(CallChanged(call.id))
    return call


def _change(call_id: str, change: Callable[[Call], None], *, deleted: bool = False) -> Call:
    call = call_row(call_id, deleted=deleted)
    about(call)
    lock(call)
    change(call)
    call.version += 1
    news.announce(CallChanged(call.id))
    return call


@operation
def publish_call(*, call_id: str, by: Actor) -> Call:
    """Readers see it, and papers are taken as soon as it opens. Raises WrongCall."""

    def publish(call: Call) -> None:
        if is_orphan(call):
            raise WrongCall(N_("What it belongs to was deleted. Restore that first."))
        call.state = PUBLISHED
        call.published_at = call.published_at or clock.now()

    return _change(call_id, publish)


@operation
def unpublish_call(*, call_id: str, by: Actor) -> Call:
    """Back to a draft: readers see it no longer; papers that were handed in stay."""

    def unpublish(call: Call) -> None:
        call.state = DRAFT

    return _change(call_id, unpublish)


@operation
def close_call(*, call_id: str, by: Actor) -> Call:
    """Nothing is taken from this minute on, whatever closings tracks and types have.

    Raises WrongCall when it is closed.
    """

    def close(call: Call) -> None:
        if standing(call) == CLOSED:
            raise WrongCall(N_("This call is closed already."))
        now = clock.now().replace(second=0, microsecond=0)
        if call.opens_at is not None and call.opens_at >= now:
            raise WrongCall(N_("It has not opened yet. Take it back to a draft instead."))
        call.set_closes(wall(now, call.timezone))
        for part in call.parts:
            if part.closes_at is None or part.closes_at > now:
                part.set_closes(None)

    return _change(call_id, close)


@operation
def extend_call(*, call_id: str, closes: WallTime | None, by: Actor) -> Call:
    """Close at another time, later or earlier; None for never. Raises WrongCall, WrongTime."""

    def extend(call: Call) -> None:
        if closes is not None and call.opens_at and closes.to_utc() <= call.opens_at:
            raise WrongCall(N_("It closes before it opens. Put the closing after the opening."))
        call.set_closes(closes)

    return _change(call_id, extend)


@operation
def delete_call(*, call_id: str, by: Actor) -> Call:
    """Papers that answer it stay; `restore_call` brings it back."""

    def delete(call: Call) -> None:
        call.deleted_at = clock.now()

    return _change(call_id, delete)


@operation
def restore_call(*, call_id: str, by: Actor) -> Call:
    def restore(call: Call) -> None:
        call.deleted_at = None

    return _change(call_id, restore, deleted=True)


_COPIED = (
    *("belongs_to", "webinar_id", "series_id", "timezone", "language", "summary"),
    *("description", "description_html", "guidelines", "guidelines_html", "example"),
    *("example_html", "asked", "needs_code", "most_invitations", "reminds_days", "is_unlisted"),
)
_PART = ("name", "description", "position", "needs_code")


@operation
def duplicate_call(*, call_id: str, title: str, by: Actor) -> Call:
    """A new draft with the same words, tracks, types and questions.

    Without opening and closing, codes and papers: these belong to the one.
    """
    original = call_row(call_id)
    copy = Call(
        title=title,
        slug=choose_slug(Call, title),
        state=DRAFT,
        **{name: getattr(original, name) for name in _COPIED},
    )
    db.session.add(copy)
    db.session.flush()
    renamed: dict[str, str] = {}
    for track in original.tracks:
        made = CallTrack(call_id=copy.id, **{name: getattr(track, name) for name in _PART})
        made.public_id = renamed[track.public_id] = ids.new_id()
        db.session.add(made)
    for kind in original.types:
        names = (*_PART, "minutes", "session_kind")
        made_type = CallType(call_id=copy.id, **{name: getattr(kind, name) for name in names})
        made_type.public_id = renamed[kind.public_id] = ids.new_id()
        db.session.add(made_type)
    copy.questionnaire_id = copy_questions(
        questionnaire_id=original.questionnaire_id, renamed=renamed, by=by
    ).id
    about(copy)
    news.announce(CallChanged(copy.id))
    return copy


@operation
def follow_zone_rules_of_calls(*, by: Actor) -> int:
    """Derive opening and closing instants again; how many calls changed.

    Where a zone's name is gone from the rules, instants stay as they were.
    """
    count = 0
    for call in db.session.scalars(sa.select(Call).order_by(Call.id)):
        if not clock.is_zone(call.timezone):
            continue
        changed = _derive(call, call.timezone)
        before = call.opens_at
        if call.opens_wall is not None:
            local = shown(call.opens_wall, call.timezone)
            call.set_opens(WallTime(local, call.timezone, call.opens_fold))
        parts = [_derive(part, call.timezone) for part in call.parts]
        if changed or call.opens_at != before or any(parts):
            count += 1
            call.version += 1
            news.announce(CallChanged(call.id))
    return count
