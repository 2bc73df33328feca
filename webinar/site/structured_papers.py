"""Papers and proceedings as schema.org in JSON-LD."""

from collections.abc import Iterable
from typing import Any

from webinar.core import i18n
from webinar.papers.dois import doi_url
from webinar.papers.licences import rights
from webinar.papers.models import Paper, PaperAuthor, PaperErratum, PaperFile, PaperVersion
from webinar.papers.policy import is_text_open
from webinar.site.links import absolute, path_of
from webinar.site.structured import (
    CONTEXT,
    date_of_series,
    local_time,
    organizer,
    person_data,
    place_data,
    status,
)
from webinar.speakers.orcid import orcid_address
from webinar.speakers.sorting import is_group
from webinar.webinars.models import Session, Webinar


def paper_article(
    paper: Paper, version: PaperVersion | None, image: str, errata: Iterable[PaperErratum] = ()
) -> dict[str, Any]:
    """A paper as a ScholarlyArticle, with the event it was given at.

    Without a version readers have no text yet: an embargo, or nothing handed in.
    """
    path = path_of("papers", paper.slug)
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "ScholarlyArticle",
        "headline": paper.title,
        "name": paper.title,
        "url": absolute(path),
        "mainEntityOfPage": absolute(path),
        "inLanguage": paper.language,
        "author": [_author(author) for author in paper.authors],
        "publisher": organizer(),
        "isAccessibleForFree": True,
    }
    if paper.abstract:
        found["abstract"] = " ".join(paper.abstract.split())
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
        "startDate": local_time(session.starts_at, webinar.timezone),
        "endDate": local_time(session.ends_at, webinar.timezone),
        "eventStatus": status(session.is_cancelled or webinar.is_cancelled),
        **place_data(session.effective_room, f"{here}join"),
        "superEvent": {
            "@type": "Event",
            "name": webinar.title,
            "url": absolute(path_of("webinars", webinar.slug)),
            "startDate": local_time(webinar.starts_at, webinar.timezone),
        },
    }


def _author(author: PaperAuthor) -> dict[str, Any]:
    """As the name stands on the paper; a profile's own words where there is one."""
    kind = "Organization" if is_group(author.name) else "Person"
    found: dict[str, Any] = {"@type": kind, "name": author.name}
    if author.speaker is not None:
        found = person_data(author.speaker)
    if author.affiliation and found["@type"] == "Person":
        found["affiliation"] = {"@type": "Organization", "name": author.affiliation}
    if author.orcid:
        # https://orcid.org/… is the identifier itself, and an address of the same person.
        found["identifier"] = found["sameAs"] = orcid_address(author.orcid)
    return found


def _media(paper: Paper, file: PaperFile) -> dict[str, Any]:
    return {
        "@type": "MediaObject",
        "name": file.name,
        "contentUrl": absolute(path_of("papers", paper.slug, "files", file.name, end="")),
        "encodingFormat": file.file.media_type,
        "contentSize": str(file.file.size),
        "sha256": file.file.sha256,
    }


def proceedings_work(webinar: Webinar, title: str, papers: Iterable[Paper]) -> dict[str, Any]:
    """A webinar's papers as a Collection about the Event."""
    return {
        "@context": CONTEXT,
        "@type": "Collection",
        "name": title,
        "url": absolute(path_of("webinars", webinar.slug, "proceedings")),
        "inLanguage": webinar.language,
        "publisher": organizer(),
        "about": date_of_series(webinar),
        "hasPart": [
            {
                "@type": "ScholarlyArticle",
                "name": paper.title,
                "url": absolute(path_of("papers", paper.slug)),
                "author": [_author(author) for author in paper.authors],
            }
            for paper in papers
        ],
    }
