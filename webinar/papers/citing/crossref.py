"""A deposit for Crossref, schema 5.3.1: what its members upload to register DOIs.

A paper that was given at a webinar is a `conference_paper` of the webinar's `conference`; any other
is `posted_content`. The order of elements is the schema's. Only papers with a DOI go in.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from webinar.core.text import for_xml
from webinar.papers.citing.works import Creator, Event, Work
from webinar.speakers.orcid import orcid_address

VERSION = "5.3.1"
_NS = f"http://www.crossref.org/schema/{VERSION}"
_JATS = "http://www.ncbi.nlm.nih.gov/JATS1"
_AI = "http://www.crossref.org/AccessIndicators.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = f"{_NS} https://www.crossref.org/schemas/crossref{VERSION}.xsd"
#: names of people as the schema takes them: no digits, no question marks
_NAME = re.compile(r"[^\d?]+")
_LONGEST_NAME, _LONGEST_SUFFIX = 60, 10


@dataclass(frozen=True)
class Head:
    """Who deposits, and for whom."""

    depositor: str
    mail: str
    registrant: str
    #: aware; a later deposit of the same DOI needs a later one
    at: datetime


@dataclass(frozen=True)
class Meeting:
    """A webinar with its papers."""

    event: Event
    #: last day on the webinar's own clock
    last_day: date
    works: Sequence[Work]


def deposit(head: Head, *, meeting: Meeting | None = None, work: Work | None = None) -> bytes:
    """One document, UTF-8: of a meeting's papers, or of a paper without one."""
    root = ET.Element(
        "doi_batch",
        {
            "xmlns": _NS,
            "xmlns:jats": _JATS,
            "xmlns:ai": _AI,
            "xmlns:xsi": _XSI,
            "version": VERSION,
            "xsi:schemaLocation": _SCHEMA,
        },
    )
    stamp = f"{head.at:%Y%m%d%H%M%S}"
    key = work.key if work is not None else meeting.works[0].key if meeting is not None else "none"
    begin = _add(root, "head")
    _add(begin, "doi_batch_id", f"{key}-{stamp}")
    _add(begin, "timestamp", stamp)
    depositor = _add(begin, "depositor")
    _add(depositor, "depositor_name", head.depositor[:130])
    _add(depositor, "email_address", head.mail[:200])
    _add(begin, "registrant", head.registrant[:255])
    body = _add(root, "body")
    if meeting is not None:
        _conference(body, meeting)
    if work is not None:
        _posted(body, work)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _conference(body: ET.Element, meeting: Meeting) -> None:
    event, first = meeting.event, meeting.works[0]
    found = _add(body, "conference")
    about = _add(found, "event_metadata")
    _add(about, "conference_name", event.title[:512].ljust(3, "."))
    _add(about, "conference_location", (event.place or "Online")[:255])
    start, end = event.day, max(event.day, meeting.last_day)
    days = start.isoformat() if start == end else f"{start.isoformat()}/{end.isoformat()}"
    _add(about, "conference_date", days, **_between(start, end))
    proceedings = _add(found, "proceedings_metadata")
    _add(proceedings, "proceedings_title", event.title[:511])
    _add(_add(proceedings, "publisher"), "publisher_name", first.publisher[:255])
    _date(proceedings, "publication_date", min(work.published for work in meeting.works))
    _add(proceedings, "noisbn", reason="simple_series")
    for work in meeting.works:
        paper = _add(found, "conference_paper", publication_type="full_text", **_language(work))
        _people(paper, work)
        _title(paper, work)
        _abstract(paper, work)
        _date(paper, "publication_date", work.published)
        _licence(paper, work)
        _doi(paper, work)


def _posted(body: ET.Element, work: Work) -> None:
    found = _add(body, "posted_content", type="other", **_language(work))
    _add(found, "group_title", work.publisher[:1024])
    _people(found, work)
    _title(found, work)
    _date(found, "posted_date", work.published)
    _abstract(found, work)
    _licence(found, work)
    _doi(found, work)


def _between(start: date, end: date) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, day in (("start", start), ("end", end)):
        found |= {
            f"{name}_day": f"{day:%d}",
            f"{name}_month": f"{day:%m}",
            f"{name}_year": f"{day:%Y}",
        }
    return found


def _language(work: Work) -> dict[str, str]:
    """ISO 639-1, which the schema lists; other languages are not named."""
    code = work.language.partition("-")[0].lower()
    return {"language": code} if re.fullmatch("[a-z]{2}", code) else {}


def _people(parent: ET.Element, work: Work) -> None:
    if not work.creators:
        return
    found = _add(parent, "contributors")
    for place, creator in enumerate(work.creators):
        role = {
            "sequence": "additional" if place else "first",
            "contributor_role": "author",
        }
        _person(found, creator, role)


def _person(parent: ET.Element, creator: Creator, role: dict[str, str]) -> None:
    family, given, suffix = creator.parts
    is_name = not creator.is_group and all(
        len(part) <= _LONGEST_NAME and _NAME.fullmatch(part) for part in (family, given) if part
    )
    if not is_name or len(suffix) > _LONGEST_SUFFIX:
        _add(parent, "organization", creator.name[:511], **role)
        return
    found = _add(parent, "person_name", **role)
    if given:
        _add(found, "given_name", given)
    _add(found, "surname", family)
    if suffix:
        _add(found, "suffix", suffix)
    if creator.affiliation:
        place = _add(_add(found, "affiliations"), "institution")
        _add(place, "institution_name", creator.affiliation[:1024])
    if creator.orcid:
        _add(found, "ORCID", orcid_address(creator.orcid))


def _title(parent: ET.Element, work: Work) -> None:
    _add(_add(parent, "titles"), "title", work.title)


def _abstract(parent: ET.Element, work: Work) -> None:
    if work.abstract:
        _add(_add(parent, "jats:abstract"), "jats:p", work.abstract)


def _date(parent: ET.Element, tag: str, day: date) -> None:
    found = _add(parent, tag, media_type="online")
    _add(found, "month", f"{day:%m}")
    _add(found, "day", f"{day:%d}")
    _add(found, "year", f"{day:%Y}")


def _licence(parent: ET.Element, work: Work) -> None:
    if not work.is_open and not work.licence_url:
        return
    found = _add(parent, "ai:program", name="AccessIndicators")
    if work.is_open:
        _add(found, "ai:free_to_read")
    if work.licence_url:
        _add(found, "ai:license_ref", work.licence_url, applies_to="vor")


def _doi(parent: ET.Element, work: Work) -> None:
    found = _add(parent, "doi_data")
    _add(found, "doi", work.doi)
    _add(found, "resource", work.url)
    if work.pdf:
        item = _add(_add(found, "collection", property="text-mining"), "item")
        _add(item, "resource", work.pdf, mime_type="application/pdf")


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, tag, attributes)
    made.text = for_xml(text) or None
    return made
