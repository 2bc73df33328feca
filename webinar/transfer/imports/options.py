"""What an organizer chooses about an import."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

EACH, ONE = "each", "one"
KEEP, CANCEL = "keep", "cancel"


@dataclass(frozen=True)
class Options:
    """Everything may be left to the file and to what was imported before."""

    #: EACH event a webinar of its own, or all of them sessions of ONE; empty as before, or as fits
    mode: str = ""
    #: public identifier of the webinar that gets the sessions; empty for the one from before, or a
    #: new one; NEW for a new one whatever was before
    into: str = ""
    #: title of a new webinar
    title: str = ""
    #: IANA zone of times without one and of new webinars; empty for what the file says
    zone: str = ""
    #: public identifier of a category for new webinars, or the name of a new one
    category_id: str = ""
    new_category: str = ""
    #: publish new webinars
    publish: bool = False
    #: what happens to sessions that are gone from the file: KEEP or CANCEL
    gone: str = KEEP
    #: csvdates.DAY_FIRST or MONTH_FIRST for dates like 3/4/2026
    order: str = ""
    #: column of a table -> field; columns by name or number from 1
    columns: Mapping[str, str] = field(default_factory=dict)
    #: uids of sessions that are taken as the file has them although they were changed here
    take: tuple[str, ...] = ()
    #: all of them
    take_all: bool = False

    def takes(self, uid: str) -> bool:
        """The file decides about this session, whatever was changed or deleted here."""
        return self.take_all or uid in self.take

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


NEW = "new"


def from_json(said: Mapping[str, Any]) -> Options:
    """The options that `as_json` wrote."""
    return Options(**(dict(said) | {"take": tuple(said.get("take", ()))}))
