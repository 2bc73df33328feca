"""What happens to webinars and their parts; identifiers are internal row numbers."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class WebinarChanged:
    """Anything about the webinar itself: words, times, state, deleted, restored."""

    webinar_id: int


@dataclass(frozen=True)
class WebinarPublished:
    """Readers can see it from now on (also: again)."""

    webinar_id: int


@dataclass(frozen=True)
class WebinarCancelled:
    webinar_id: int


@dataclass(frozen=True)
class SessionChanged:
    """Any change of a session: made, edited, moved, cancelled, deleted, restored."""

    session_id: int


@dataclass(frozen=True)
class SessionMoved:
    """It takes place at another instant than before; both aware, UTC."""

    session_id: int
    old_starts_at: datetime
    old_ends_at: datetime


@dataclass(frozen=True)
class SessionCancelled:
    session_id: int


@dataclass(frozen=True)
class WebinarCopied:
    """A duplicate, or a free date of a series, was filled with the sessions of this webinar."""

    original_id: int
    webinar_id: int


@dataclass(frozen=True)
class SessionCopied:
    """A duplicate of a webinar holds a copy of this session."""

    original_id: int
    session_id: int


@dataclass(frozen=True)
class CategoryChanged:
    category_id: int


@dataclass(frozen=True)
class RoomChanged:
    room_id: int


@dataclass(frozen=True)
class SeriesChanged:
    """Anything about a series itself: words, rule, state, which dates it leaves out."""

    series_id: int
