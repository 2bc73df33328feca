"""One entry as a resource: its name, its bytes, its validator."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import quote

from webinar.calendars.ical import DOWNLOAD_HEADER, join
from webinar.calendars.zones import zones_of
from webinar.core import ids

SUFFIX = ".ics"
#: identifiers of ours; nothing else need be asked of the database
_STEM = re.compile(r"[A-Za-z0-9.-]{1,60}_[A-Za-z0-9.-]{1,60}", re.ASCII)


def file_of(uid: str) -> str:
    """The last part of the address of a UID's resource, quoted. "@" is left to nobody to quote."""
    return quote(uid.replace("@", "_"), safe="") + SUFFIX


def uid_of(file: str) -> str:
    """The UID that a decoded last part means; empty for what is no resource's name."""
    stem = file.removesuffix(SUFFIX)
    if stem == file or not _STEM.fullmatch(stem):
        return ""
    return "@".join(stem.rsplit("_", 1))


@dataclass
class Member:
    """An entry of a collection, with the VEVENTs as this collection has them."""

    entry_id: int
    uid: str
    events: bytes
    #: IANA name that the bytes need a VTIMEZONE for; empty for UTC
    timezone: str
    #: None where the bytes also change with something else
    revised_at: datetime | None
    starts_at: datetime
    ends_at: datetime
    #: `CalendarState.revision` of its last change
    revision: int

    @property
    def file(self) -> str:
        return file_of(self.uid)

    @cached_property
    def data(self) -> bytes:
        """The whole file."""
        return join(DOWNLOAD_HEADER, [self.events], zones_of([(self.events, self.timezone)]))

    @cached_property
    def etag(self) -> str:
        """Strong, without quotes: the same for the same bytes anywhere."""
        return ids.digest_id(self.data)
