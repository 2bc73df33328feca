"""Post and Page."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from webinar.core.db import Base, Dated, Deletable, Identified, UtcDateTime, Versioned
from webinar.core.journal import Journaled


class Post(Identified, Dated, Versioned, Deletable, Journaled, Base):
    """A piece of news."""

    __tablename__ = "post"

    title: Mapped[str] = mapped_column(sa.String(300))
    slug: Mapped[str] = mapped_column(sa.String(100), unique=True)
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    body: Mapped[str] = mapped_column(sa.Text, default="")
    body_html: Mapped[str] = mapped_column(sa.Text, default="")
    language: Mapped[str] = mapped_column(sa.String(20), default="en")
    #: None while it is a draft
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class Page(Identified, Dated, Versioned, Deletable, Journaled, Base):
    """A standing page, linked in the footer: imprint, privacy, about."""

    __tablename__ = "page"

    title: Mapped[str] = mapped_column(sa.String(200))
    slug: Mapped[str] = mapped_column(sa.String(100), unique=True)
    body: Mapped[str] = mapped_column(sa.Text, default="")
    body_html: Mapped[str] = mapped_column(sa.Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    is_published: Mapped[bool] = mapped_column(default=True)
