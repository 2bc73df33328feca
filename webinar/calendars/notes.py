"""What the open transaction has touched, noted until the step before its commit."""

from dataclasses import dataclass, field
from typing import Any

from webinar.core.db import db

_NOTED = "calendar notes"


@dataclass
class Notes:
    """Row numbers of what may have to be written anew."""

    sessions: set[int] = field(default_factory=set)
    #: webinars whose own entry, for lack of sessions, may come, change or go
    webinars: set[int] = field(default_factory=set)
    #: series whose master or overrides may be different
    series: set[int] = field(default_factory=set)
    #: calls for papers whose closing may be different
    calls: set[int] = field(default_factory=set)
    #: (kind, subject's row number) of feeds to build anew, whatever became of their entries
    feeds: set[tuple[str, int]] = field(default_factory=set)
    #: those whose header or state may be different; the same entries stand in them
    heads: set[tuple[str, int]] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(len(self) or self.feeds or self.heads)

    def __len__(self) -> int:
        """How many entries this may render."""
        return sum(map(len, (self.sessions, self.webinars, self.series, self.calls)))

    def as_payload(self) -> dict[str, Any]:
        """For a job; `from_payload` reads it."""
        return {
            "sessions": sorted(self.sessions),
            "webinars": sorted(self.webinars),
            "series": sorted(self.series),
            "calls": sorted(self.calls),
            "feeds": sorted([kind, number] for kind, number in self.feeds),
            "heads": sorted([kind, number] for kind, number in self.heads),
        }

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> "Notes":
        return cls(
            set(payload["sessions"]),
            set(payload["webinars"]),
            set(payload.get("series", ())),
            set(payload.get("calls", ())),
            {(kind, number) for kind, number in payload["feeds"]},
            {(kind, number) for kind, number in payload.get("heads", ())},
        )


def noted() -> Notes:
    """The open transaction's notes, to add to."""
    notes: Notes = db.session().info.setdefault(_NOTED, Notes())
    return notes


def taken() -> Notes | None:
    """The notes, which are then forgotten; None when nothing was noted."""
    notes: Notes | None = db.session().info.pop(_NOTED, None)
    return notes
