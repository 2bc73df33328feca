"""What stands alone and can be found: calls for papers, news, pages; see `indexing`."""

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from webinar.calls.models import Call
from webinar.calls.standing import is_call_listed
from webinar.core import search
from webinar.core.db import db, with_deleted
from webinar.core.textstats import plain_text
from webinar.posts.models import Page, Post
from webinar.posts.policy import is_page_listed, is_post_listed
from webinar.site.links import path_of


def lines(*texts: str) -> str:
    """Those that say something, one beneath the other."""
    return "\n".join(text for text in texts if text)


def put_calls(numbers: Collection[int]) -> None:
    """Calls (row numbers) as they are now: put into the index, or forgotten."""
    if not numbers:
        return
    rows = sa.select(Call).where(Call.id.in_(numbers)).order_by(Call.id)
    for row in db.session.scalars(
        with_deleted(rows.options(joinedload(Call.webinar), joinedload(Call.series)))
    ):
        if not is_call_listed(row):
            search.forget("call", row.public_id)
            continue
        search.put(
            "call",
            row.public_id,
            url=path_of("calls", row.slug, end=""),
            title=row.title,
            body=lines(
                row.summary, plain_text(row.description_html), plain_text(row.guidelines_html)
            ),
            at=row.published_at or row.created_at,
        )


def put_posts(numbers: Collection[int]) -> None:
    """The same for news."""
    if not numbers:
        return
    rows = sa.select(Post).where(Post.id.in_(numbers)).order_by(Post.id)
    for row in db.session.scalars(with_deleted(rows)):
        if not is_post_listed(row):
            search.forget("post", row.public_id)
            continue
        search.put(
            "post",
            row.public_id,
            url=path_of("news", row.slug),
            title=row.title,
            body=lines(row.summary, plain_text(row.body_html)),
            at=row.published_at or row.created_at,
        )


def put_pages(numbers: Collection[int]) -> None:
    """The same for standing pages."""
    if not numbers:
        return
    rows = sa.select(Page).where(Page.id.in_(numbers)).order_by(Page.id)
    for row in db.session.scalars(with_deleted(rows)):
        if not is_page_listed(row):
            search.forget("page", row.public_id)
            continue
        search.put(
            "page",
            row.public_id,
            url=path_of("pages", row.slug),
            title=row.title,
            body=plain_text(row.body_html),
            at=row.created_at,
        )
