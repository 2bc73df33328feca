"""Atom feeds (RFC 4287): what all of them have, said once."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from datetime import datetime

from webinar.core.i18n import iso
from webinar.core.text import for_xml

MEDIA_TYPE = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"


def feed(
    entries: Iterable[ET.Element],
    *,
    guid: str,
    title: str,
    author: str,
    language: str,
    address: str,
    page: str,
    updated: datetime,
    subtitle: str = "",
) -> bytes:
    """The document. `guid` is a UUID; `address` its own and `page` what it belongs to, absolute."""
    # Named after the fact: the feed's own elements need no prefix, and no global registry.
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": language})
    add(root, "title", title)
    if subtitle:
        add(root, "subtitle", subtitle)
    add(root, "id", f"urn:uuid:{guid}")
    add(root, "updated", iso(updated))
    add(root, "link", rel="self", type=MEDIA_TYPE, href=address)
    add(root, "link", rel="alternate", type="text/html", href=page)
    add(add(root, "author"), "name", author)
    root.extend(entries)
    ET.indent(root)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def entry(
    *,
    guid: str,
    title: str,
    url: str,
    published: datetime,
    updated: datetime,
    language: str = "",
) -> ET.Element:
    """One entry; what more it has is added to it. `language` where it is not the feed's."""
    made = ET.Element("entry", {"xml:lang": language} if language else {})
    add(made, "title", title)
    add(made, "id", f"urn:uuid:{guid}")
    add(made, "link", rel="alternate", type="text/html", href=url)
    add(made, "published", iso(published))
    add(made, "updated", iso(updated))
    return made


def add(parent: ET.Element, tag: str, words: str = "", **attributes: str) -> ET.Element:
    """An element within, in characters that XML knows."""
    made = ET.SubElement(parent, tag, attributes)
    made.text = for_xml(words) or None
    return made
