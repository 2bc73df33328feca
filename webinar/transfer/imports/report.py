"""What came of an import, as it is kept and shown."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from flask_babel import gettext

from webinar.transfer.imports.planned import Plan
from webinar.transfer.imports.programme import Doubt


@dataclass
class Report:
    """Counts, what was made, and what to look at."""

    #: new, changed, gone, doubtful, same: sessions
    counts: dict[str, int]
    #: [public identifier, title, whether it is new] of each webinar that got something
    webinars: list[list[Any]] = field(default_factory=list)
    #: names of new rooms and people
    rooms: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    #: how many profiles were brought up to date
    people_changed: int = 0
    #: how many sessions that are gone were cancelled
    cancelled: int = 0
    #: [public identifier of the session or "", title, [doubts]]
    doubtful: list[list[Any]] = field(default_factory=list)
    #: about the whole file
    doubts: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def from_json(said: Mapping[str, Any]) -> Report:
    """The report that `as_json` wrote."""
    return Report(**said)


def words(doubt: Doubt | Mapping[str, Any]) -> str:
    """A doubt as a sentence in the reader's language."""
    if isinstance(doubt, Doubt):
        return gettext(doubt.message, **doubt.values)
    return gettext(doubt["message"], **doubt["values"])


def begun(plan: Plan) -> Report:
    """The report of what is planned, before anything was made."""
    return Report(
        counts=plan.counts(),
        doubtful=[
            [one.session.public_id if one.session else "", one.title, list(map(asdict, one.doubts))]
            for one in plan.doubtful
        ],
        doubts=[asdict(one) for one in plan.doubts],
    )


def last_line(counts: Mapping[str, int]) -> str:
    """`Sessions: 42 new, 3 changed, 1 gone, 2 doubtful`, the end of the command's report."""
    return gettext(
        "Sessions: %(new)s new, %(changed)s changed, %(gone)s gone, %(doubtful)s doubtful",
        **{name: counts[name] for name in ("new", "changed", "gone", "doubtful")},
    )
