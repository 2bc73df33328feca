"""What programs read on a page: schema.org as JSON-LD, and the words for previews of links.

Times carry the offset of the webinar's zone (schema.org `DateTime`, ISO 8601).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from webinar.core import clock, i18n
from webinar.core.textstats import plain_text, summary
from webinar.papers.dois import doi_url
from webinar.papers.licences import rights
from webinar.papers.models import Paper, PaperAuthor, PaperErratum, PaperFile, PaperVersion
from webinar.papers.policy import is_text_open
from webinar.site.cards import Person, Slot, people_of
from webinar.site.frame import current_frame
from webinar.site.links import absolute, path_of
from webinar.speakers.models import Speaker
from webinar.speakers.orcid import orcid_address
from webinar.webinars.models import Room, Series, Session, Webinar

_CONTEXT = "https://schema.org"
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


def _local(instant: datetime, timezone: str) -> str:
    return i18n.local(instant, timezone).isoformat(timespec="seconds")


def _organizer() -> dict[str, Any]:
    return {"@type": "Organization", "name": current_frame().name, "url": absolute("/")}


def _person(person: Person | Speaker) -> dict[str, Any]:
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


def _status(is_cancelled: bool) -> str:
    return f"{_CONTEXT}/{'EventCancelled' if is_cancelled else 'EventScheduled'}"


def _place(room: Room | None, url: str) -> dict[str, Any]:
    """`location` and attendance mode; the raw address of a room never stands on a page."""
    online = {"@type": "VirtualLocation", "url": url}
    if room is None or not room.place:
        return {"eventAttendanceMode": f"{_CONTEXT}/OnlineEventAttendanceMode", "location": online}
    place = {"@type": "Place", "name": room.name, "address": room.place}
    if not room.join_address:
        return {"eventAttendanceMode": f"{_CONTEXT}/OfflineEventAttendanceMode", "location": place}
    return {
        "eventAttendanceMode": f"{_CONTEXT}/MixedEventAttendanceMode",
        "location": [place, online],
    }


def webinar_event(webinar: Webinar, rows: Sequence[Slot]) -> dict[str, Any]:
    """The webinar as an Event with its sessions."""
    return {
        "@context": _CONTEXT,
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
        **_place(webinar.standing_room, absolute(path_of("webinars", webinar.slug))),
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
            "eventStatus": _status(slot.is_cancelled),
            **_place(slot.room, f"{url}join"),
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
        "@context": _CONTEXT,
        "@type": "EventSeries",
        "name": series.title,
        "url": absolute(path),
        "inLanguage": series.language,
        "organizer": _organizer(),
        **_place(series.standing_room, absolute(path)),
    }
    if words := short(series.summary, series.description_html):
        found["description"] = words
    if dates:
        found["startDate"] = _local(dates[0].starts_at, dates[0].timezone)
        found["endDate"] = _local(dates[-1].ends_at, dates[-1].timezone)
        found["subEvent"] = [_date(one) for one in dates]
    return found


def _date(webinar: Webinar) -> dict[str, Any]:
    """One date in short; the rest stands on its own page."""
    url = absolute(path_of("webinars", webinar.slug))
    return {
        "@type": "Event",
        "name": webinar.title,
        "url": url,
        "startDate": _local(webinar.starts_at, webinar.timezone),
        "endDate": _local(webinar.ends_at, webinar.timezone),
        "eventStatus": _status(webinar.is_cancelled),
        **_place(webinar.standing_room, url),
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
        **_place(slot.room, absolute(path_of("webinars", webinar.slug, session.slug)) + "join"),
    }
    parent = {
        "@type": "Event",
        "name": webinar.title,
        "url": absolute(path_of("webinars", webinar.slug)),
        "startDate": _local(webinar.starts_at, webinar.timezone),
        "endDate": _local(webinar.ends_at, webinar.timezone),
        **_place(webinar.standing_room, absolute(path_of("webinars", webinar.slug))),
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
    return {"@context": _CONTEXT, **found, "superEvent": parent}


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
        "startDate": _local(span[0], timezone),
        "endDate": _local(span[1], timezone),
        "eventStatus": _status(is_cancelled),
        "inLanguage": language,
        "isAccessibleForFree": True,
        "organizer": _organizer(),
    }
    if words:
        found["description"] = words
    if performers := [_person(person) for person in people]:
        found["performer"] = performers
    return found


def _author(author: PaperAuthor) -> dict[str, Any]:
    """As the name stands on the paper; a profile's own words where there is one."""
    found: dict[str, Any] = {"@type": "Person", "name": author.name}
    if author.speaker is not None:
        found = _person(author.speaker)
    if author.affiliation:
        found["affiliation"] = {"@type": "Organization", "name": author.affiliation}
    if author.orcid:
        # https://orcid.org/… is the identifier itself, and an address of the same person.
        found["identifier"] = found["sameAs"] = orcid_address(author.orcid)
    return found


