"""The site's identity and its office hours: one row, and one for each holiday."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinar.core.db import Base, Dated, Identified, UtcDateTime, Versioned
from webinar.core.files import StoredFile
from webinar.core.journal import Journaled

#: the palette of `data-accent`; each is as readable on paper as on ink
ACCENTS = ("teal", "indigo", "rust", "forest", "plum", "slate", "ocean", "ochre")


class Site(Identified, Dated, Versioned, Journaled, Base):
    """Exactly one row; made by the first migration's successor `ensure_site`."""

    __tablename__ = "site"

    name: Mapped[str] = mapped_column(sa.String(120), default="Webinars")
    tagline: Mapped[str] = mapped_column(sa.String(240), default="")
    #: one of the palette's names: teal, indigo, rust, forest, plum, slate, ocean, ochre
    accent: Mapped[str] = mapped_column(sa.String(20), default="teal")
    #: IANA zone of the office and the default for new webinars
    timezone: Mapped[str] = mapped_column(sa.String(64), default="UTC")
    #: two other zones shown beside times while organizers edit
    other_zones: Mapped[list[str]] = mapped_column(
        sa.JSON, default=lambda: ["America/New_York", "Asia/Shanghai"]
    )
    language: Mapped[str] = mapped_column(sa.String(20), default="en")
    #: where mails from the site come from
    mail_from: Mapped[str] = mapped_column(sa.String(254), default="")
    logo_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    logo: Mapped[StoredFile | None] = relationship(lazy="joined")
    #: weekday "0" (Monday) to "6" -> list of ["09:00", "17:00"], wall time in `timezone`
    office_hours: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    #: what the contact page says while nobody is around
    away_text: Mapped[str] = mapped_column(sa.Text, default="")
    #: hours within which an answer is promised
    answer_hours: Mapped[int] = mapped_column(default=48)
    #: random name of this installation; stands in every calendar UID
    install_id: Mapped[str] = mapped_column(sa.String(26))
    #: when the example programme was loaded; None when there is none
    examples_loaded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: whether the database ever held anything: examples are offered only before
    was_used: Mapped[bool] = mapped_column(default=False)


class Holiday(Identified, Journaled, Base):
    """A day on which the office stays closed."""

    __tablename__ = "holiday"

    day: Mapped[date] = mapped_column(sa.Date, unique=True)
    name: Mapped[str] = mapped_column(sa.String(120), default="")
