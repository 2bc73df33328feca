"""Published papers and their errata as an Atom feed (RFC 4287)."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from datetime import datetime

from flask_babel import gettext

from webinar.core import atom, ids
from webinar.core.atom import add
from webinar.organization.models import Site
from webinar.papers.licences import rights
from webinar.papers.models import Paper, PaperErratum, PaperVersion
from webinar.site import listfeed
from webinar.site.links import absolute, path_of

#: entries of the feed
MOST = 30


def write(
    site: Site,
    papers: Iterable[Paper],
    versions: Mapping[int, PaperVersion],
    errata: Mapping[int, list[PaperErratum]],
) -> tuple[bytes, datetime]:
    """The feed's bytes, and when it changed last; newest entry first.

    Before an embargo ends a paper has no version here, and its errata are not told.
    """
    entries: list[tuple[datetime, str, ET.Element]] = []
    for paper in papers:
        version = versions.get(paper.id)
        at = paper.published_at or paper.created_at
        if version is not None:
            # An embargo that has ended brought the text.
            at = max(at, version.created_at, paper.embargo_until or at)
        entries.append((at, paper.public_id, _paper(paper, version, at)))
        if version is not None:
            entries += [
                (one.created_at, one.public_id, _erratum(paper, one))
                for one in errata.get(paper.id, [])
            ]
    entries.sort(key=lambda entry: entry[:2], reverse=True)
    shown = entries[:MOST]
    changed_at = max([site.updated_at, *(at for at, _key, _entry in shown)])
    told = (entry for _at, _key, entry in shown)
    data = listfeed.write(site, "papers", gettext("Papers"), changed_at, told)
    return data, changed_at


def _paper(paper: Paper, version: PaperVersion | None, at: datetime) -> ET.Element:
    entry = atom.entry(
        guid=ids.as_guid(paper.public_id),
        title=paper.title,
        url=absolute(path_of("papers", paper.slug)),
        published=paper.published_at or paper.created_at,
        updated=at,
        language=paper.language,
    )
    for file in version.files if version is not None else []:
        place = absolute(path_of("papers", paper.slug, "files", file.name, end=""))
        size, kind = str(file.file.size), file.file.media_type
        add(entry, "link", rel="enclosure", type=kind, length=size, href=place)
    for author in paper.authors:
        add(add(entry, "author"), "name", author.name)
    words, licence = rights(paper.licence, paper.licence_words)
    if words:
        add(entry, "rights", words)
    if licence:
        # RFC 4946.
        add(entry, "link", rel="license", href=licence)
    if paper.abstract:
        add(entry, "summary", paper.abstract)
    return entry


def _erratum(paper: Paper, erratum: PaperErratum) -> ET.Element:
    entry = atom.entry(
        guid=ids.as_guid(erratum.public_id),
        title=gettext("Erratum: %(title)s", title=paper.title),
        url=absolute(path_of("papers", paper.slug)),
        published=erratum.created_at,
        updated=erratum.updated_at,
    )
    add(entry, "content", f"{erratum.noted_on.isoformat()}\n{erratum.text}", type="text")
    return entry
