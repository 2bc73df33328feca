"""What programs send when they look for a way in: odd values for paths, queries and fields."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

#: for one part of a path; all are decoded by the server before a view sees them
SEGMENTS = (
    "%00",
    "a%00b",
    "%ED%A0%80",
    "%FF",
    "%27%20OR%201=1--",
    "..%2F..%2Fetc%2Fpasswd",
    "%2e%2e",
    "x" * 3000,
    "%C2%B2",
    "%D9%A3",
    "%0D%0AX-Evil:1",
    "%3Cscript%3E",
)
#: for one number in a path
NUMBERS = ("0", "9999", "10000", "99999999999999999999", "00001")
#: for one value in a query or a form
VALUES = (
    "\x00",
    "a\x00b",
    "\ud800",
    "²",
    "٣",
    "-1",
    "0",
    "99999999999999999999",
    "1e9",
    "NaN",
    "%",
    '"',
    "NEAR(",
    "*",
    "a OR b AND",
    "'; DROP TABLE account;--",
    "../../etc/passwd",
    "Europe/../../etc/passwd",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "2026-W01",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "2026-03-29T01:30",
    "2026-03-29T01:30+99:99",
    "\r\nX-Evil: 1",
    "{{191*49}}",
    "{x.__class__.__mro__}",
    "%s%n%(x)s",
    "</script><script>alert(1)</script>",
    "x" * 20_000,
)
#: names of parameters that some view reads
NAMES = (
    "q", "page", "tz", "next", "kind", "state", "sort", "from", "to", "until", "since", "category",
    "year", "person", "intention", "object", "about", "show", "answer", "reply", "name", "version",
    "format", "lang", "type", "day", "month", "room", "webinar", "session", "speaker", "paper",
)  # fmt: skip
#: values that pass a first look and break what comes after it
DEEP = ("\x00", "²", "\ud800", "9999-12-31T23:59", "0001-01-01T00:00", "99999999999999999999", "٣")


def some(values: Sequence[T], turn: int, *, share: int = 4) -> Sequence[T]:
    """A part of the values, another one at each turn: all are tried, not everywhere."""
    return values[turn % share :: share]
