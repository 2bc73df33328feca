"""What the Atom feeds of the site's lists have in common."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from datetime import datetime

from webinar.core import atom, ids
from webinar.organization.models import Site
from webinar.site.links import absolute


def write(
    site: Site, name: str, title: str, changed_at: datetime, entries: Iterable[ET.Element]
) -> bytes:
    """The feed `/feeds/<name>.atom` of the list at `/<name>/`."""
    return atom.feed(
        entries,
        guid=ids.as_guid(ids.digest_id(f"{name}/{site.install_id}".encode())),
        title=f"{title} · {site.name}",
        author=site.name,
        language=site.language,
        address=absolute(f"/feeds/{name}.atom"),
        page=absolute(f"/{name}/"),
        updated=changed_at,
    )
