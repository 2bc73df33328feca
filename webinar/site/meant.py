"""What somebody may have meant by an address that leads nowhere."""

import difflib
import re
from dataclasses import dataclass
from urllib.parse import unquote

import sqlalchemy as sa

from webinar.core import search
from webinar.core.db import db
from webinar.core.search import Hit, SearchDocument

#: first parts of addresses of readers' pages; of others nothing is looked up
_READERS = frozenset(
    "webinars papers speakers categories news pages paper webinar speaker talks events".split()
)
_LONGEST = 120
_MOST = 5
#: addresses that a misspelled one is compared with, and how alike it must be to one of them
_COMPARED, _ALIKE = 200, 0.75


@dataclass(frozen=True)
class Meant:
    """The words of an address, and published things that it may stand for; at most five."""

    words: str = ""
    hits: tuple[Hit, ...] = ()


def meant_by(path: str) -> Meant:
    """What has the words of the path, or nearly its address, or its longest word in the title.

    Empty when the database does not answer: the page that asks explains another trouble.
    """
    first, _, rest = unquote(path).strip("/").partition("/")
    if not rest and first not in _READERS:
        # `/carbon-in-soil`: the address of a page without the list before it.
        rest = first
    elif first not in _READERS:
        return Meant()
    words = re.sub(r"[\W_]+", " ", rest[:_LONGEST]).split()
    if not any(len(word) > 2 for word in words):
        return Meant()
    try:
        hits = _with_all(words) or _alike(rest[:_LONGEST]) or _named(max(words, key=len))
    except sa.exc.SQLAlchemyError:
        db.session.rollback()
        return Meant()
    return Meant(" ".join(words), tuple(hits))


def _with_all(words: list[str]) -> list[Hit]:
    """One word alone stands in too many texts to say anything: it must be in a title or name."""
    if len(words) == 1:
        return _named(words[0])
    hits, _count = search.find(" ".join(words), limit=_MOST)
    return hits


def _named(word: str) -> list[Hit]:
    hits, _count = search.find(word, limit=_MOST)
    wanted = search.query_tokens(word)
    return [
        hit
        for hit in hits
        if all(
            any(token.startswith(one) for token in search.tokens(f"{hit.title} {hit.people}"))
            for one in wanted
        )
    ]


def _alike(rest: str) -> list[Hit]:
    """Things whose address begins as this one does, or differs by a slip."""
    slug = rest.rstrip("/").rpartition("/")[2].casefold()
    beginning = slug[:2]
    if len(slug) < 4 or not beginning.isalnum():
        return []
    rows = db.session.execute(
        sa.select(
            SearchDocument.kind,
            SearchDocument.title,
            SearchDocument.url,
            SearchDocument.people,
            SearchDocument.at,
        )
        .where(SearchDocument.url.contains(f"/{beginning}", autoescape=True))
        .order_by(SearchDocument.at.desc(), SearchDocument.id)
        .limit(_COMPARED)
    ).all()
    by_slug = {row.url.rstrip("/").rpartition("/")[2]: row for row in rows}
    close = [one for one in by_slug if one.startswith(slug)]
    close += difflib.get_close_matches(slug, by_slug, n=_MOST, cutoff=_ALIKE)
    found = [by_slug[one] for one in dict.fromkeys(close)][:_MOST]
    return [Hit(row.kind, row.title, row.url, row.people, row.at, ()) for row in found]
