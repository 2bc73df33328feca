"""Page revisions: what the public sees has a number that rises with every change.

The number comes from one counter row that is raised in the writing transaction,
so numbers appear in commit order on both databases (facts/prototype.md, 1).
"""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinar.core.db import LAST_BEFORE_COMMIT, Base, RoutedSession, db

_RAISED = "raised scopes"
#: everything that the public sees
SITE = "site"


class RevisionCounter(Base):
    __tablename__ = "revision_counter"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]


class Revision(Base):
    """The newest revision of one scope."""

    __tablename__ = "revision"

    #: `site`, or `webinar:<public id>`
    scope: Mapped[str] = mapped_column(sa.String(80), primary_key=True)
    number: Mapped[int] = mapped_column(index=True)


def raise_revision(*scopes: str) -> None:
    """Mark what the open transaction changes for readers."""
    db.session().info.setdefault(_RAISED, set()).update(scopes)


def revision_of(scope: str) -> int:
    """The scope's number, 0 when nothing has changed yet."""
    return db.session.scalar(sa.select(Revision.number).where(Revision.scope == scope)) or 0


def _store(session: RoutedSession) -> None:
    scopes = session.info.pop(_RAISED, None)
    if not scopes:
        return
    number = session.scalar(
        sa.update(RevisionCounter)
        .values(number=RevisionCounter.number + 1)
        .returning(RevisionCounter.number)
    )
    if number is None:
        number = 1
        session.execute(sa.insert(RevisionCounter).values(id=1, number=number))
    for scope in sorted(scopes):
        changed = session.execute(
            sa.update(Revision).where(Revision.scope == scope).values(number=number)
        )
        if changed.rowcount == 0:  # type: ignore[attr-defined]
            session.execute(sa.insert(Revision).values(scope=scope, number=number))


LAST_BEFORE_COMMIT.append(_store)
