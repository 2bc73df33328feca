"""What programs read on a page: schema.org as JSON-LD, and the words for previews of links.

Times carry the offset of the webinar's zone (schema.org `DateTime`, ISO 8601).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from webinar.calls.models import Call
from webinar.core import clock, i18n
from webinar.core.textstats import plain_text, summary
from webinar.site.cards import Person, Slot, people_of
from webinar.site.frame import current_frame
from webinar.site.links import absolute, path_of
from webinar.speakers.models import Speaker
from webinar.speakers.orcid import orcid_address
from webinar.webinars.models import Room, Series, Webinar

CONTEXT = "https://schema.org"
_LONGEST = 160


@dataclass(frozen=True)
class Meta:
    """The head of one page."""

    title: str
    description: str
    #: path of the one address under which the page should be known
    path: str
    #: Open Graph type
    kind: str = "website"
    #: path of a picture, or empty
    image: str = ""
    #: JSON-LD, or None
    data: dict[str, Any] | None = None
    #: whether search engines may keep it
    is_indexed: bool = True
    #: what it is a part of: a talk and its paper often share their title
    within: str = ""

    @property
    def url(self) -> str:
        return absolute(self.path)

    @property
    def image_url(self) -> str:
        return absolute(self.image) if self.image else ""


@lru_cache(maxsize=1024)
def short(*texts: str) -> str:
    """The first text that says something, as one line of at most 160 characters."""
    for text in texts:
        words = " ".join((plain_text(text) if "<" in text else text).split())
        if words:
            return summary(words, _LONGEST) if len(words) > _LONGEST else words
    return ""


def local_time(instant: datetime, timezone: str) -> str:
    return i18n.local(instant, timezone).isoformat(timespec="seconds")


def organizer() -> dict[str, Any]:
    return {"@type": "Organization", "name": current_frame().name, "url": absolute("/")}


def person_data(person: Person | Speaker) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Person",
        "name": person.name,
        "url": absolute(path_of("speakers", person.slug)),
    }
    if person.position_title:
        found["jobTitle"] = person.position_title
    if person.affiliation:
        found["affiliation"] = {"@type": "Organization", "name": person.affiliation}
    return found


def status(is_cancelled: bool) -> str:
    return f"{CONTEXT}/{'EventCancelled' if is_cancelled else 'EventScheduled'}"


def place_data(room: Room | None, url: str) -> dict[str, Any]:
    """`location` and attendance mode; the raw address of a room never stands on a page."""
    online = {"@type": "VirtualLocation", "url": url}
    if room is None or not room.place:
        return {"eventAttendanceMode": f"{CONTEXT}/OnlineEventAttendanceMode", "location": online}
    place = {"@type": "Place", "name": room.name, "address": room.place}
    if not room.join_address:
        return {"eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode", "location": place}
    return {
        "eventAttendanceMode": f"{CONTEXT}/MixedEventAttendanceMode",
        "location": [place, online],
    }


def webinar_event(webinar: Webinar, rows: Sequence[Slot]) -> dict[str, Any]:
    """The webinar as an Event with its sessions."""
    return {
        "@context": CONTEXT,
        **_event(
            name=webinar.title,
            path=path_of("webinars", webinar.slug),
            span=(webinar.starts_at, webinar.ends_at),
            timezone=webinar.timezone,
            is_cancelled=webinar.is_cancelled,
            words=short(webinar.summary, webinar.description_html, webinar.subtitle),
            language=webinar.language,
            people=[person for person, _role in people_of(rows)],
        ),
        **place_data(webinar.standing_room, absolute(path_of("webinars", webinar.slug))),
        **({"keywords": webinar.tag_words} if webinar.tag_words else {}),
        "subEvent": _parts(webinar, rows),
    }


def _parts(webinar: Webinar, rows: Iterable[Slot]) -> list[dict[str, Any]]:
    """The sessions in short: what holds for all of them stands at the webinar, the rest on
    each one's own page. A programme of hundreds must not say everything twice."""
    zone, above = clock.zone(webinar.timezone), absolute(path_of("webinars", webinar.slug))
    people: dict[str, dict[str, Any]] = {}
    found = []
    for slot in rows:
        session = slot.row
        if session.kind == "break":
            continue
        url = f"{above}{quote(session.slug, safe='')}/"
        part: dict[str, Any] = {
            "@type": "Event",
            "name": session.title,
            "url": url,
            "startDate": session.starts_at.astimezone(zone).isoformat(timespec="seconds"),
            "endDate": session.ends_at.astimezone(zone).isoformat(timespec="seconds"),
            "eventStatus": status(slot.is_cancelled),
            **place_data(slot.room, f"{url}join"),
        }
        if session.language != webinar.language:
            part["inLanguage"] = session.language
        for person, _role in slot.roles:
            if person.slug not in people:
                people[person.slug] = _named(person)
            part.setdefault("performer", []).append(people[person.slug])
        found.append(part)
    return found


