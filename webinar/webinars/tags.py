"""Tags: words with commas as people type them, and the rows that follow them.

The words stand in the webinar, so that the journal, its undo and two people at once treat them as
any other field. The rows are derived: one listener brings them up to date before each commit.
"""

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from webinar.core import news
from webinar.core.db import db, with_deleted
from webinar.core.purge import Purged
from webinar.core.slugs import choose_slug
from webinar.core.text import clean, fold
from webinar.webinars.announcements import WebinarChanged
from webinar.webinars.models import Tag, Webinar, WebinarTag

#: tags of one webinar, and characters of one; more are a slip of the pen
MOST, LONGEST = 12, 60
#: what people put between words: also the commas of Arabic, Chinese and Japanese
_COMMAS = str.maketrans(dict.fromkeys("،，、;；؛\n", ","))


def words_of(typed: str) -> list[str]:
    """The tags that a line names, in order, each once whatever its case and accents."""
    found: dict[str, str] = {}
    for part in typed.translate(_COMMAS).split(","):
        name = clean(part, lines=False).lstrip("#").strip()
        if name:
            found.setdefault(fold(name), name)
    return list(found.values())


def as_typed(names: list[str]) -> str:
    """The line that `words_of` reads."""
    return ", ".join(names)


def on_webinar(happened: WebinarChanged) -> None:
    """Give the webinar the rows of its words; make tags that are new, remove those left alone.

    A word that differs from a known tag in case or accents only is that tag.
    """
    statement = (
        sa.select(Webinar)
        .where(Webinar.id == happened.webinar_id)
        .options(selectinload(Webinar.tags))
        .execution_options(populate_existing=True)
    )
    webinar = db.session.scalar(with_deleted(statement))
    if webinar is None:
        return
    wanted = [fold(name) for name in words_of(webinar.tag_words)]
    if wanted == [fold(tag.name) for tag in webinar.tags]:
        return
    known = {fold(tag.name): tag for tag in db.session.scalars(sa.select(Tag))}
    db.session.execute(sa.delete(WebinarTag).where(WebinarTag.webinar_id == webinar.id))
    webinar.tagged = []
    for position, name in enumerate(words_of(webinar.tag_words)):
        tag = known.get(fold(name)) or _new_tag(name)
        webinar.tagged = [*webinar.tagged, {"name": tag.name, "slug": tag.slug}]
        db.session.add(WebinarTag(webinar_id=webinar.id, tag_id=tag.id, position=position))
    db.session.flush()
    db.session.expire(webinar, ["tags"])
    remove_unused()


def on_purged(happened: Purged) -> None:
    """Tags go with their last webinar."""
    if happened.table == Webinar.__tablename__:
        remove_unused()


def remove_unused() -> None:
    """Remove tags that no webinar has, in the open transaction; their feeds hear of it."""
    unused = sa.select(Tag.id).where(~sa.exists().where(WebinarTag.tag_id == Tag.id))
    # Locked and asked again: somebody may be giving one of them to a webinar this moment.
    if not db.session.scalars(unused.order_by(Tag.id).with_for_update()).all():
        return
    if numbers := frozenset(db.session.scalars(unused)):
        db.session.execute(sa.delete(Tag).where(Tag.id.in_(numbers)))
        news.announce(Purged(Tag.__tablename__, numbers))


def _new_tag(name: str) -> Tag:
    tag = Tag(name=name, slug=choose_slug(Tag, name))
    db.session.add(tag)
    db.session.flush()
    return tag
