"""Identifiers of the schedule exchange: what the two schemas take, and what stays the same."""

import hashlib
import re
import unicodedata
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlsplit

#: of identifiers that are made from names: rooms that have no row, people without a UUID
_SPACE = uuid.UUID("7f1c5a0e-2f0c-5d65-9d2e-5a8b1f2f3c4d")
#: so that it stays a positive 32-bit integer, which apps on telephones read
_BITS = 0x7FFF_FFFF
_NOT_ASCII_SLUG = re.compile(r"[^a-z0-9]+")
#: what RFC 3986 does not take anywhere in an address
_NOT_IN_ADDRESSES = re.compile(r'[\x00- <>"{}|\\^`\x7f]')
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass
class Numbers:
    """Positive numbers made from UUIDs, unique in one file."""

    taken: set[int] = field(default_factory=set)

    def number(self, guid: str) -> int:
        """The next number of this UUID: the same in every file where no other has it."""
        found = int.from_bytes(hashlib.sha256(guid.encode()).digest()[:4]) & _BITS or 1
        while found in self.taken:
            found = found % _BITS + 1
        self.taken.add(found)
        return found


def guid_of(text: str) -> str:
    """As it came from elsewhere, where it is written as the schemas want it."""
    return text if _UUID.fullmatch(text) else str(uuid.uuid5(_SPACE, text))


def acronym_of(slug: str, guid: str) -> str:
    """Lower-case letters, digits and underscores, four at least: what both schemas take.

    The JSON schema refuses most hyphens, so there are none.
    """
    found = ascii_words(slug).replace("-", "_")
    if len(found) < 4:
        found = "_".join(part for part in ("webinar", found or guid[:8]) if part)
    return found


def ascii_words(text: str) -> str:
    """Lower-case letters and digits, joined by hyphens; empty for scripts that ASCII lacks."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return _NOT_ASCII_SLUG.sub("-", plain).strip("-")


def slug_of(slug: str, guid: str, acronym: str, taken: set[str]) -> str:
    """`<acronym>-<words>`, unique in the file; of scripts that ASCII lacks, a part of the UUID."""
    words = ascii_words(slug)
    mark = guid.replace("-", "")
    if len(words) < 4:
        words = f"{words}-{mark[:8]}".strip("-")
    found = f"{acronym}-{words}"
    if found in taken:
        found = f"{found}-{mark}"
    taken.add(found)
    return found


def is_web_address(address: str) -> bool:
    """Whether the schemas take it for an address of the web."""
    if not address.isascii() or _NOT_IN_ADDRESSES.search(address):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
