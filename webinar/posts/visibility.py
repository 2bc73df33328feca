"""What readers see, as SQL: news that were published, pages that are not taken back.

Both kinds have no unlisted state: readable and listed are the same. Deleted rows are
left out by core/db.
"""

import sqlalchemy as sa

from webinar.posts.models import Page, Post


def post_listed() -> sa.ColumnElement[bool]:
    return Post.published_at.is_not(None)


def page_listed() -> sa.ColumnElement[bool]:
    return Page.is_published.is_(True)
