"""A webinar from draft to archive."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from webinar.core import clock, news
from webinar.core.db import db, lock, raise_version, with_deleted
from webinar.core.journal import Actor, about, operation
from webinar.core.plainerror import N_
from webinar.core.prepared import html_of, renders
from webinar.core.slugs import choose_slug, keep_former
from webinar.webinars.announcements import (
    SessionChanged,
    SessionCopied,
    SessionMoved,
    WebinarCancelled,
    WebinarChanged,
    WebinarCopied,
    WebinarPublished,
)
from webinar.webinars.deadlines import Deadlines, shift_deadlines, take_deadlines
from webinar.webinars.errors import NotReady, WrongState
from webinar.webinars.models import (
    ARCHIVED,
    CANCELLED,
    DRAFT,
    PUBLISHED,
    Category,
    Session,
    Webinar,
)
from webinar.webinars.operations.filing import category_row, create_category, room_row
from webinar.webinars.operations.slots import leave_slot_out, take_slot_again
from webinar.webinars.queries import missing_for_publishing
from webinar.webinars.tags import as_typed
from webinar.webinars.times import shift_times, take_times

DESCRIPTION = "description"


def webinar_row(public_id: str, *, deleted: bool = False) -> Webinar:
    """Raises sqlalchemy.exc.NoResultFound."""
    found = sa.select(Webinar).where(Webinar.public_id == public_id)
    return db.session.scalars(with_deleted(found) if deleted else found).one()


def sessions_in_order(webinar: Webinar) -> list[Session]:
    """Its sessions, those that were not deleted."""
    return list(
        db.session.scalars(
            sa.select(Session)
            .where(Session.webinar_id == webinar.id)
            .order_by(Session.starts_at, Session.id)
        )
    )


def _category(category_id: str, new_category: str, by: Actor) -> Category:
    if new_category:
        return create_category(name=new_category, by=by)
    return category_row(category_id)


@renders(description=DESCRIPTION)
@operation
def create_webinar(
    *,
    title: str,
    timezone: str,
    starts: datetime,
    ends: datetime,
    by: Actor,
    category_id: str = "",
    new_category: str = "",
    room_id: str = "",
    subtitle: str = "",
    summary: str = "",
    description: str = "",
    language: str = "en",
    slug: str = "",
    starts_fold: int = 0,
    ends_fold: int = 0,
    tags: list[str] | None = None,
    deadlines: Deadlines | None = None,
) -> Webinar:
    """A draft. `starts` and `ends` are naive wall times in `timezone`, folds say which of two.

    Names a category by its public id, or a new one by its name. Raises clock.WrongTime
    and WrongTimes.
    """
    webinar = Webinar(
        title=title,
        slug=choose_slug(Webinar, slug or title),
        subtitle=subtitle,
        summary=summary,
        description=description,
        description_html=html_of(description, DESCRIPTION),
        timezone=timezone,
        language=language,
        category_id=_category(category_id, new_category, by).id,
        room_id=room_row(room_id).id if room_id else None,
        tag_words=as_typed(tags or []),
    )
    take_times(webinar, timezone, starts, ends, starts_fold, ends_fold)
    take_deadlines(webinar, deadlines or Deadlines())
    db.session.add(webinar)
    db.session.flush()
    about(webinar)
    news.announce(WebinarChanged(webinar.id))
    return webinar


@renders(description=DESCRIPTION)
@operation
def edit_webinar(
    *,
    webinar_id: str,
    title: str,
    timezone: str,
    starts: datetime,
    ends: datetime,
    by: Actor,
    category_id: str = "",
    new_category: str = "",
    room_id: str = "",
    subtitle: str = "",
    summary: str = "",
    description: str = "",
    language: str = "en",
    slug: str = "",
    starts_fold: int = 0,
    ends_fold: int = 0,
    move_sessions: bool = False,
    tags: list[str] | None = None,
    deadlines: Deadlines | None = None,
    version: int | None = None,
) -> Webinar:
    """Take over the whole form. An empty `slug` keeps the address of what was once published.

    None for `tags` or `deadlines` keeps those that it has.

    With `move_sessions` the sessions move by as much wall time as the start does, and so do
    deadlines for which None is given. A new zone keeps every session's wall time. Raises
    StaleEdit, clock.WrongTime, WrongTimes.
    """
    webinar = webinar_row(webinar_id)
    about(webinar)
    raise_version(webinar, version)
    old_start, old_zone = webinar.starts_wall, webinar.timezone
    webinar.title, webinar.subtitle, webinar.summary = title, subtitle, summary
    webinar.description = description
    webinar.description_html = html_of(description, DESCRIPTION)
    webinar.language = language
    webinar.category_id = _category(category_id, new_category, by).id
    webinar.room_id = room_row(room_id).id if room_id else None
    _take_slug(webinar, slug)
    take_times(webinar, timezone, starts, ends, starts_fold, ends_fold)
    webinar.timezone = timezone
    if tags is not None:
        webinar.tag_words = as_typed(tags)
    shift = webinar.starts_wall - old_start if move_sessions else timedelta()
    if deadlines is not None:
        take_deadlines(webinar, deadlines)
    else:
        shift_deadlines(webinar, shift)
    if shift or timezone != old_zone:
        shift_sessions(webinar, shift)
    news.announce(WebinarChanged(webinar.id))
    return webinar


def _take_slug(webinar: Webinar, wanted: str) -> None:
    never_seen = webinar.published_at is None
    if not wanted and never_seen:
        # Nobody knows the address of a draft yet: it follows the title.
        wanted = webinar.title
    if not wanted or wanted == webinar.slug:
        return
    old = webinar.slug
    webinar.slug = choose_slug(Webinar, wanted, row=webinar)
    if webinar.slug != old and not never_seen:
        keep_former(webinar, old)


def shift_sessions(webinar: Webinar, shift: timedelta) -> None:
    """Move all of its sessions by an amount of wall time, in the zone it has now."""
    for session in sessions_in_order(webinar):
        before = (session.starts_at, session.ends_at)
        if shift_times(session, webinar.timezone, shift):
            session.version += 1
            news.announce(SessionChanged(session.id))
            news.announce(SessionMoved(session.id, *before))


@operation
def publish_webinar(*, webinar_id: str, by: Actor) -> Webinar:
    """Show a draft to readers. Raises NotReady, naming what is missing, and WrongState."""
    webinar = webinar_row(webinar_id)
    # Pressed twice, it is published once.
    lock(webinar)
    if webinar.state != DRAFT:
        raise WrongState(N_("Only a draft can be published."))
    missing = [one for one in missing_for_publishing(webinar) if one.is_needed]
    if missing:
        raise NotReady([one.code for one in missing], missing[0].message)
    webinar.state = PUBLISHED
    webinar.published_at = webinar.published_at or clock.now()
    webinar.version += 1
    news.announce(WebinarPublished(webinar.id))
    news.announce(WebinarChanged(webinar.id))
    return webinar


@operation
def unpublish_webinar(*, webinar_id: str, by: Actor) -> Webinar:
    """Back to a draft: readers see it no longer. Raises WrongState."""
    return _step(webinar_id, (PUBLISHED,), DRAFT, N_("Only what is published can become a draft."))


@operation
def archive_webinar(*, webinar_id: str, by: Actor) -> Webinar:
    """Readable still, and out of what is coming. Raises WrongState."""
    return _step(webinar_id, (PUBLISHED,), ARCHIVED, N_("Only what is published can be archived."))


@operation
def reopen_webinar(*, webinar_id: str, by: Actor) -> Webinar:
    """A cancelled or archived webinar is published again. Raises WrongState."""
    refusal = N_("Only what was cancelled or archived can be opened again.")
    webinar = _standing(webinar_id, (CANCELLED, ARCHIVED), refusal)
    set_on(webinar)
    return webinar


@operation
def cancel_webinar(*, webinar_id: str, reason: str, by: Actor) -> Webinar:
    """It does not take place; the page stays and says why. Raises WrongState."""
    refusal = N_("Only what is published can be cancelled. A draft can be deleted.")
    webinar = _standing(webinar_id, (PUBLISHED,), refusal)
    set_off(webinar, reason, clock.now())
    return webinar


def set_off(webinar: Webinar, reason: str, at: datetime) -> None:
    """It does not take place, by a decision of that instant."""
    _take_step(webinar, CANCELLED)
    webinar.cancelled_at, webinar.cancel_reason = at, reason
    news.announce(WebinarCancelled(webinar.id))


def set_on(webinar: Webinar) -> None:
    """It is published and takes place after all."""
    _take_step(webinar, PUBLISHED)
    webinar.cancelled_at, webinar.cancel_reason = None, ""
    news.announce(WebinarPublished(webinar.id))


def _step(webinar_id: str, origin: tuple[str, ...], state: str, refusal: str) -> Webinar:
    webinar = _standing(webinar_id, origin, refusal)
    _take_step(webinar, state)
    return webinar


def _standing(webinar_id: str, states: tuple[str, ...], refusal: str) -> Webinar:
    """The webinar, locked, in one of these states. Raises WrongState with `refusal`."""
    webinar = webinar_row(webinar_id)
    lock(webinar)
    if webinar.state not in states:
        raise WrongState(refusal)
    return webinar


def _take_step(webinar: Webinar, state: str) -> None:
    webinar.state = state
    webinar.version += 1
    news.announce(WebinarChanged(webinar.id))


@operation
def unlist_webinar(*, webinar_id: str, by: Actor) -> Webinar:
    """Reachable by its address, in no list, feed, search or sitemap."""
    return _set_unlisted(webinar_id, True)


@operation
def list_webinar(*, webinar_id: str, by: Actor) -> Webinar:
    return _set_unlisted(webinar_id, False)


def _set_unlisted(webinar_id: str, value: bool) -> Webinar:
    webinar = webinar_row(webinar_id)
    about(webinar)
    webinar.is_unlisted = value
    webinar.version += 1
    news.announce(WebinarChanged(webinar.id))
    return webinar


@operation
def duplicate_webinar(*, webinar_id: str, starts: datetime, by: Actor, title: str = "") -> Webinar:
    """A new draft that begins at `starts`, a naive wall time in the original's zone.

    Sessions move with it in wall time; cancelled ones, recordings, slides and the
    webinar's deadlines stay behind. Who speaks, and what is needed of them, is copied by the rooms
    above, which hear SessionCopied and WebinarCopied.
    """
    original = webinar_row(webinar_id)
    shift = starts - original.starts_wall
    copy = Webinar(
        title=title or original.title,
        slug=choose_slug(Webinar, title or original.title),
        timezone=original.timezone,
        **{
            name: getattr(original, name)
            for name in (
                "subtitle",
                "summary",
                "description",
                "description_html",
                "language",
                "category_id",
                "room_id",
                "is_unlisted",
                "tag_words",
                *_TIMES,
            )
        },
    )
    shift_times(copy, copy.timezone, shift)
    db.session.add(copy)
    db.session.flush()
    about(copy)
    for session in sessions_in_order(original):
        if not session.is_cancelled:
            copy_session(session, copy, shift)
    news.announce(WebinarChanged(copy.id))
    news.announce(WebinarCopied(original.id, copy.id))
    return copy


_TIMES = ("starts_wall", "starts_fold", "ends_wall", "ends_fold", "starts_at", "ends_at")


def copy_session(original: Session, webinar: Webinar, shift: timedelta) -> None:
    """A copy in another webinar, as much later; its people follow by SessionCopied."""
    copy = Session(
        webinar_id=webinar.id,
        **{
            name: getattr(original, name)
            for name in (
                "title",
                "slug",
                "kind",
                "track",
                "language",
                "abstract",
                "abstract_html",
                "room_id",
                *_TIMES,
            )
        },
    )
    shift_times(copy, webinar.timezone, shift)
    db.session.add(copy)
    db.session.flush()
    news.announce(SessionChanged(copy.id))
    news.announce(SessionCopied(original.id, copy.id))


@operation
def delete_webinar(*, webinar_id: str, by: Actor) -> Webinar:
    """With its sessions; `restore_webinar` brings all of them back."""
    webinar = webinar_row(webinar_id)
    about(webinar)
    leave_slot_out(webinar)
    webinar.deleted_at = clock.now()
    for session in sessions_in_order(webinar):
        session.deleted_at = webinar.deleted_at
        news.announce(SessionChanged(session.id))
    news.announce(WebinarChanged(webinar.id))
    return webinar


@operation
def restore_webinar(*, webinar_id: str, by: Actor) -> Webinar:
    """The sessions that went with it come back; those deleted before stay deleted."""
    webinar = webinar_row(webinar_id, deleted=True)
    about(webinar)
    take_slot_again(webinar)
    gone = sa.select(Session).where(
        Session.webinar_id == webinar.id, Session.deleted_at == webinar.deleted_at
    )
    for session in db.session.scalars(with_deleted(gone)):
        session.deleted_at = None
        news.announce(SessionChanged(session.id))
    webinar.deleted_at = None
    news.announce(WebinarChanged(webinar.id))
    return webinar
