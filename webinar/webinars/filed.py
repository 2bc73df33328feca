"""Reads about tags, and about what takes place in which room."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from webinar.core.db import db
from webinar.core.text import fold
from webinar.webinars.models import Room, Session, Tag, Webinar, WebinarTag
from webinar.webinars.visibility import webinar_listed


def has_tag(tag_id: int) -> sa.ColumnElement[bool]:
    return Webinar.id.in_(sa.select(WebinarTag.webinar_id).where(WebinarTag.tag_id == tag_id))


def takes_place_in(room_id: int) -> sa.ColumnElement[bool]:
    """A session of it does, or it itself while it has no sessions."""
    webinar = aliased(Webinar)
    places = _places(webinar)
    return Webinar.id.in_(places.with_only_columns(webinar.id).where(_place(webinar) == room_id))


#: rooms of sessions, beside the rooms that a statement is about
_OWN_ROOM = aliased(Room)


def _places(webinar: Any) -> sa.Select[Any]:
    """`webinar`, an alias, with its sessions and their own rooms; see `_place`."""
    return (
        sa.select(webinar.id)
        .outerjoin(Session, sa.and_(Session.webinar_id == webinar.id, Session.deleted_at.is_(None)))
        .outerjoin(
            _OWN_ROOM, sa.and_(_OWN_ROOM.id == Session.room_id, _OWN_ROOM.deleted_at.is_(None))
        )
    )


def _place(webinar: Any) -> Any:
    """Row number of the room that a row of `_places` happens in."""
    return sa.func.coalesce(_OWN_ROOM.id, webinar.room_id)


def room_by_slug(slug: str) -> Room | None:
    return db.session.scalar(sa.select(Room).where(Room.slug == slug))


def tag_by_slug(slug: str) -> Tag | None:
    return db.session.scalar(sa.select(Tag).where(Tag.slug == slug))


def listed_tags() -> list[tuple[Tag, int]]:
    """Tags of listed webinars with how many there are, by name: one statement."""
    rows = db.session.execute(
        sa.select(Tag, sa.func.count(Webinar.id))
        .join(WebinarTag, WebinarTag.tag_id == Tag.id)
        .join(Webinar, Webinar.id == WebinarTag.webinar_id)
        .where(webinar_listed(), Webinar.deleted_at.is_(None))
        .group_by(Tag.id)
    )
    return sorted(((tag, count) for tag, count in rows), key=lambda pair: fold(pair[0].name))


def is_room_listed() -> sa.ColumnElement[bool]:
    """Of `Room`: a listed webinar takes place in it."""
    places = _places(Webinar).with_only_columns(_place(Webinar))
    return Room.id.in_(places.where(webinar_listed(), Webinar.deleted_at.is_(None)))


def is_tag_listed() -> sa.ColumnElement[bool]:
    """Of `Tag`: a listed webinar has it."""
    tagged = sa.select(WebinarTag.tag_id).join(Webinar, Webinar.id == WebinarTag.webinar_id)
    return Tag.id.in_(tagged.where(webinar_listed(), Webinar.deleted_at.is_(None)))
