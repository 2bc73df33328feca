"""What is said of a call, its tracks and types, and its codes: from the form to the operation."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from webinar.core.clock import WallTime
from webinar.core.prepared import html_of

#: tracks of one call, types of one call; codes made at once, and of one call
MOST_PARTS = 40
MOST_AT_ONCE, MOST_CODES = 200, 2_000
DESCRIPTION, GUIDELINES, EXAMPLE = "description", "guidelines", "example"


@dataclass(frozen=True)
class CallWords:
    """Everything that is said of a call. Wall times are in `timezone`."""

    title: str
    timezone: str
    opens: WallTime | None = None
    closes: WallTime | None = None
    summary: str = ""
    description: str = ""
    guidelines: str = ""
    example: str = ""
    language: str = "en"
    is_unlisted: bool = False
    needs_code: bool = False
    most_invitations: int = 10
    reminds_days: int = 3
    asked: dict[str, Any] = field(default_factory=dict)
    slug: str = ""

    def make_ready(self) -> None:
        """Render the texts before the write lock is taken; operations find them done."""
        for source, prefix in (
            (self.description, DESCRIPTION),
            (self.guidelines, GUIDELINES),
            (self.example, EXAMPLE),
        ):
            html_of(source, prefix)


@dataclass(frozen=True)
class PartWords:
    """What is said of a track or type; length and kind only of a type."""

    name: str
    description: str = ""
    closes: WallTime | None = None
    needs_code: bool = False
    #: of the session that it becomes
    minutes: int = 30
    session_kind: str = "talk"


@dataclass(frozen=True)
class CodeWords:
    """What a code opens, how often and until when."""

    note: str = ""
    #: None for any number of papers
    most_uses: int | None = 1
    expires_at: datetime | None = None
    is_for_late: bool = False
    only_for: tuple[str, ...] = ()
