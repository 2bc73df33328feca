"""Listeners that keep published news and pages findable; they run in the writing transaction."""

from webinar.core import search
from webinar.core.db import db
from webinar.core.richtext import plain_text
from webinar.posts.announcements import PageChanged, PostChanged
from webinar.posts.models import Page, Post
from webinar.posts.policy import is_page_listed, is_post_listed
from webinar.posts.queries import page_path, post_path


def index_post(happened: PostChanged) -> None:
    """Findable while it is published."""
    row = db.session.get_one(Post, happened.post_id)
    if not is_post_listed(row):
        search.forget("post", row.public_id)
        return
    search.put(
        "post",
        row.public_id,
        url=post_path(row),
        title=row.title,
        body=f"{row.summary}\n{plain_text(row.body_html)}",
        at=row.published_at or row.created_at,
    )


def index_page(happened: PageChanged) -> None:
    """Findable while it is published."""
    row = db.session.get_one(Page, happened.page_id)
    if not is_page_listed(row):
        search.forget("page", row.public_id)
        return
    search.put(
        "page",
        row.public_id,
        url=page_path(row),
        title=row.title,
        body=plain_text(row.body_html),
        at=row.updated_at,
    )
