"""The news as an Atom feed (RFC 4287)."""

import hashlib
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import datetime

from webinar.core import ids
from webinar.core.i18n import iso
from webinar.core.text import for_xml
from webinar.organization.models import Site
from webinar.posts.models import Post
from webinar.posts.queries import FeedRows, post_path

_ATOM = "http://www.w3.org/2005/Atom"
ET.register_namespace("", _ATOM)


@dataclass(frozen=True)
class WrittenFeed:
    """A feed's bytes and what its readers compare."""

    data: bytes
    #: opaque, without quotes
    etag: str
    changed_at: datetime


def write(rows: FeedRows, site: Site, base_url: str) -> WrittenFeed:
    """The feed of these posts. The same rows give the same bytes."""
    changed_at = max(filter(None, (rows.changed_at, site.updated_at)))
    feed = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": site.language})
    _add(feed, "title", site.name)
    if site.tagline:
        _add(feed, "subtitle", site.tagline)
    _add(feed, "id", f"urn:uuid:{ids.as_guid(site.install_id)}")
    _add(feed, "updated", iso(changed_at))
    _add(feed, "link", rel="self", type="application/atom+xml", href=f"{base_url}/feeds/news.atom")
    _add(feed, "link", rel="alternate", type="text/html", href=f"{base_url}/news/")
    _add(_add(feed, "author"), "name", site.name)
    for post in rows.posts:
        _add_entry(feed, post, base_url)
    ET.indent(feed)
    data = ET.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n"
    return WrittenFeed(data, hashlib.sha256(data).hexdigest()[:32], changed_at)


def _add_entry(feed: ET.Element, post: Post, base_url: str) -> None:
    address = base_url + post_path(post)
    entry = _add(feed, "entry", **{"xml:lang": post.language})
    _add(entry, "title", post.title)
    _add(entry, "id", f"urn:uuid:{ids.as_guid(post.public_id)}")
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    _add(entry, "published", iso(post.published_at or post.created_at))
    _add(entry, "updated", iso(post.updated_at))
    if post.summary:
        _add(entry, "summary", post.summary)
    # Footnotes point into the page: relative references need its address.
    _add(entry, "content", post.body_html, **{"type": "html", "xml:base": address})


def _add(parent: ET.Element, tag: str, words: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
    if words is not None:
        element.text = for_xml(words)
    return element
