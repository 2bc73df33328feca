"""Categories and rooms."""

from datetime import datetime

import sqlalchemy as sa

from webinar.core import clock, news
from webinar.core.db import db, raise_version, with_deleted
from webinar.core.journal import Actor, about, operation
from webinar.core.plainerror import N_
from webinar.core.slugs import choose_slug, keep_former
from webinar.webinars.announcements import CategoryChanged, RoomChanged
from webinar.webinars.errors import StillUsed
from webinar.webinars.models import Category, Room, Webinar


def category_row(public_id: str, *, deleted: bool = False) -> Category:
    """Raises sqlalchemy.exc.NoResultFound."""
    found = sa.select(Category).where(Category.public_id == public_id)
    return db.session.scalars(with_deleted(found) if deleted else found).one()


def room_row(public_id: str, *, deleted: bool = False) -> Room:
    """Raises sqlalchemy.exc.NoResultFound."""
    found = sa.select(Room).where(Room.public_id == public_id)
    return db.session.scalars(with_deleted(found) if deleted else found).one()


@operation
def create_category(
    *, name: str, by: Actor, description: str = "", accent: str = "", slug: str = ""
) -> Category:
    last = db.session.scalar(sa.select(sa.func.max(Category.position)))
    category = Category(
        name=name,
        slug=choose_slug(Category, slug or name),
        description=description,
        accent=accent,
        position=0 if last is None else last + 1,
    )
    db.session.add(category)
    db.session.flush()
    news.announce(CategoryChanged(category.id))
    return category


@operation
def edit_category(
    *,
    category_id: str,
    name: str,
    by: Actor,
    description: str = "",
    accent: str = "",
    slug: str = "",
    version: int | None = None,
) -> Category:
    """An empty `slug` keeps the address. Raises StaleEdit."""
    category = category_row(category_id)
    about(category)
    raise_version(category, version)
    category.name, category.description, category.accent = name, description, accent
    if slug and slug != category.slug:
        old = category.slug
        category.slug = choose_slug(Category, slug, row=category)
        if category.slug != old:
            keep_former(category, old)
    news.announce(CategoryChanged(category.id))
    return category


@operation
def delete_category(*, category_id: str, by: Actor) -> Category:
    """Raises StillUsed while webinars are filed there: none becomes uncategorized."""
    category = category_row(category_id)
    used = db.session.scalar(
        sa.select(sa.func.count()).select_from(Webinar).where(Webinar.category_id == category.id)
    )
    if used:
        raise StillUsed(
            N_("%(count)s webinars are filed under “%(name)s”. File them elsewhere first."),
            count=used,
            name=category.name,
        )
    category.deleted_at = clock.now()
    news.announce(CategoryChanged(category.id))
    return category


@operation
def restore_category(*, category_id: str, by: Actor) -> Category:
    category = category_row(category_id, deleted=True)
    about(category)
    category.deleted_at = None
    news.announce(CategoryChanged(category.id))
    return category


@operation
def create_room(
    *,
    name: str,
    by: Actor,
    join_address: str = "",
    opens_minutes_before: int = 15,
    place: str = "",
) -> Room:
    room = Room(
        name=name,
        slug=choose_slug(Room, name),
        join_address=join_address,
        opens_minutes_before=opens_minutes_before,
        place=place,
    )
    db.session.add(room)
    db.session.flush()
    news.announce(RoomChanged(room.id))
    return room


@operation
def edit_room(
    *,
    room_id: str,
    name: str,
    by: Actor,
    join_address: str = "",
    opens_minutes_before: int = 15,
    place: str = "",
    version: int | None = None,
) -> Room:
    """Raises StaleEdit."""
    room = room_row(room_id)
    about(room)
    raise_version(room, version)
    if name != room.name:
        old, room.slug = room.slug, choose_slug(Room, name, row=room)
        if room.slug != old:
            keep_former(room, old)
    room.name, room.place = name, place
    room.join_address, room.opens_minutes_before = join_address, opens_minutes_before
    news.announce(RoomChanged(room.id))
    return room


@operation
def delete_room(*, room_id: str, by: Actor) -> Room:
    """Webinars and sessions that name it have no room until it is restored."""
    return _set_room_deleted(room_row(room_id), clock.now())


@operation
def restore_room(*, room_id: str, by: Actor) -> Room:
    return _set_room_deleted(room_row(room_id, deleted=True), None)


def _set_room_deleted(room: Room, at: datetime | None) -> Room:
    about(room)
    room.deleted_at = at
    news.announce(RoomChanged(room.id))
    return room
