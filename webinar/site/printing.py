"""A programme to print: what the page and the PDF say, and the files that were made last."""

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_babel import gettext

from webinar.calendars.formats.plaintext import Words
from webinar.calendars.formats.schedule import Event, Schedule, plain_xml
from webinar.core import sandbox
from webinar.core.costly import one_at_a_time
from webinar.core.textstats import summary
from webinar.site.frame import text_direction

#: characters of an abstract on paper
_LONGEST = 420
#: octets of PDFs and pictures that one process keeps, besides a larger one
_KEPT = 2 * 2**20
_SECONDS = 60


def told(schedule: Schedule, words: Words, changed_at: datetime, *, paper: str) -> dict[str, Any]:
    """The programme as plain values, in the order of reading; `paper` is A4 or Letter."""
    notes = (
        [plain_xml(summary(schedule.reason, _LONGEST))]
        if schedule.is_cancelled and schedule.reason
        else []
    )
    # Its summary, where there is one.
    if first := schedule.description.partition("\n\n")[0]:
        notes.append(plain_xml(summary(first, 2 * _LONGEST)))
    has_rooms = len(schedule.rooms) > 1
    days = [
        {
            "name": words.days[day.index],
            "events": [_event(event, words, has_rooms=has_rooms) for event in day.events],
        }
        for day in schedule.days
        if day.events
    ]
    return {
        "paper": paper,
        "title": plain_xml(schedule.title, lines=False),
        "subtitle": plain_xml(schedule.subtitle, lines=False),
        "site": plain_xml(schedule.about.site, lines=False),
        "when": words.when,
        "url": schedule.url,
        "notes": notes,
        "language": schedule.language,
        "direction": text_direction(schedule.language),
        "color": schedule.about.color,
        "nothing": words.nothing,
        "changed_at": changed_at.isoformat(),
        "pages": gettext("%(page)s of %(pages)s", page="#1", pages="#2"),
        "foot": plain_xml(f"{summary(schedule.title, 60)} · {schedule.about.site}", lines=False),
        "days": days,
    }


def _event(event: Event, words: Words, *, has_rooms: bool) -> dict[str, Any]:
    title = plain_xml(event.title, lines=False)
    facts = [words.kinds[event.kind]] if event.kind != "talk" else []
    facts += [event.room] if has_rooms and event.kind != "break" else []
    facts += [plain_xml(event.track, lines=False)] if event.track else []
    people = []
    for person in event.persons:
        role = words.roles.get(person.role, "")
        name = plain_xml(person.name, lines=False)
        if person.affiliation:
            name += f", {plain_xml(person.affiliation, lines=False)}"
        people.append(f"{name} ({role})" if role else name)
    abstract = plain_xml(" ".join(event.abstract.split()), lines=False)
    papers = [one for one in event.attachments if one.kind == "paper"]
    links = [[f"{words.paper}: {plain_xml(one.title, lines=False)}", one.url] for one in papers]
    reason = plain_xml(summary(event.reason, _LONGEST)) if event.is_cancelled else ""
    if event.recording:
        links.append([words.recording, event.recording])
    return {
        "title": f"{words.cancelled}: {title}" if event.is_cancelled else title,
        "is_cancelled": event.is_cancelled,
        "url": event.url,
        "starts_at": event.starts_at.isoformat(),
        "times": words.times[event.guid],
        "people": people,
        "facts": [one for one in (" · ".join(facts), reason) if one],
        "abstract": summary(abstract, _LONGEST) if abstract else "",
        "links": links,
    }


class _Kept:
    """The files that were made last, by what they say; bounded in octets."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, bytes] = OrderedDict()
        #: the last that is larger than all others may be together: it drives none of them out
        self._large: tuple[str, bytes] = ("", b"")
        self._lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        with self._lock:
            if key == self._large[0]:
                return self._large[1]
            if key in self._files:
                self._files.move_to_end(key)
            return self._files.get(key)

    def put(self, key: str, body: bytes) -> None:
        with self._lock:
            if len(body) > _KEPT:
                self._large = key, body
                return
            self._files[key] = body
            while sum(map(len, self._files.values())) > _KEPT:
                self._files.popitem(last=False)


_kept = _Kept()


#: what makes a programme
PROGRAMME = "webinar.calendars.formats.pdf:render"


def made_once(
    target: str, values: dict[str, Any], more: Callable[[], dict[str, Any]] = dict
) -> bytes:
    """What `target` ("module:function") makes of `values` in a child process, once for what they
    say. `more` adds what `values` only name.

    Raises sandbox.ConversionFailed when that takes too long, and limits.TooMany.
    """
    key = hashlib.sha256(json.dumps([target, values], sort_keys=True).encode()).hexdigest()
    found = _kept.get(key)
    if found is not None:
        return found
    with one_at_a_time():
        # Somebody else may have asked while this request waited.
        found = _kept.get(key)
        if found is None:
            found = sandbox.run(target, {"told": values | more()}, seconds=_SECONDS)
            _kept.put(key, found)
    return found
