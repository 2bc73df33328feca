"""What an import would do to each session, and to all of them together."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from webinar.transfer.imports.options import EACH, Options
from webinar.transfer.imports.people import People
from webinar.transfer.imports.programme import Doubt, Item, Programme
from webinar.transfer.imports.queries import Found
from webinar.transfer.imports.values import Change, Values
from webinar.transfer.models import ImportedItem
from webinar.webinars.models import Session, Webinar

ADDED, CHANGED, SAME, GONE = "new", "changed", "same", "gone"


@dataclass
class Planned:
    """One session: of the file, or gone from it."""

    status: str
    #: the instants, aware UTC
    starts: datetime
    ends: datetime
    #: zone of the webinar that it belongs to
    zone: str
    #: None for one that is gone
    item: Item | None = None
    session: Session | None = None
    record: ImportedItem | None = None
    #: what the file says (for digests), and the same as it would be stored here
    said: Values = field(default_factory=dict)
    wanted: Values = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    #: fields that were changed on both sides, and are not taken
    kept: list[Change] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    #: a tick makes the file decide
    can_take: bool = False

    @property
    def title(self) -> str:
        if self.item is not None:
            return self.item.title
        return self.session.title if self.session is not None else ""

    @property
    def is_restored(self) -> bool:
        """It was deleted here, and comes back."""
        session = self.session
        return self.status != SAME and session is not None and session.deleted_at is not None


@dataclass
class Plan:
    """Everything an import would do."""

    programme: Programme
    options: Options
    #: EACH or ONE
    mode: str
    #: what tells this source apart
    source: str
    #: zone of new webinars and of times without one
    zone: str
    found: Found
    people: People
    items: list[Planned]
    doubts: list[Doubt]

    @property
    def target(self) -> Webinar | None:
        return self.found.target

    @property
    def needs_webinar(self) -> bool:
        """New webinars are made, so they need a category."""
        if self.mode == EACH:
            return any(one.status == ADDED for one in self.items)
        return self.target is None and any(one.item is not None for one in self.items)

    @property
    def title(self) -> str:
        """Of a new webinar for all sessions."""
        return self.options.title or self.programme.name or self.source[:300]

    def those(self, status: str) -> list[Planned]:
        return [one for one in self.items if one.status == status]

    @property
    def doubtful(self) -> list[Planned]:
        return [one for one in self.items if one.doubts]

    def counts(self) -> dict[str, int]:
        """How many sessions are new, changed, gone, doubtful and as they were."""
        counts = Counter(one.status for one in self.items)
        return {
            "new": counts[ADDED],
            "changed": counts[CHANGED],
            "gone": counts[GONE],
            "doubtful": len(self.doubtful),
            "same": counts[SAME],
        }
