"""What somebody may have meant by an address that leads nowhere."""

import re
from urllib.parse import unquote

import sqlalchemy as sa

from webinar.core import search
from webinar.core.db import db

#: first parts of addresses of readers' pages; of others nothing is looked up
_READERS = frozenset(
    "webinars papers speakers categories news pages paper webinar speaker talks events".split()
)
_LONGEST = 120
_MOST = 5


def meant_by(path: str) -> list[search.Hit]:
    """Published things that have the words of the path, or else its longest word; at most five.

    Empty when the database does not answer: the page that asks explains another trouble.
    """
    first, _, rest = unquote(path).strip("/").partition("/")
    if not rest and first not in _READERS:
        # `/carbon-in-soil`: the address of a page without the list before it.
        rest = first
    elif first not in _READERS:
        return []
    words = re.sub(r"[\W_]+", " ", rest[:_LONGEST]).split()
    if not any(len(word) > 2 for word in words):
        return []
    try:
        hits, _count = search.find(" ".join(words), limit=_MOST)
        if not hits:
            hits, _count = search.find(max(words, key=len), limit=_MOST)
    except sa.exc.SQLAlchemyError:
        db.session.rollback()
        return []
    return hits
