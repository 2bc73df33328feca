"""What stands alone and can be found: calls for papers, news, pages; see `indexing`."""

from collections.abc import Callable, Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

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


def put_each(
    kind: str,
    model: Any,
    numbers: Collection[int],
    is_listed: Callable[[Any], bool],
    said: Callable[[Any], dict[str, Any]],
    *options: ExecutableOption,
) -> None:
    """Rows (by number) as they are now: put into the index with what is said of them, or forgotten.

    One statement beside those of `options`.
    """
    if not numbers:
        return
    rows = sa.select(model).where(model.id.in_(numbers)).options(*options).order_by(model.id)
    for row in db.session.scalars(with_deleted(rows)):
        if is_listed(row):
            search.put(kind, row.public_id, **said(row))
        else:
            search.forget(kind, row.public_id)


def put_calls(numbers: Collection[int]) -> None:
    def said(row: Call) -> dict[str, Any]:
        return {
            "url": path_of("calls", row.slug, end=""),
            "title": row.title,
            "body": lines(
                row.summary, plain_text(row.description_html), plain_text(row.guidelines_html)
            ),
            "at": row.published_at or row.created_at,
        }

    owners = (joinedload(Call.webinar), joinedload(Call.series))
    put_each("call", Call, numbers, is_call_listed, said, *owners)


def put_posts(numbers: Collection[int]) -> None:
    def said(row: Post) -> dict[str, Any]:
        return {
            "url": path_of("news", row.slug),
            "title": row.title,
            "body": lines(row.summary, plain_text(row.body_html)),
            "at": row.published_at or row.created_at,
        }

    put_each("post", Post, numbers, is_post_listed, said)


def put_pages(numbers: Collection[int]) -> None:
    def said(row: Page) -> dict[str, Any]:
        return {
            "url": path_of("pages", row.slug),
            "title": row.title,
            "body": plain_text(row.body_html),
            "at": row.created_at,
        }

    put_each("page", Page, numbers, is_page_listed, said)
