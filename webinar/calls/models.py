"""Call for papers, its tracks and types, and codes that open what is closed."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webinar.core import clock
from webinar.core.clock import WallTime
from webinar.core.db import Base, Dated, Deletable, Identified, UtcDateTime, Versioned
from webinar.core.journal import Journaled
from webinar.questions.models import Questionnaire
from webinar.webinars.models import Series, Webinar

DRAFT, PUBLISHED = "draft", "published"
#: whose call it is
SITE, WEBINAR, SERIES = "site", "webinar", "series"
#: what of a paper can be asked; a title and an author's name always are
FIELDS = ("abstract", "text", "files", "affiliation", "orcid", "biography", "portrait", "note")
NO, OPTIONAL, REQUIRED = "no", "optional", "required"
WORDS, CHARACTERS = "words", "characters"


class Closing:
    """A last instant: wall time in the call's zone, fold, and the instant derived from them."""

    closes_wall: Mapped[datetime | None] = mapped_column(sa.DateTime)
    closes_fold: Mapped[int] = mapped_column(default=0)
    #: aware UTC; None for always open, or as the call says
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)

    def set_closes(self, closes: WallTime | None) -> None:
        """Take over the wall time; None for none. Raises clock.WrongTime."""
        self.closes_wall, self.closes_fold = (closes.local, closes.fold) if closes else (None, 0)
        self.closes_at = closes.to_utc() if closes else None


class Call(Identified, Dated, Versioned, Deletable, Closing, Journaled, Base):
    """When and what may be handed in: for a webinar, for a series, or for the whole site."""

    __tablename__ = "call"

    title: Mapped[str] = mapped_column(sa.String(300))
    slug: Mapped[str] = mapped_column(sa.String(100), unique=True)
    #: SITE, WEBINAR or SERIES: one whose webinar is gone for good is not the site's
    belongs_to: Mapped[str] = mapped_column(sa.String(12), default=SITE)
    #: the one that it belongs to; neither for the whole site
    webinar_id: Mapped[int | None] = mapped_column(sa.ForeignKey("webinar.id"), index=True)
    series_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("series.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[str] = mapped_column(sa.String(12), default=DRAFT, index=True)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: reachable by address, in no list, feed, search or sitemap
    is_unlisted: Mapped[bool] = mapped_column(default=False)
    #: IANA name; the wall times of the call, its tracks and types are in it
    timezone: Mapped[str] = mapped_column(sa.String(64))
    language: Mapped[str] = mapped_column(sa.String(20), default="en")
    opens_wall: Mapped[datetime | None] = mapped_column(sa.DateTime)
    opens_fold: Mapped[int] = mapped_column(default=0)
    #: aware UTC, derived; None for open since it was published
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: one or two sentences for lists and calendars
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    #: Markdown as typed, and cleaned once when stored
    description: Mapped[str] = mapped_column(sa.Text, default="")
    description_html: Mapped[str] = mapped_column(sa.Text, default="")
    guidelines: Mapped[str] = mapped_column(sa.Text, default="")
    guidelines_html: Mapped[str] = mapped_column(sa.Text, default="")
    example: Mapped[str] = mapped_column(sa.Text, default="")
    example_html: Mapped[str] = mapped_column(sa.Text, default="")
    #: field of FIELDS -> {"asked", "least", "most", "unit"}; what is missing is optional
    asked: Mapped[dict[str, Any]] = mapped_column(sa.JSON, default=dict)
    #: nothing is taken without a code
    needs_code: Mapped[bool] = mapped_column(default=False)
    #: days before the closing on which authors of drafts are reminded; 0 for never
    reminds_days: Mapped[int] = mapped_column(default=3)
    #: the closing that organizers got a summary of; another one is told anew
    told_closing: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: most co-authors that one paper may invite by mail
    most_invitations: Mapped[int] = mapped_column(default=10)
    questionnaire_id: Mapped[int | None] = mapped_column(sa.ForeignKey("questionnaire.id"))
    webinar: Mapped[Webinar | None] = relationship()
    series: Mapped[Series | None] = relationship()
    questionnaire: Mapped[Questionnaire | None] = relationship()
    tracks: Mapped[list["CallTrack"]] = relationship(
        back_populates="call", order_by="(CallTrack.position, CallTrack.id)"
    )
    types: Mapped[list["CallType"]] = relationship(
        back_populates="call", order_by="(CallType.position, CallType.id)"
    )

    @property
    def parts(self) -> list["CallTrack | CallType"]:
        """Its tracks, then its types."""
        return [*self.tracks, *self.types]

    def set_opens(self, opens: WallTime | None) -> None:
        """Take over the wall time; None for at once. Raises clock.WrongTime."""
        self.opens_wall, self.opens_fold = (opens.local, opens.fold) if opens else (None, 0)
        self.opens_at = opens.to_utc() if opens else None


class CallTrack(Identified, Dated, Versioned, Deletable, Closing, Journaled, Base):
    """A strand of the programme that papers are wanted for."""

    __tablename__ = "call_track"

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    needs_code: Mapped[bool] = mapped_column(default=False)
    call: Mapped[Call] = relationship(back_populates="tracks")


class CallType(Identified, Dated, Versioned, Deletable, Closing, Journaled, Base):
    """What kind of contribution is wanted: a talk of 20 minutes, a poster, a workshop."""

    __tablename__ = "call_type"

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(120))
    description: Mapped[str] = mapped_column(sa.Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    #: default length of the session it becomes
    minutes: Mapped[int] = mapped_column(default=30)
    #: kind of that session, of `webinars.models.SESSION_KINDS`
    session_kind: Mapped[str] = mapped_column(sa.String(20), default="talk")
    needs_code: Mapped[bool] = mapped_column(default=False)
    call: Mapped[Call] = relationship(back_populates="types")


class AccessCode(Identified, Dated, Versioned, Deletable, Journaled, Base):
    """Opens a call, track or type that needs a code, or a closed one to late papers.

    Spent when a paper is handed in, by one guarded UPDATE of `used`.
    """

    __tablename__ = "access_code"
    __table_args__ = (sa.UniqueConstraint("call_id", "code"),)
    __is_public__ = False
    __unspoken__ = frozenset({"code"})

    call_id: Mapped[int] = mapped_column(sa.ForeignKey("call.id"), index=True)
    #: what is typed, or stands in the link `/calls/<slug>?code=`
    code: Mapped[str] = mapped_column(sa.String(40))
    #: whom it is for; organizers only
    note: Mapped[str] = mapped_column(sa.String(300), default="")
    #: None for any number of papers
    most_uses: Mapped[int | None] = mapped_column()
    used: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    #: whether it takes papers after the last instant, until it expires
    is_for_late: Mapped[bool] = mapped_column(default=False)
    #: public identifiers of tracks and types it is good for; empty for all
    only_for: Mapped[list[str]] = mapped_column(sa.JSON, default=list)
    call: Mapped[Call] = relationship()

    @property
    def is_good(self) -> bool:
        """Neither used up nor expired."""
        is_spent = self.most_uses is not None and self.used >= self.most_uses
        return not is_spent and (self.expires_at is None or self.expires_at > clock.now())
