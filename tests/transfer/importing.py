"""What the tests of imports share: small files, and a plan or an import of them."""

from collections.abc import Callable
from typing import Any

from tests.support.world import BY
from webinar.transfer.imports import reading
from webinar.transfer.imports.options import Options
from webinar.transfer.imports.plan import make_plan
from webinar.transfer.operations import import_programme

Event = Callable[..., str]


def event(uid: str, day: int = 1, **more: str) -> str:
    """One VEVENT in June 2026; properties replace those that stand here."""
    lines = {
        "SUMMARY": f"Session {uid}",
        "DTSTART": f"202606{day:02}T100000Z",
        "DTEND": f"202606{day:02}T110000Z",
    } | more
    said = "".join(f"{name}:{value}\n" for name, value in lines.items() if value)
    return f"BEGIN:VEVENT\nUID:{uid}\n{said}END:VEVENT\n"


def calendar(*events: str, name: str = "Seminars") -> bytes:
    return f"BEGIN:VCALENDAR\nX-WR-CALNAME:{name}\n{''.join(events)}END:VCALENDAR\n".encode()


def plan(data: bytes, form: str = "ics", **chosen: Any) -> Any:
    """What an import would do."""
    programme = reading.read_data(data, form)
    return make_plan(programme, Options(**chosen), source="a file", site_zone="UTC")


def bring(data: bytes, form: str = "ics", **chosen: Any) -> Any:
    """Import it; the report."""
    programme = reading.read_data(data, form)
    return import_programme(programme=programme, options=Options(**chosen), source="a file", by=BY)


def counts(found: Any) -> str:
    """`2 new 1 changed` of a plan or report, without what is none."""
    said = found.counts() if callable(found.counts) else found.counts
    return " ".join(f"{number} {name}" for name, number in said.items() if number)
