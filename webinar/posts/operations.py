"""Every change of a post or a standing page."""

import sqlalchemy as sa

from webinar.core import clock, slugs
from webinar.core.db import db, raise_version, with_deleted
from webinar.core.journal import Actor, operation
from webinar.core.news import announce
from webinar.core.plainerror import N_, PlainError
from webinar.core.prepared import html_of, renders
from webinar.posts.announcements import PageChanged, PostChanged
from webinar.posts.models import Page, Post


class NoSuchPost(PlainError):
    """There is no such post or page, or it was deleted."""


def _post(public_id: str, *, deleted: bool = False) -> Post:
    found = sa.select(Post).where(Post.public_id == public_id)
    row = db.session.scalar(with_deleted(found) if deleted else found)
    if row is None:
        raise NoSuchPost(N_("This piece of news is not there any more."))
    return row


def _page(public_id: str, *, deleted: bool = False) -> Page:
    found = sa.select(Page).where(Page.public_id == public_id)
    row = db.session.scalar(with_deleted(found) if deleted else found)
    if row is None:
        raise NoSuchPost(N_("This page is not there any more."))
    return row


def _settle_slug(row: Post | Page, wanted: str, *, was_seen: bool) -> None:
    """Give the row its address; one that readers see stays until another is asked for."""
    model = type(row)
    before = row.slug
    if wanted and wanted != before:
        row.slug = slugs.choose_slug(model, wanted, row=row)
    elif not before or not was_seen:
        row.slug = slugs.choose_slug(model, row.title, row=row)
    if before and before != row.slug:
        slugs.keep_former(row, before)


@renders(body="text")
@operation
def create_post(
    *, by: Actor, title: str, body: str, summary: str = "", slug: str = "", language: str = "en"
) -> Post:
    """Write a piece of news; it stays a draft until it is published. `body` is Markdown."""
    row = Post(title=title, summary=summary, language=language, body=body, slug="")
    row.body_html = html_of(body, "text")
    _settle_slug(row, slug, was_seen=False)
    db.session.add(row)
    db.session.flush()
    announce(PostChanged(row.id))
    return row


@renders(body="text")
@operation
def edit_post(
    *,
    by: Actor,
    post_id: str,
    expected_version: int | None = None,
    title: str,
    body: str,
    summary: str = "",
    slug: str = "",
    language: str = "en",
) -> Post:
    """Change its words; readers see it at once when it is published. Raises StaleEdit."""
    row = _post(post_id)
    raise_version(row, expected_version)
    row.title, row.summary, row.language = title, summary, language
    row.body, row.body_html = body, html_of(body, "text")
    _settle_slug(row, slug, was_seen=row.is_published)
    announce(PostChanged(row.id))
    return row


@operation
def publish_post(*, by: Actor, post_id: str) -> Post:
    """Show it to readers, on top of the news; what is published already stays as it is."""
    row = _post(post_id)
    if row.published_at is None:
        row.published_at = clock.now()
        row.version += 1
        announce(PostChanged(row.id))
    return row


@operation
def unpublish_post(*, by: Actor, post_id: str) -> Post:
    """Make it a draft again."""
    row = _post(post_id)
    if row.published_at is not None:
        row.published_at = None
        row.version += 1
        announce(PostChanged(row.id))
    return row


@operation
def delete_post(*, by: Actor, post_id: str) -> Post:
    """Take it away; it can be restored for 30 days, with its address and its comments."""
    row = _post(post_id)
    row.deleted_at = clock.now()
    announce(PostChanged(row.id))
    return row


@operation
def restore_post(*, by: Actor, post_id: str) -> Post:
    """Bring a deleted post back as it was."""
    row = _post(post_id, deleted=True)
    row.deleted_at = None
    announce(PostChanged(row.id))
    return row


@renders(body="text")
@operation
def create_page(
    *,
    by: Actor,
    title: str,
    body: str,
    slug: str = "",
    position: int = 0,
    is_published: bool = True,
) -> Page:
    """Write a standing page, linked in the footer. `body` is Markdown."""
    row = Page(title=title, body=body, position=position, is_published=is_published, slug="")
    row.body_html = html_of(body, "text")
    _settle_slug(row, slug, was_seen=False)
    db.session.add(row)
    db.session.flush()
    announce(PageChanged(row.id))
    return row


@renders(body="text")
@operation
def edit_page(
    *,
    by: Actor,
    page_id: str,
    expected_version: int | None = None,
    title: str,
    body: str,
    slug: str = "",
    position: int = 0,
) -> Page:
    """Change its words, its address or its place in the footer. Raises StaleEdit."""
    row = _page(page_id)
    raise_version(row, expected_version)
    row.title, row.position = title, position
    row.body, row.body_html = body, html_of(body, "text")
    _settle_slug(row, slug, was_seen=row.is_published)
    announce(PageChanged(row.id))
    return row


@operation
def publish_page(*, by: Actor, page_id: str) -> Page:
    """Show it to readers and link it in the footer."""
    row = _page(page_id)
    row.is_published = True
    row.version += 1
    announce(PageChanged(row.id))
    return row


@operation
def unpublish_page(*, by: Actor, page_id: str) -> Page:
    """Make it a draft again."""
    row = _page(page_id)
    row.is_published = False
    row.version += 1
    announce(PageChanged(row.id))
    return row


@operation
def delete_page(*, by: Actor, page_id: str) -> Page:
    """Take it away; it can be restored for 30 days, with its address."""
    row = _page(page_id)
    row.deleted_at = clock.now()
    announce(PageChanged(row.id))
    return row


@operation
def restore_page(*, by: Actor, page_id: str) -> Page:
    """Bring a deleted page back as it was."""
    row = _page(page_id, deleted=True)
    row.deleted_at = None
    announce(PageChanged(row.id))
    return row
