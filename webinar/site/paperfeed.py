"""Published papers and their errata as an Atom feed (RFC 4287)."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from datetime import datetime

from flask_babel import gettext

from webinar.core import ids
from webinar.core.i18n import iso
from webinar.core.text import for_xml
from webinar.organization.models import Site
from webinar.papers.licences import rights
from webinar.papers.models import Paper, PaperErratum, PaperVersion
from webinar.site.links import absolute, path_of

_ATOM = "http://www.w3.org/2005/Atom"
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
    # Named after the fact: the feed's own elements need no prefix, and no global registry.
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": site.language})
    _add(feed, "title", f"{gettext('Papers')} · {site.name}")
    _add(feed, "id", f"urn:uuid:{ids.as_guid(ids.digest_id(f'papers/{site.install_id}'.encode()))}")
    _add(feed, "updated", iso(changed_at))
    _add(feed, "link", rel="self", type="application/atom+xml", href=absolute("/feeds/papers.atom"))
    _add(feed, "link", rel="alternate", type="text/html", href=absolute("/papers/"))
    _add(_add(feed, "author"), "name", site.name)
    feed.extend(entry for _at, _key, entry in shown)
    ET.indent(feed)
    return ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n", changed_at


def _paper(paper: Paper, version: PaperVersion | None, at: datetime) -> ET.Element:
    entry = ET.Element("entry", {"xml:lang": paper.language})
    _add(entry, "title", paper.title)
    _add(entry, "id", f"urn:uuid:{ids.as_guid(paper.public_id)}")
    address = absolute(path_of("papers", paper.slug))
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    for file in version.files if version is not None else []:
        place = absolute(path_of("papers", paper.slug, "files", file.name, end=""))
        size, kind = str(file.file.size), file.file.media_type
        _add(entry, "link", rel="enclosure", type=kind, length=size, href=place)
    for author in paper.authors:
        _add(_add(entry, "author"), "name", author.name)
    _add(entry, "published", iso(paper.published_at or paper.created_at))
    _add(entry, "updated", iso(at))
    words, licence = rights(paper.licence, paper.licence_words)
    if words:
        _add(entry, "rights", words)
    if licence:
        # RFC 4946.
        _add(entry, "link", rel="license", href=licence)
    if paper.abstract:
        _add(entry, "summary", paper.abstract)
    return entry


def _erratum(paper: Paper, erratum: PaperErratum) -> ET.Element:
    entry = ET.Element("entry")
    _add(entry, "title", gettext("Erratum: %(title)s", title=paper.title))
    _add(entry, "id", f"urn:uuid:{ids.as_guid(erratum.public_id)}")
    address = absolute(path_of("papers", paper.slug))
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    _add(entry, "published", iso(erratum.created_at))
    _add(entry, "updated", iso(erratum.updated_at))
    _add(entry, "content", f"{erratum.noted_on.isoformat()}\n{erratum.text}", type="text")
    return entry


def _add(parent: ET.Element, tag: str, words: str = "", **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, tag, attributes)
    made.text = for_xml(words) or None
    return made