def paper_article(
    paper: Paper, version: PaperVersion | None, image: str, errata: Iterable[PaperErratum] = ()
) -> dict[str, Any]:
    """A paper as a ScholarlyArticle, with the event it was given at.

    Without a version readers have no text yet: an embargo, or nothing handed in.
    """
    path = path_of("papers", paper.slug)
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "ScholarlyArticle",
        "headline": paper.title,
        "name": paper.title,
        "url": absolute(path),
        "mainEntityOfPage": absolute(path),
        "inLanguage": paper.language,
        "author": [_author(author) for author in paper.authors],
        "publisher": _organizer(),
        "isAccessibleForFree": True,
    }
    if paper.abstract:
        found["abstract"] = short(paper.abstract)
    found |= _terms(paper)
    if paper.published_at:
        found["datePublished"] = i18n.iso(paper.published_at)
    if version is not None:
        found |= _version(paper, version, errata)
    if image:
        found["image"] = absolute(image)
    if paper.session is not None:
        # schema.org has no way from a work to the event that it was presented at (`recordedAt` is
        # for what captures an event, `about` for its subject), only the way back.
        found["@reverse"] = {"workFeatured": _presented(paper.session)}
    return found


def _terms(paper: Paper) -> dict[str, Any]:
    """Licence, DOI, and from when on it can be read."""
    found: dict[str, Any] = {}
    words, address = rights(paper.licence, paper.licence_words)
    if words:
        found["license" if address else "copyrightNotice"] = address or words
    if paper.doi:
        found["identifier"] = {
            "@type": "PropertyValue",
            "propertyID": "https://registry.identifiers.org/registry/doi",
            "value": f"doi:{paper.doi}",
            "url": doi_url(paper.doi),
        }
        found["sameAs"] = doi_url(paper.doi)
    if not is_text_open(paper) and paper.embargo_until is not None:
        found["isAccessibleForFree"] = False
        found["conditionsOfAccess"] = f"Available from {i18n.iso(paper.embargo_until)}"
    return found


def _version(paper: Paper, version: PaperVersion, errata: Iterable[PaperErratum]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "dateModified": i18n.iso(version.created_at),
        "version": str(version.number),
    }
    if version.words:
        found["wordCount"] = version.words
    if version.files:
        found["encoding"] = [_media(paper, file) for file in version.files]
    corrections = [
        {"@type": "CorrectionComment", "text": one.text, "datePublished": one.noted_on.isoformat()}
        for one in errata
    ]
    return found | ({"correction": corrections} if corrections else {})


def _presented(session: Session) -> dict[str, Any]:
    webinar = session.webinar
    here = absolute(path_of("webinars", webinar.slug, session.slug))
    return {
        "@type": "Event",
        "name": session.title,
        "url": here,
        "startDate": _local(session.starts_at, webinar.timezone),
        "endDate": _local(session.ends_at, webinar.timezone),
        "eventStatus": _status(session.is_cancelled or webinar.is_cancelled),
        **_place(session.effective_room, f"{here}join"),
        "superEvent": {
            "@type": "Event",
            "name": webinar.title,
            "url": absolute(path_of("webinars", webinar.slug)),
            "startDate": _local(webinar.starts_at, webinar.timezone),
        },
    }


def _media(paper: Paper, file: PaperFile) -> dict[str, Any]:
    return {
        "@type": "MediaObject",
        "name": file.name,
        "contentUrl": absolute(path_of("papers", paper.slug, "files", file.name, end="")),
        "encodingFormat": file.file.media_type,
        "contentSize": str(file.file.size),
        "sha256": file.file.sha256,
    }


def speaker_person(speaker: Speaker, image: str) -> dict[str, Any]:
    found = {"@context": _CONTEXT, **_person(speaker)}
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
