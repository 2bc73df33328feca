"""From bytes to a programme: what kind of file it is, and who reads it.

Small files are read here; large ones and those that repeat by a rule by a child process with
limits (core/sandbox), because a rule may be written so that it takes minutes to find nothing.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from webinar.core import outgoing
from webinar.core.plainerror import N_, PlainError
from webinar.core.sandbox import ConversionFailed, run
from webinar.transfer.imports import csvtable, ics, programme, schedule_json, schedule_xml
from webinar.transfer.imports.programme import Programme
from webinar.transfer.imports.words import EMPTY, MOST_BYTES, BrokenFile, decode

FORMS = ("ics", "xml", "json", "csv")
TOO_LARGE = N_("This file is larger than %(most)s MB. Split it up.")
SPREADSHEET = N_("This is a spreadsheet or an archive. Save the table as CSV and bring that.")
UNKNOWN = N_(
    "This is no calendar (.ics), no schedule.xml or schedule.json, and no table (CSV) that can be"
    " read here."
)
WEB_PAGE = N_("This is a web page. Look on it for the address of its calendar, which ends in .ics.")
ANSWERED = N_("The other site answered “%(status)s” and gave no file. Check the address.")
OTHER_FORM = N_("This is a file of another kind (%(found)s). Use `webinar import %(wanted)s`.")

#: bytes from which on a child process reads
_LARGE = 128 * 1024
_SECONDS = 30


def form_of(data: bytes, name: str = "", size: int = 0) -> str:
    """One of FORMS by the beginning of a file of so many bytes, a table also by its name.

    Raises BrokenFile.
    """
    if not data:
        raise BrokenFile(EMPTY)
    if max(size, len(data)) > MOST_BYTES:
        raise BrokenFile(TOO_LARGE, most=MOST_BYTES // 1024 // 1024)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")):
        raise BrokenFile(SPREADSHEET)
    head = _head(data)
    if head.startswith("<"):
        if re.match(r"<!doctype html|<html", head, re.IGNORECASE):
            raise BrokenFile(WEB_PAGE)
        return "xml"
    if head.startswith(("{", "[")):
        return "json"
    ending = Path(urlsplit(name).path).suffix.lower().lstrip(".")
    if ending in ("ics", "ical", "ifb", "icalendar") or head[:15].upper().startswith("BEGIN:"):
        return "ics"
    if ending in FORMS:
        return ending
    first = head.split("\n", 1)[0]
    if not re.search(r"[;\t,|]", first):
        raise BrokenFile(UNKNOWN)
    return "csv"


def _head(data: bytes) -> str:
    """The beginning as text, in whatever encoding."""
    head = data[:4096]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[:4].count(0) >= 2:
        text = head.decode("utf-16" if head[0] > 0x7F else "utf-16-le", "ignore")
        if head[0] == 0:
            text = head.decode("utf-16-be", "ignore")
    else:
        text = head.decode("utf-8-sig", "replace")
    return text.lstrip("\ufeff \t\r\n")


def read(
    path: Path, form: str, *, columns: Mapping[str, str] | None = None, order: str = ""
) -> Programme:
    """The programme in a file of one of FORMS. Raises BrokenFile."""
    data = path.read_bytes()
    if len(data) < _LARGE and not re.search(rb"\n(?:RRULE|BEGIN:DAYLIGHT)", data, re.IGNORECASE):
        return read_data(data, form, columns=columns, order=order)
    arguments = {
        "path": str(path.resolve()),
        "form": form,
        "columns": dict(columns or {}),
        "order": order,
    }
    try:
        said = run(f"{__name__}:_read", arguments, seconds=_SECONDS)
    except ConversionFailed as error:
        raise BrokenFile(error.message, **error.values) from None
    return programme.from_json(said)


def _read(path: str, form: str, columns: dict[str, str], order: str) -> dict[str, Any]:
    """Runs in the child process."""
    data = Path(path).read_bytes()
    return programme.as_json(read_data(data, form, columns=columns, order=order))


def read_data(
    data: bytes, form: str, *, columns: Mapping[str, str] | None = None, order: str = ""
) -> Programme:
    """The same from bytes, in this process. Raises BrokenFile."""
    if form == "ics":
        return ics.read(data)
    if form == "xml":
        return schedule_xml.read(data)
    if form == "json":
        return schedule_json.read(data)
    return csvtable.programme_of(csvtable.table_of(data, columns), order)


def fetched(address: str) -> tuple[bytes, str]:
    """A file from another site, and its last address. Raises PlainError."""
    if re.match(r"webcals?:", address, re.IGNORECASE):
        address = "https:" + address.partition(":")[2]
    accept = {"Accept": "text/calendar, application/json, application/xml, text/csv, */*;q=0.5"}
    answer = outgoing.fetch(address, headers=accept, max_bytes=MOST_BYTES, seconds=20)
    if answer.status != 200:
        raise BrokenFile(ANSWERED, status=answer.status)
    return answer.body, answer.url


def name_of_source(name: str) -> str:
    """A file's name or an address as what tells one source from another."""
    if re.match(r"https?://", name, re.IGNORECASE):
        parts = urlsplit(name)
        return f"{parts.netloc}{parts.path}"[:300]
    stem = Path(name).stem
    # Browsers number what was downloaded before.
    return re.sub(r"\s*\(\d+\)$", "", stem)[:300]


__all__ = ["FORMS", "BrokenFile", "PlainError", "decode", "fetched", "form_of", "read", "read_data"]
