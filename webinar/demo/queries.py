"""What is known of the example programme."""

import sqlalchemy as sa

from webinar.core.db import db, with_deleted
from webinar.demo.models import ExampleRow
from webinar.organization.queries import site
from webinar.posts.models import Post
from webinar.speakers.models import Speaker
from webinar.webinars.models import Webinar


def has_examples() -> bool:
    return db.session.scalar(sa.select(ExampleRow.id).limit(1)) is not None


def count_examples(kind: str) -> int:
    """How many example rows of a table there are."""
    return (
        db.session.scalar(sa.select(sa.func.count(ExampleRow.id)).where(ExampleRow.kind == kind))
        or 0
    )


def was_never_used() -> bool:
    """No webinar, speaker or post was ever made here, and no examples were loaded."""
    for model in (Webinar, Speaker, Post):
        if db.session.scalar(with_deleted(sa.select(model.id).limit(1))) is not None:
            return False
    return not (has_examples() or site().was_used)
