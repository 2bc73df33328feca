"""Who writes news and standing pages, and who sees them."""

from typing import Any

from webinar.accounts.policy import is_organizer
from webinar.posts.models import Page, Post
from webinar.posts.visibility import page_listed, post_listed

__all__ = ["is_page_listed", "is_post_listed", "may_write_posts", "page_listed", "post_listed"]


def may_write_posts(**_: Any) -> bool:
    """Write, publish and delete news and pages: organizers."""
    return is_organizer()


def is_post_listed(post: Post) -> bool:
    return post.deleted_at is None and post.is_published


def is_page_listed(page: Page) -> bool:
    return page.deleted_at is None and page.is_published
