"""Full-text search behind one seam: SQLite FTS5 or PostgreSQL tsvector, the same hits.

Words are cut and normalised here, not by the engines: case and accents go,
Chinese, Japanese and Korean become pairs of characters, and every token is
written in plain ASCII so that no engine's idea of a letter matters. All words of
a query must be found, each as a beginning. Order: title, then people, then text;
newest first within each.
"""

import contextlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinar.core import clock
from webinar.core.db import Base, UtcDateTime, db

_MOST_WORDS = 8
_LONGEST_WORD = 40
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_PLAIN = re.compile(r"[a-z0-9]+")
_WORD = re.compile(r"\w+")
#: characters that a snippet shows before the word that was searched for
_BEFORE = 60
#: different tokens of one text, in characters with what PostgreSQL stores beside each:
#: a tsvector holds at most 1 MB
_MOST_TOKENS = 900_000


class SearchDocument(Base):
    """What can be found: one row for each published thing."""

    __tablename__ = "search_document"
    __is_public__ = False
    __table_args__ = (
        sa.UniqueConstraint("kind", "object_id"),
        # Hits are put into order from this index alone: the rows themselves hold whole books.
        sa.Index("ix_search_document_order", "at", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: `webinar`, `session`, `speaker`, `paper`, `post`, `page`
    kind: Mapped[str] = mapped_column(sa.String(20))
    #: public identifier of the thing
    object_id: Mapped[str] = mapped_column(sa.String(26))
    url: Mapped[str] = mapped_column(sa.Text)
    title: Mapped[str] = mapped_column(sa.Text)
    #: names of those who speak or wrote
    people: Mapped[str] = mapped_column(sa.Text, default="")
    #: plain text
    body: Mapped[str] = mapped_column(sa.Text, default="")
    #: when it takes place or was published; newer comes first
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


@dataclass(frozen=True)
class Hit:
    """One answer; `snippet` is text in pieces, each with whether it was searched for."""

    kind: str
    title: str
    url: str
    people: str
    at: datetime
    snippet: tuple[tuple[str, bool], ...]


def _is_pairwise(char: str) -> bool:
    code = ord(char)
    return (
        0x3040 <= code <= 0x30FF
        or 0x3400 <= code <= 0x9FFF
        or 0xAC00 <= code <= 0xD7AF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFF
    )


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", plain).replace("ß", "ss").replace("ı", "i")


def _ascii(token: str) -> str:
    """ASCII stays; every other character becomes `z` and four digits of base 36."""
    out = []
    for char in token:
        if char.isascii():
            out.append(char)
            continue
        code, digits = ord(char), ""
        for _ in range(4):
            code, rest = divmod(code, 36)
            digits = _DIGITS[rest] + digits
        out.append("z" + digits)
    return "".join(out)


def _runs(text: str) -> list[str]:
    """Words of folded text; a change between pairwise and other script ends a word."""
    words: list[str] = []
    for part in text.split():
        # Whole books pass through here: plain letters take the short way.
        words += _PLAIN.findall(part.lower()) if part.isascii() else _runs_of_letters(part)
    return words


def _runs_of_letters(text: str) -> list[str]:
    words: list[str] = []
    current = ""
    for char in _fold(text):
        if not (char.isalnum() or unicodedata.category(char) in ("Mc", "Mn")):
            if current:
                words.append(current)
            current = ""
        elif current and _is_pairwise(char) != _is_pairwise(current[-1]):
            words.append(current)
            current = char
        else:
            current += char
    return [*words, current] if current else words


def tokens(text: str) -> list[str]:
    """The index's tokens of a text, in order."""
    found: list[str] = []
    for word in _runs(text):
        if _is_pairwise(word[0]):
            found += [_ascii(word[i : i + 2]) for i in range(len(word))]
        else:
            found.append(_ascii(word[:_LONGEST_WORD]))
    return found


def query_tokens(query: str) -> list[str]:
    """What must be found, each as a beginning of a token."""
    found: list[str] = []
    for word in _runs(query[:400])[:_MOST_WORDS]:
        if _is_pairwise(word[0]):
            pairs = [word[i : i + 2] for i in range(max(1, len(word) - 1))]
            found += [_ascii(pair) for pair in pairs]
        else:
            found.append(_ascii(word[:_LONGEST_WORD]))
    return list(dict.fromkeys(found))


def put(
    kind: str,
    object_id: str,
    *,
    url: str,
    title: str,
    people: str = "",
    body: str = "",
    at: datetime,
) -> None:
    """Make a published thing findable, or renew it, in the open transaction.

    Of a very long `body` the beginning counts: some 60,000 different words.
    """
    row = db.session.scalar(
        sa.select(SearchDocument).where(
            SearchDocument.kind == kind, SearchDocument.object_id == object_id
        )
    )
    if row is None:
        row = SearchDocument(kind=kind, object_id=object_id)
        db.session.add(row)
    elif (row.title, row.people, row.body) == (title, people, body):
        row.url, row.at = url, at
        return
    row.url, row.title, row.people, row.body, row.at = url, title, people, body, at
    db.session.flush()
    _store_tokens(row.id, tokens(title), tokens(people), _bounded(tokens(body)))


def _bounded(words: list[str]) -> list[str]:
    """The tokens up to the one with which the different ones would be too many to store."""
    seen: set[str] = set()
    size = 0
    for place, word in enumerate(words):
        if word not in seen:
            seen.add(word)
            size += len(word) + 6
            if size > _MOST_TOKENS:
                return words[:place]
    return words


def forget(kind: str, object_id: str) -> None:
    """Make a thing unfindable: unpublished, unlisted or deleted."""
    found = db.session.scalar(
        sa.select(SearchDocument.id).where(
            SearchDocument.kind == kind, SearchDocument.object_id == object_id
        )
    )
    if found is None:
        return
    if _is_sqlite():
        _drop_tokens(found)
    db.session.execute(sa.delete(SearchDocument).where(SearchDocument.id == found))


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _drop_tokens(row: int) -> None:
    for table in ("search_index", "search_index_heads"):
        db.session.execute(sa.text(f"DELETE FROM {table} WHERE rowid = :id"), {"id": row})  # noqa: S608


def _store_tokens(row: int, title: list[str], people: list[str], body: list[str]) -> None:
    """Two indexes: of the few words of titles and people, with which of the two; and of all words,
    once each and without places, so that a word that stands everywhere is read in milliseconds."""
    everything = list(dict.fromkeys([*title, *people, *body]))
    if _is_sqlite():
        _drop_tokens(row)
        db.session.execute(
            sa.text("INSERT INTO search_index(rowid, everything) VALUES (:id, :words)"),
            {"id": row, "words": " ".join(everything)},
        )
        db.session.execute(
            sa.text(
                "INSERT INTO search_index_heads(rowid, title, people) VALUES (:id, :title, :people)"
            ),
            {"id": row, "title": " ".join(title), "people": " ".join(people)},
        )
        return
    weights: dict[str, str] = dict.fromkeys(people, "1B")
    for word in title:
        weights[word] = "1A,2B" if word in weights else "1A"
    heads = " ".join(f"'{word}':{weight}" for word, weight in weights.items())
    db.session.execute(
        sa.text(
            "UPDATE search_document SET heads = CAST(:heads AS tsvector),"
            " tokens = CAST(:words AS tsvector) WHERE id = :id"
        ),
        {"heads": heads, "words": " ".join(f"'{word}'" for word in everything), "id": row},
    )


#: the plus sign and the index's name keep SQLite from fetching each hit's row
_SQLITE = """
SELECT d.id, CASE
    WHEN d.id IN (SELECT rowid FROM search_index_heads(:title)) THEN 0
    WHEN d.id IN (SELECT rowid FROM search_index_heads(:people)) THEN 1
    ELSE 2 END AS tier, count(*) OVER () AS total
FROM search_document d INDEXED BY ix_search_document_order
WHERE +d.id IN (SELECT rowid FROM search_index(:words)) {kind}
ORDER BY tier, d.at DESC, d.id LIMIT :limit OFFSET :offset
"""
_POSTGRESQL = """
SELECT d.id, CASE
    WHEN d.id IN (SELECT id FROM search_document WHERE heads @@ CAST(:title AS tsquery)) THEN 0
    WHEN d.id IN (SELECT id FROM search_document WHERE heads @@ CAST(:people AS tsquery)) THEN 1
    ELSE 2 END AS tier, count(*) OVER () AS total
FROM search_document d
WHERE d.tokens @@ CAST(:words AS tsquery) {kind}
ORDER BY tier, d.at DESC, d.id LIMIT :limit OFFSET :offset
"""


def find(query: str, *, limit: int = 20, offset: int = 0, kind: str = "") -> tuple[list[Hit], int]:
    """Hits for a query and how many there are in all. Two statements that read."""
    rows = _numbers(query, limit=limit, offset=offset, kind=kind)
    if not rows:
        return [], 0
    found = {
        row.id: row
        for row in db.session.scalars(
            sa.select(SearchDocument).where(SearchDocument.id.in_([row.id for row in rows]))
        )
    }
    hits = [
        Hit(
            kind=found[row.id].kind,
            title=found[row.id].title,
            url=found[row.id].url,
            people=found[row.id].people,
            at=found[row.id].at,
            snippet=snippet(found[row.id].body, query),
        )
        for row in rows
    ]
    return hits, rows[0].total


def _numbers(query: str, *, limit: int, offset: int, kind: str) -> list[Any]:
    """(id, tier, total) of the hits, in their order."""
    words = query_tokens(query)
    if not words:
        return []
    if _is_sqlite():
        every = " AND ".join(f'"{word}" *' for word in words)
        statement = _SQLITE
        title, people = f"{{title}} : ({every})", every
    else:
        every = " & ".join(f"'{word}':*" for word in words)
        statement = _POSTGRESQL
        title, people = " & ".join(f"'{word}':*A" for word in words), every
    values = {"words": every, "title": title, "people": people, "limit": limit, "offset": offset}
    if kind:
        values["kind"] = kind
    with _by_index():
        rows = db.session.execute(
            sa.text(statement.format(kind="AND d.kind = :kind" if kind else "")), values
        ).all()
    return list(rows)


def find_names(query: str, *, kind: str, limit: int) -> set[str]:
    """Public identifiers of the first hits of a kind. Two statements that read."""
    numbers = [row.id for row in _numbers(query, limit=limit, offset=0, kind=kind)]
    found = sa.select(SearchDocument.object_id).where(SearchDocument.id.in_(numbers))
    return set(db.session.scalars(found)) if numbers else set()


@contextlib.contextmanager
def _by_index() -> Iterator[None]:
    """PostgreSQL takes looking into a list of words for cheap and would read every one."""
    if _is_sqlite():
        yield
        return
    db.session.execute(sa.text("SET LOCAL enable_seqscan TO off"))
    yield
    db.session.execute(sa.text("SET LOCAL enable_seqscan TO on"))


def snippet(body: str, query: str, *, length: int = 180) -> tuple[tuple[str, bool], ...]:
    """A piece of the text around the first word that was searched for, in marked parts."""
    spans = _found_in(body, query, length)
    start = max(0, (spans[0][0] if spans else 0) - _BEFORE)
    if start:
        space = body.find(" ", start, start + 30)
        start = space + 1 if space > 0 else start
    end = min(len(body), start + length)
    if end < len(body) and (space := body.rfind(" ", end - 30, end + 1)) > 0:
        end = space
    parts: list[tuple[str, bool]] = []
    at = start
    for first, last in spans:
        if first < at or last > end:
            continue
        if first > at:
            parts.append((body[at:first], False))
        parts.append((body[first:last], True))
        at = last
    if at < end:
        parts.append((body[at:end], False))
    if start and parts:
        parts.insert(0, ("… ", False))
    if end < len(body):
        parts.append((" …", False))
    return tuple(parts)


def _found_in(body: str, query: str, length: int) -> list[tuple[int, int]]:
    """Where the words of a query stand in a text: the first place, and those near behind it."""
    wanted = _runs(query[:400])[:_MOST_WORDS]
    find_all = _spans_of_plain_words if body.isascii() else _spans_of_words
    spans: list[tuple[int, int]] = []
    for span in find_all(body, wanted):
        if spans and span[0] > spans[0][0] + length:
            break
        spans.append(span)
    return spans


def _spans_of_plain_words(body: str, wanted: list[str]) -> Iterator[tuple[int, int]]:
    # Plain words are nothing but letters and digits: nothing in them means something else.
    plain = [word for word in wanted if word.isascii()]
    if not plain:
        return
    words = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(plain)})[a-z0-9]*", re.ASCII | re.IGNORECASE)
    for match in words.finditer(body):
        yield match.span()


def _spans_of_words(body: str, wanted: list[str]) -> Iterator[tuple[int, int]]:
    beginnings = tuple(wanted)
    pairwise = [word for word in wanted if _is_pairwise(word[0])]
    for match in _WORD.finditer(body):
        found = match.group()
        folded = found.lower() if found.isascii() else _fold(found)
        if folded.startswith(beginnings):
            yield match.span()
            continue
        for word in pairwise:
            if word in folded:
                start = match.start() + folded.index(word)
                yield start, start + len(word)
                break
