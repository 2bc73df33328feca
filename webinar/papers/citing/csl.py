"""CSL-JSON, what citation processors take (citationstyles.org, csl-data schema 1.0)."""

import json
from datetime import date
from typing import Any

from webinar.papers.citing.bibtex import key
from webinar.papers.citing.works import Creator, Work
from webinar.speakers.orcid import orcid_address

_GENRES = {"slides": "Slides", "handout": "Handout", "poster": "Poster"}


def csl_json(work: Work) -> str:
    """A list of one item."""
    return written([item(work)])


def written(items: list[dict[str, Any]]) -> str:
    """Any number of items, as a file holds them."""
    return json.dumps(items, ensure_ascii=False, indent=1) + "\n"


def item(work: Work) -> dict[str, Any]:
    """The item of a list of references."""
    found: dict[str, Any] = {
        "id": key(work),
        "type": _type(work),
        "title": work.title,
        "author": [_name(creator) for creator in work.creators],
        "issued": _date(work.issued),
        "publisher": work.publisher,
        "URL": work.url,
        "language": work.language,
        "version": str(work.version),
    }
    known = {one.name: orcid_address(one.orcid) for one in work.creators if one.orcid}
    if known:
        # The schema allows a name no further keys; `custom` is its place for what it lacks.
        found["custom"] = {"ORCID": known}
    if genre := _GENRES.get(work.kind):
        found["genre"] = genre
    if work.doi:
        found["DOI"] = work.doi
    if work.rights:
        found["license"] = work.licence_url or work.licence
    if work.abstract:
        found["abstract"] = work.abstract
    if work.event is not None:
        if found["type"] == "paper-conference":
            # Slides and posters are shown at an event: no style shall say that they stand "in" it.
            found["container-title"] = work.event.title
        found |= {
            "event-title": work.event.title,
            "event-date": _date(work.event.day),
        }
        if work.event.place:
            found["event-place"] = work.event.place
    return found


def _type(work: Work) -> str:
    if work.event is None:
        return "article"
    return "paper-conference" if work.kind in ("paper", "handout") else "speech"


def _name(creator: Creator) -> dict[str, str]:
    family, given, suffix = creator.parts
    if not given:
        return {"literal": family}
    found = {"family": family, "given": given}
    return found | {"suffix": suffix} if suffix else found


def _date(day: date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}
