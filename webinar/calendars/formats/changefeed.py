"""What is new and what changed, as Atom (RFC 4287) and as JSON Feed 1.1.

An item's identifier is random and stays; `updated` rises only when another edit is folded in.
"""

import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any

from webinar.calendars.formats.schedule import plain_xml
from webinar.calendars.ical import clean_text
from webinar.core import atom as core_atom

JSON_TYPE = "application/feed+json"
_JSON_VERSION = "https://jsonfeed.org/version/1.1"


@dataclass(frozen=True)
class Item:
    """One edit of one thing. `lines` are plain sentences."""

    guid: str
    url: str
    title: str
    lines: tuple[str, ...]
    published: datetime
    updated: datetime
    #: kinds of changes, for readers who filter
    tags: tuple[str, ...]


@dataclass(frozen=True)
class ChangeFeed:
    """What the feed says of itself; addresses are absolute."""

    guid: str
    title: str
    description: str
    author: str
    language: str
    #: its own address and the page it belongs to
    address: str
    page: str
    #: when it was made, for a feed that has no items yet
    began: datetime
    items: Sequence[Item]

    @property
    def updated(self) -> datetime:
        return max((item.updated for item in self.items), default=self.began)


def atom(feed: ChangeFeed) -> bytes:
    """As Atom."""
    return core_atom.feed(
        map(_entry, feed.items),
        guid=feed.guid,
        title=_line(feed.title),
        subtitle=_line(feed.description),
        author=_line(feed.author),
        language=feed.language,
        address=feed.address,
        page=feed.page,
        updated=feed.updated,
    )


def _entry(item: Item) -> ET.Element:
    entry = core_atom.entry(
        guid=item.guid,
        title=_line(item.title),
        url=item.url,
        published=item.published,
        updated=item.updated,
    )
    for tag in item.tags:
        core_atom.add(entry, "category", term=tag)
    core_atom.add(entry, "content", _html(item), type="html")
    return entry


def json_feed(feed: ChangeFeed) -> bytes:
    """As JSON Feed."""
    told: dict[str, Any] = {
        "version": _JSON_VERSION,
        "title": _line(feed.title),
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": feed.language,
        "authors": [{"name": _line(feed.author)}],
    }
    if feed.description:
        told["description"] = clean_text(feed.description)
    told["items"] = [
        {
            "id": f"urn:uuid:{item.guid}",
            "url": item.url,
            "title": _line(item.title),
            "content_html": _html(item),
            "content_text": "\n".join(_line(line) for line in item.lines),
            "date_published": _utc(item.published),
            "date_modified": _utc(item.updated),
            "tags": list(item.tags),
        }
        for item in feed.items
    ]
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def _html(item: Item) -> str:
    return "".join(f"<p>{escape(_line(line))}</p>" for line in item.lines)


def _line(words: str) -> str:
    return plain_xml(words, lines=False)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
