"""Calls for papers as an Atom feed: each as it is said now, the last that changed first."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from datetime import datetime

from flask_babel import gettext

from webinar.calls.models import Call
from webinar.calls.standing import main_closing
from webinar.core import atom, ids
from webinar.core.i18n import zoned_time
from webinar.organization.models import Site
from webinar.site import listfeed
from webinar.site.links import absolute, path_of

#: entries of the feed
MOST = 30


def write(site: Site, calls: Iterable[Call]) -> tuple[bytes, datetime]:
    """The feed's bytes, and when it changed last; what changed last stands first.

    An entry says the closing, and not whether it has come: it does not change with the clock.
    """
    shown = sorted(calls, key=lambda one: (one.updated_at, one.public_id), reverse=True)[:MOST]
    changed_at = max([site.updated_at, *(one.updated_at for one in shown)])
    data = listfeed.write(
        site, "calls", gettext("Calls for papers"), changed_at, [_entry(one) for one in shown]
    )
    return data, changed_at


def _entry(call: Call) -> ET.Element:
    entry = atom.entry(
        guid=ids.as_guid(call.public_id),
        title=call.title,
        url=absolute(path_of("calls", call.slug, end="")),
        published=call.published_at or call.created_at,
        updated=call.updated_at,
        language=call.language,
    )
    lines = [call.summary]
    if call.opens_at is not None:
        lines.append(f"{gettext('Opens')}: {zoned_time(call.opens_at, call.timezone)}")
    if (closes := main_closing(call)) is not None:
        lines.append(f"{gettext('Closes')}: {zoned_time(closes, call.timezone)}")
    atom.add(entry, "summary", "\n".join(filter(None, lines)))
    return entry