def series_event(series: Series, dates: Sequence[Webinar]) -> dict[str, Any]:
    """A series as an EventSeries; `dates` are those that readers may know of, each an Event."""
    path = path_of("series", series.slug)
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "EventSeries",
        "name": series.title,
        "url": absolute(path),
        "inLanguage": series.language,
        "organizer": organizer(),
        **place_data(series.standing_room, absolute(path)),
    }
    if words := short(series.summary, series.description_html):
        found["description"] = words
    if dates:
        found["startDate"] = local_time(dates[0].starts_at, dates[0].timezone)
        found["endDate"] = local_time(dates[-1].ends_at, dates[-1].timezone)
        found["subEvent"] = [date_of_series(one) for one in dates]
    return found


def date_of_series(webinar: Webinar) -> dict[str, Any]:
    """One date in short; the rest stands on its own page."""
    url = absolute(path_of("webinars", webinar.slug))
    return {
        "@type": "Event",
        "name": webinar.title,
        "url": url,
        "startDate": local_time(webinar.starts_at, webinar.timezone),
        "endDate": local_time(webinar.ends_at, webinar.timezone),
        "eventStatus": status(webinar.is_cancelled),
        **place_data(webinar.standing_room, url),
    }


def _named(person: Person) -> dict[str, Any]:
    url = absolute(path_of("speakers", person.slug))
    return {"@type": "Person", "name": person.name, "url": url}


def session_event(webinar: Webinar, slot: Slot) -> dict[str, Any]:
    """A session as an Event, with the webinar that it is a part of."""
    session = slot.row
    found = {
        **_event(
            name=session.title,
            path=path_of("webinars", webinar.slug, session.slug),
            span=(session.starts_at, session.ends_at),
            timezone=webinar.timezone,
            is_cancelled=session.is_cancelled or webinar.is_cancelled,
            words=short(session.abstract_html, webinar.summary),
            language=session.language,
            people=[person for person, _role in slot.roles],
        ),
        **place_data(slot.room, absolute(path_of("webinars", webinar.slug, session.slug)) + "join"),
    }
    parent = {
        "@type": "Event",
        "name": webinar.title,
        "url": absolute(path_of("webinars", webinar.slug)),
        "startDate": local_time(webinar.starts_at, webinar.timezone),
        "endDate": local_time(webinar.ends_at, webinar.timezone),
        **place_data(webinar.standing_room, absolute(path_of("webinars", webinar.slug))),
    }
    if slot.papers:
        found["workFeatured"] = [
            {
                "@type": "ScholarlyArticle",
                "name": paper.title,
                "url": absolute(path_of("papers", paper.slug)),
            }
            for paper in slot.papers
        ]
    return {"@context": CONTEXT, **found, "superEvent": parent}


def _event(
    *,
    name: str,
    path: str,
    span: tuple[datetime, datetime],
    timezone: str,
    is_cancelled: bool,
    words: str,
    language: str,
    people: Iterable[Person],
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Event",
        "name": name,
        "url": absolute(path),
        "startDate": local_time(span[0], timezone),
        "endDate": local_time(span[1], timezone),
        "eventStatus": status(is_cancelled),
        "inLanguage": language,
        "isAccessibleForFree": True,
        "organizer": organizer(),
    }
    if words:
        found["description"] = words
    if performers := [person_data(person) for person in people]:
        found["performer"] = performers
    return found


def speaker_person(speaker: Speaker, image: str) -> dict[str, Any]:
    found = {"@context": CONTEXT, **person_data(speaker)}
    if words := short(speaker.biography_html):
        found["description"] = words
    if image:
        found["image"] = absolute(image)
    urls = [link["url"] for link in speaker.links if link.get("url")]
    if speaker.orcid:
        address = orcid_address(speaker.orcid)
        found["identifier"] = {
            "@type": "PropertyValue",
            "propertyID": "https://registry.identifiers.org/registry/orcid",
            "value": f"orcid:{speaker.orcid}",
            "url": address,
        }
        urls = [address, *(one for one in urls if one.rstrip("/") != address)]
    if urls:
        found["sameAs"] = urls
    return found


def call_page_data(
    call: Call, last: datetime | None, owner: tuple[str, str] | None
) -> dict[str, Any]:
    """A call as the page that it is: schema.org has no type for calls, but `expires` for pages."""
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "WebPage",
        "name": call.title,
        "url": absolute(path_of("calls", call.slug, end="")),
        "description": short(call.summary, call.description_html) or call.title,
        "inLanguage": call.language,
        "publisher": organizer(),
    }
    if call.published_at is not None:
        found["datePublished"] = local_time(call.published_at, call.timezone)
    if last is not None:
        found["expires"] = local_time(last, call.timezone)
    if owner is not None:
        found["about"] = {
            "@type": "Event" if call.webinar is not None else "EventSeries",
            "name": owner[0],
            "url": absolute(owner[1]),
        }
        if call.webinar is not None:
            webinar = call.webinar
            found["about"] |= {
                "startDate": local_time(webinar.starts_at, webinar.timezone),
                "endDate": local_time(webinar.ends_at, webinar.timezone),
                "eventStatus": status(webinar.is_cancelled),
                **place_data(webinar.standing_room, absolute(owner[1])),
            }
    return found
