"""Addresses live on: choosing a slug, and remembering the ones that were left."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinar.core.db import Base, db, with_deleted
from webinar.core.text import free_slug, slugify

#: words that are routes, or will be, and so cannot name a thing
RESERVED = frozenset(
    "archive atom call cancel change comments edit embed feed feeds files help ics join json live"
    " manage my new organize past preview print proceedings programme register replay rss schedule"
    " search series sessions sign-in sign-out speakers papers static subscribe webinars categories"
    " news contact".split()
)


class FormerSlug(Base):
    """An address that something had before: pages answer 301, feeds the same bytes."""

    __tablename__ = "former_slug"
    __table_args__ = (sa.UniqueConstraint("kind", "scope", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: table name of the thing
    kind: Mapped[str] = mapped_column(sa.String(20))
    #: public identifier of the parent (a session's webinar), or empty
    scope: Mapped[str] = mapped_column(sa.String(26), default="")
    slug: Mapped[str] = mapped_column(sa.String(100))
    #: public identifier of the row that has moved on
    object_id: Mapped[str] = mapped_column(sa.String(26), index=True)


def choose_slug(
    model: Any, wanted: str, *, row: Any = None, within: Any = None, scope: str = ""
) -> str:
    """A free slug made from `wanted`, never a route's word and never one that was used before.

    `within` is a SQL condition for kinds whose slug is unique only inside a parent,
    `scope` that parent's public identifier. `row` may keep its own present or former slug.
    """
    slug = slugify(wanted, fallback=model.__tablename__)
    if slug in RESERVED:
        slug = f"{slug}-{model.__tablename__}"
    rows = sa.select(model.slug, model.public_id).where(
        model.slug.startswith(slug, autoescape=True)
    )
    if within is not None:
        rows = rows.where(within)
    own = row.public_id if row is not None else None
    taken = {r.slug for r in db.session.execute(with_deleted(rows)) if r.public_id != own}
    former = sa.select(FormerSlug.slug).where(
        FormerSlug.kind == model.__tablename__,
        FormerSlug.scope == scope,
        FormerSlug.slug.startswith(slug, autoescape=True),
        FormerSlug.object_id != (own or ""),
    )
    return free_slug(slug, taken | set(db.session.scalars(former)))


def keep_former(row: Any, old: str, *, scope: str = "") -> None:
    """Remember the address that `row` leaves, in the open transaction."""
    kind = row.__tablename__
    db.session.execute(
        sa.delete(FormerSlug).where(
            FormerSlug.kind == kind,
            FormerSlug.scope == scope,
            FormerSlug.slug.in_([old, row.slug]),
        )
    )
    db.session.add(FormerSlug(kind=kind, scope=scope, slug=old, object_id=row.public_id))


def find_former(kind: str, slug: str, *, scope: str = "") -> str | None:
    """Public identifier of what had this address before, or None."""
    return db.session.scalar(
        sa.select(FormerSlug.object_id).where(
            FormerSlug.kind == kind, FormerSlug.scope == scope, FormerSlug.slug == slug
        )
    )
