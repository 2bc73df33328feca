"""Atom documents (RFC 4287) of the lists of the site."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from datetime import datetime

from webinar.core import ids
from webinar.core.i18n import iso
from webinar.core.text import for_xml
from webinar.organization.models import Site
from webinar.site.links import absolute

_ATOM = "http://www.w3.org/2005/Atom"


def add(parent: ET.Element, tag: str, words: str = "", **attributes: str) -> ET.Element:
    """A new child, with its words."""
    made = ET.SubElement(parent, tag, attributes)
    made.text = for_xml(words) or None
    return made


def write(
    site: Site, name: str, title: str, changed_at: datetime, entries: Iterable[ET.Element]
) -> bytes:
    """The feed `/feeds/<name>.atom` of the list at `/<name>/`."""
    # Named after the fact: the feed's own elements need no prefix, and no global registry.
    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": site.language})
    add(feed, "title", f"{title} · {site.name}")
    add(feed, "id", f"urn:uuid:{ids.as_guid(ids.digest_id(f'{name}/{site.install_id}'.encode()))}")
    add(feed, "updated", iso(changed_at))
    place = absolute(f"/feeds/{name}.atom")
    add(feed, "link", rel="self", type="application/atom+xml", href=place)
    add(feed, "link", rel="alternate", type="text/html", href=absolute(f"/{name}/"))
    add(add(feed, "author"), "name", site.name)
    feed.extend(entries)
    ET.indent(feed)
    return ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"
