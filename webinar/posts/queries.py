"""News and pages, for readers, for the desk and for the feed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from webinar.core.db import db, with_deleted
from webinar.posts.models import Page, Post
from webinar.posts.visibility import page_listed, post_listed

#: entries in the Atom feed
FEED_LENGTH = 50
DRAFT, PUBLISHED, DELETED = "draft", "published", "deleted"


def post_path(post: Post) -> str:
    """Path of the public page, fit for a link."""
    return f"/news/{quote(post.slug)}/"


def page_path(page: Page) -> str:
    """Path of the public page, fit for a link."""
    return f"/pages/{quote(page.slug)}/"


def _newest(statement: sa.Select[Any]) -> sa.Select[Any]:
    return statement.order_by(Post.published_at.desc(), Post.id.desc())


def published_posts(limit: int = 20, offset: int = 0) -> list[Post]:
    """What readers see, newest first. One statement."""
    found = _newest(sa.select(Post).where(post_listed()))
    return list(db.session.scalars(found.limit(limit).offset(offset)))


def published_post(slug: str) -> Post | None:
    """The post that readers see at that address."""
    return db.session.scalar(sa.select(Post).where(Post.slug == slug, post_listed()))


def published_pages() -> list[Page]:
    """Standing pages in their order, for the footer. One statement."""
    found = sa.select(Page).where(page_listed()).order_by(Page.position, Page.title, Page.id)
    return list(db.session.scalars(found))


def published_page(slug: str) -> Page | None:
    """The page that readers see at that address."""
    return db.session.scalar(sa.select(Page).where(Page.slug == slug, page_listed()))


def post_by_id(public_id: str, *, deleted: bool = False) -> Post | None:
    """A post in any state; with `deleted` also one that was deleted."""
    found = sa.select(Post).where(Post.public_id == public_id)
    return db.session.scalar(with_deleted(found) if deleted else found)


def page_by_id(public_id: str, *, deleted: bool = False) -> Page | None:
    """A page in any state; with `deleted` also one that was deleted."""
    found = sa.select(Page).where(Page.public_id == public_id)
    return db.session.scalar(with_deleted(found) if deleted else found)


def posts_in_state(state: str = "") -> list[Post]:
    """For the desk: all, or those of one state; drafts first, then the newest."""
    found = sa.select(Post).order_by(
        Post.published_at.is_not(None), Post.published_at.desc(), Post.updated_at.desc()
    )
    if state == DELETED:
        found = with_deleted(found.where(Post.deleted_at.is_not(None)))
    elif state == DRAFT:
        found = found.where(sa.not_(post_listed()))
    elif state == PUBLISHED:
        found = found.where(post_listed())
    return list(db.session.scalars(found))


def pages_in_state(state: str = "") -> list[Page]:
    """For the desk: all, or those of one state, in their order."""
    found = sa.select(Page).order_by(Page.position, Page.title, Page.id)
    if state == DELETED:
        found = with_deleted(found.where(Page.deleted_at.is_not(None)))
    elif state == DRAFT:
        found = found.where(sa.not_(page_listed()))
    elif state == PUBLISHED:
        found = found.where(page_listed())
    return list(db.session.scalars(found))


@dataclass(frozen=True)
class FeedRows:
    """What the Atom feed is made of."""

    posts: list[Post]
    #: the last change of any post, also of one that is gone from the feed; None before the first
    changed_at: datetime | None


def feed_rows() -> FeedRows:
    """The newest published posts and the instant of the last change. One statement."""
    # The table itself: the loader criterion would leave deleted posts out.
    table = sa.inspect(Post).local_table
    changed = sa.select(sa.func.max(table.c.updated_at).label("at")).subquery()
    seen = sa.and_(post_listed(), Post.deleted_at.is_(None))
    # Joined from the one row of the maximum, so that an empty feed knows its instant, too.
    found = sa.select(Post, changed.c.at).select_from(changed).outerjoin(Post, seen)
    rows = db.session.execute(_newest(found).limit(FEED_LENGTH)).all()
    return FeedRows([row[0] for row in rows if row[0] is not None], rows[0][1])
