"""The news as an Atom feed (RFC 4287)."""

import hashlib
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import datetime

from webinar.core import atom, ids
from webinar.organization.models import Site
from webinar.posts.models import Post
from webinar.posts.queries import FeedRows, post_path


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
    data = atom.feed(
        (_entry(post, base_url) for post in rows.posts),
        guid=ids.as_guid(site.install_id),
        title=site.name,
        subtitle=site.tagline,
        author=site.name,
        language=site.language,
        address=f"{base_url}/feeds/news.atom",
        page=f"{base_url}/news/",
        updated=changed_at,
    )
    return WrittenFeed(data, hashlib.sha256(data).hexdigest()[:32], changed_at)


def _entry(post: Post, base_url: str) -> ET.Element:
    address = base_url + post_path(post)
    entry = atom.entry(
        guid=ids.as_guid(post.public_id),
        title=post.title,
        url=address,
        published=post.published_at or post.created_at,
        updated=post.updated_at,
        language=post.language,
    )
    if post.summary:
        atom.add(entry, "summary", post.summary)
    # Footnotes point into the page: relative references need its address.
    atom.add(entry, "content", post.body_html, **{"type": "html", "xml:base": address})
    return entry
