"""Sync tokens (RFC 6578, 3.1): where a program stands, in a text that it gives back.

A shared calendar's names a revision and a day. A personal calendar's names its entries, too: what
left it because of what somebody else did has no number of its own. Both say nothing secret, and
a personal one is signed, so that nobody asks with it about other entries.
"""

import base64
import binascii
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, unquote

from webinar.core import ids, links

_START = "data:,"
_PURPOSE = "caldav"
_SHARED = re.compile(
    r"data:,([a-z2-7]{12})-([0-9]{1,18})-([0-9]{6,7})"
    r"(?:\+([^+]*)\+(?:([0-9]{6,7})\+([^+]*))?)?",
    re.ASCII,
)
_PERSONAL = re.compile(
    r"data:,([a-z2-7]{12})-([0-9]{1,18})-([A-Za-z0-9_=-]*)\.([a-z2-7]{26})", re.ASCII
)


class InvalidToken(Exception):
    """It is of another calendar, too old, or no token at all: begin anew."""


@dataclass(frozen=True)
class Position:
    """How far a shared calendar was told.

    Everything up to `revision` (of the next one as far as `uid`, by (revision, UID)), and what had
    left the window at `day`. While `until` is set, of what left it until that day as far as `gone`.
    """

    revision: int
    day: date
    uid: str = ""
    until: date | None = None
    gone: str = ""


def stamp(*of: object) -> str:
    """Says which calendar of which installation a token is of."""
    return ids.digest_id("/".join(map(str, of)).encode())[:12]


def shared(mark: str, at: Position) -> str:
    """The token of a position; `mark` is a `stamp`."""
    plain = f"{_START}{mark}-{at.revision}-{at.day.toordinal()}"
    if not (at.uid or at.until):
        return plain
    rest = f"{at.until.toordinal()}+{quote(at.gone, safe='@')}" if at.until else ""
    return f"{plain}+{quote(at.uid, safe='@')}+{rest}"


def read_shared(token: str, mark: str) -> Position:
    """Raises InvalidToken."""
    found = _SHARED.fullmatch(token)
    if found is None or found[1] != mark:
        raise InvalidToken
    try:
        day = date.fromordinal(int(found[3]))
        until = date.fromordinal(int(found[5])) if found[5] else None
    except ValueError:
        raise InvalidToken from None
    return Position(int(found[2]), day, unquote(found[4] or ""), until, unquote(found[6] or ""))


def personal(mark: str, revision: int, members: Collection[int]) -> str:
    plain = f"{mark}-{revision}-{_packed(members)}"
    return f"{_START}{plain}.{links.sign(_PURPOSE, plain)}"


def read_personal(token: str, mark: str) -> tuple[int, set[int]]:
    """(revision, entries). Raises InvalidToken."""
    found = _PERSONAL.fullmatch(token)
    plain = token.removeprefix(_START).rpartition(".")[0]
    if found is None or found[1] != mark or not links.is_signed(_PURPOSE, plain, found[4]):
        raise InvalidToken
    return int(found[2]), _unpacked(found[3])


def _packed(numbers: Collection[int]) -> str:
    """Their differences in as few bytes as each needs: some two for an entry."""
    packed, last = bytearray(), 0
    for number in sorted(numbers):
        step, last = number - last, number
        while step > 0x7F:
            packed.append(step & 0x7F | 0x80)
            step >>= 7
        packed.append(step)
    return base64.urlsafe_b64encode(bytes(packed)).decode()


def _unpacked(packed: str) -> set[int]:
    try:
        data = base64.urlsafe_b64decode(packed)
    except binascii.Error:
        raise InvalidToken from None
    numbers, last, step, shift = set(), 0, 0, 0
    for byte in data:
        step |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            last, step, shift = last + step, 0, 0
            numbers.add(last)
    return numbers
