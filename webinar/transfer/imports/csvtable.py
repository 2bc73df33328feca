"""Tables as a programme: any separator, columns known by their names or by a choice."""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from webinar.core.plainerror import N_
from webinar.core.text import clean, fold
from webinar.transfer.imports import csvdates, ownlists
from webinar.transfer.imports.csvcolumns import field_named
from webinar.transfer.imports.csvdates import NotADate
from webinar.transfer.imports.icszones import WINDOWS, windows_zone
from webinar.transfer.imports.programme import (
    CSV,
    Doubt,
    Item,
    Person,
    Place,
    Programme,
    When,
    known_zone,
)
from webinar.transfer.imports.schedule import is_uuid, kind_of
from webinar.transfer.imports.words import (
    BAD_YEAR,
    EMPTY,
    FIRST_YEAR,
    LAST_YEAR,
    MOST_ITEMS,
    TOO_MANY,
    BrokenFile,
    decode,
    language_tag,
    one_line,
    to_markdown,
    web_address,
)

NO_TABLE = N_("Line %(line)s: this table cannot be read (%(reason)s).")
NO_TITLES = N_("Line %(line)s: no column says what the sessions are called. Choose one.")
NO_STARTS = N_("Line %(line)s: no column says when the sessions start. Choose one.")
TOO_WIDE = N_("Line %(line)s: a table of %(count)s columns; at most %(most)s are taken.")
NO_TITLE = N_("Line %(line)s: there is no title in the column “%(column)s”.")
NO_TIME = N_("Line %(line)s: “%(value)s” in the column “%(column)s” is no date and time.")
NO_ZONE = N_("Line %(line)s: “%(value)s” in the column “%(column)s” is no time zone.")
NO_END = N_("No end is given; it was taken as one hour long.")
END_FIRST = N_("The end does not come after the start; it was taken as one hour long.")
AMBIGUOUS = N_(
    "“%(value)s” can be read in two ways; the first number was taken as the day. If it is the"
    " month, choose so under “Dates like 3/4/2026”."
)
NO_ID = N_("The table has no column with an ID: sessions are known again by their titles.")

#: field of a session -> the columns that say it
_SAID_BY = {
    "room": ("room",),
    "people": ("speakers", "chairs"),
    "kind": ("kind",),
    "track": ("track",),
    "language": ("language",),
    "abstract": ("abstract",),
    "recording_url": ("recording",),
    "slides_url": ("slides",),
    "cancelled": ("state",),
}
_MOST_COLUMNS = 60
_LONGEST_CELL = 200_000
_HOUR = timedelta(hours=1)
_FORMULA = re.compile(r"^'(?=[=+\-@\t\r])")


@dataclass
class Table:
    """A table before it means anything: heads, rows with their lines, a field for each column."""

    heads: list[str]
    rows: list[tuple[int, list[str]]]
    #: a name of FIELDS for each column; empty for one that is left out
    columns: list[str]
    doubts: list[Doubt] = field(default_factory=list)

    def column(self, name: str) -> int | None:
        return self.columns.index(name) if name in self.columns else None


def table_of(data: bytes, mapping: Mapping[str, str] | None = None) -> Table:
    """The table in a file. Raises BrokenFile.

    `mapping` gives columns a field by their name or their number from 1, "" to leave one out.
    """
    text, doubts = decode(data)
    # Excel's own first line, which says nothing but the separator; it still counts as a line.
    text = re.sub(r"^sep=.(?=\r?\n)", "", text, flags=re.IGNORECASE)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    csv.field_size_limit(_LONGEST_CELL)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, [_FORMULA.sub("", cell.strip()) for cell in cells]))
            if len(rows) > MOST_ITEMS + 1:
                values = {"line": line, "count": MOST_ITEMS + 1, "most": MOST_ITEMS}
                raise BrokenFile(TOO_MANY, **values)
            line = reader.line_num + 1
    except csv.Error as error:
        raise BrokenFile(NO_TABLE, line=line, reason=str(error)) from None
    if not rows:
        raise BrokenFile(EMPTY)
    heads = [clean(cell, lines=False)[:80] for cell in rows[0][1]]
    if len(heads) > _MOST_COLUMNS:
        raise BrokenFile(TOO_WIDE, line=rows[0][0], count=len(heads), most=_MOST_COLUMNS)
    return Table(heads, rows[1:], _fields(heads, mapping or {}), doubts)


def _separator(text: str) -> str:
    """What stands oftenest in the first line, outside of quotes."""
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").split("\n", 1)[0][:20_000])
    return max(";\t,|", key=lambda one: (first.count(one), one == ","))


def _fields(heads: Sequence[str], mapping: Mapping[str, str]) -> list[str]:
    """A field for each column: as chosen, else by its name; no field twice."""
    chosen: dict[int, str] = {}
    for at, head in enumerate(heads):
        for name in (str(at + 1), head):
            if name in mapping:
                chosen[at] = mapping[name]
    found: list[str] = []
    for at, head in enumerate(heads):
        name = chosen[at] if at in chosen else field_named(head)
        is_taken = name in found or (at not in chosen and name in chosen.values())
        found.append("" if is_taken else name)
    return found


def programme_of(table: Table, order: str = csvdates.UNKNOWN) -> Programme:
    """What the rows say. Raises BrokenFile.

    `order` decides dates like 3/4/2026: csvdates.DAY_FIRST or MONTH_FIRST; else the column does.
    """
    if table.column("title") is None:
        raise BrokenFile(NO_TITLES, line=1)
    if table.column("start") is None and table.column("start_date") is None:
        raise BrokenFile(NO_STARTS, line=1)
    programme = Programme(CSV, doubts=list(table.doubts))
    programme.silent = [
        name for name, columns in _SAID_BY.items() if not any(map(table.columns.count, columns))
    ]
    if table.column("id") is None:
        programme.doubts.append(Doubt("no-id", NO_ID))
    reader = _Rows(table, order)
    for line, cells in table.rows:
        programme.items.append(reader.item(line, cells))
    return programme


class _Rows:
    def __init__(self, table: Table, order: str) -> None:
        self.table = table
        columns = [table.column(name) for name in ("start", "start_date", "end", "end_date")]
        texts = [
            cells[at]
            for _, cells in table.rows
            for at in columns
            if at is not None and at < len(cells)
        ]
        self.is_decided = bool(order or csvdates.order_of(texts))
        self.order = order or csvdates.order_of(texts) or csvdates.DAY_FIRST
        self.used: Counter[str] = Counter()

    def item(self, line: int, cells: list[str]) -> Item:
        said = {
            name: cells[at] if at < len(cells) else ""
            for at, name in enumerate(self.table.columns)
            if name
        }
        doubts: list[Doubt] = []
        title = one_line(said.get("title"), "title", doubts)
        if not title:
            raise BrokenFile(NO_TITLE, line=line, column=self._head("title"))
        starts, ends = self._times(line, said, doubts)
        room = one_line(said.get("room"), "room", doubts)
        number = said.get("id", "")
        return Item(
            uid=self._uid(number, title),
            guid=number.lower() if is_uuid(number) else "",
            line=line,
            title=title,
            starts=starts,
            ends=ends,
            abstract=to_markdown(said.get("abstract"), doubts),
            room=Place(room) if room else None,
            kind=ownlists.kind_named(said.get("kind", "")) or kind_of(said.get("kind", "")),
            language=language_tag(said.get("language")),
            track=one_line(said.get("track"), "track", doubts),
            persons=_persons(said.get("speakers", ""), "speaker", doubts)
            + _persons(said.get("chairs", ""), "chair", doubts),
            recording_url=web_address(said.get("recording")),
            slides_url=web_address(said.get("slides")),
            is_cancelled=ownlists.is_cancelled(said.get("state", "")),
            doubts=doubts,
        )

    def _uid(self, number: str, title: str) -> str:
        uid = f"id:{number}" if number else f"title:{fold(title)}"
        uid = uid if len(uid) <= 200 else "sha256:" + hashlib.sha256(uid.encode()).hexdigest()
        self.used[uid] += 1
        return uid if self.used[uid] == 1 else f"{uid}#{self.used[uid]}"

    def _head(self, name: str) -> str:
        at = self.table.column(name)
        return self.table.heads[at] if at is not None else name

    def _times(self, line: int, said: Mapping[str, str], doubts: list[Doubt]) -> tuple[When, When]:
        starts, ends_at, offset = self._start(line, said)
        text = said.get("start_date") or said.get("start", "")
        if not FIRST_YEAR <= starts.year <= LAST_YEAR:
            raise BrokenFile(BAD_YEAR, line=line, value=text[:60])
        if csvdates.is_ambiguous(text) and not self.is_decided:
            doubts.append(Doubt("ambiguous", AMBIGUOUS, {"value": text[:40]}))
        ends = datetime.combine(starts.date(), ends_at) if ends_at else None
        ends = ends or self._end(line, said, starts)
        if ends is not None and ends_at and ends <= starts:
            ends += timedelta(days=1)
        if ends is None:
            doubts.append(Doubt("no-end", NO_END))
        elif not starts < ends <= starts + timedelta(days=366):
            doubts.append(Doubt("end-first", END_FIRST))
            ends = None
        ends = ends or starts + _HOUR
        zone = self._zone(line, said.get("zone", ""), doubts)
        return tuple(_when(one, offset, zone) for one in (starts, ends))  # type: ignore[return-value]

    def _start(
        self, line: int, said: Mapping[str, str]
    ) -> tuple[datetime, time | None, int | None]:
        """The start, the end's time of day and the offset, where the cells say them."""
        whole, day = said.get("start", ""), said.get("start_date", "")
        hours = said.get("start_time", "") or (whole if day else "")
        name = "start_date" if day else "start"
        try:
            if day and hours:
                date, _ = csvdates.read_date(day, self.order)
                name = "start_time" if said.get("start_time") else "start"
                try:
                    at, ends_at = csvdates.read_span(hours)
                except NotADate:
                    if name == "start_time":
                        raise
                    starts, offset = csvdates.read_moment(whole, self.order)
                    return starts, None, offset
                return datetime.combine(date, at), ends_at, None
            starts, offset = csvdates.read_moment(day or whole, self.order)
        except NotADate:
            value = {"start_date": day, "start": whole, "start_time": hours}[name]
            raise BrokenFile(
                NO_TIME, line=line, value=value[:60], column=self._head(name)
            ) from None
        return starts, None, offset

    def _end(self, line: int, said: Mapping[str, str], starts: datetime) -> datetime | None:
        for name in ("end", "end_time", "duration", "end_date"):
            text = said.get(name, "")
            if not text:
                continue
            try:
                if name == "duration":
                    return starts + csvdates.read_length(text)
                if name == "end_date":
                    return datetime.combine(csvdates.read_date(text, self.order)[0], starts.time())
                return self._end_of(text, said.get("end_date", ""), starts)
            except (NotADate, OverflowError):
                raise BrokenFile(
                    NO_TIME, line=line, value=text[:60], column=self._head(name)
                ) from None
        return None

    def _end_of(self, text: str, day: str, starts: datetime) -> datetime:
        """A whole moment, or a time of the day on which it starts or which is named."""
        try:
            at = csvdates.read_time(text)
        except NotADate:
            return csvdates.read_moment(text, self.order)[0]
        if day:
            return datetime.combine(csvdates.read_date(day, self.order)[0], at)
        ends = datetime.combine(starts.date(), at)
        # Past midnight: 22:00 to 01:00.
        return ends + timedelta(days=1) if ends < starts else ends

    def _zone(self, line: int, text: str, doubts: list[Doubt]) -> str:
        if not text:
            return ""
        zone = known_zone(text.replace(" ", "_")) or known_zone(text)
        if zone:
            return zone
        if taken := windows_zone(text):
            doubts.append(Doubt("windows-zone", WINDOWS, {"zone": text[:80], "taken": taken}))
            return taken
        raise BrokenFile(NO_ZONE, line=line, value=text[:60], column=self._head("zone"))


def _when(local: datetime, offset: int | None, zone: str) -> When:
    if offset is None:
        return When(local.isoformat(), zone)
    return When.at((local - timedelta(minutes=offset)).replace(tzinfo=UTC), offset)


def _persons(text: str, role: str, doubts: list[Doubt]) -> list[Person]:
    """Names between semicolons, lines or ampersands; between commas where these are none."""
    parts = re.split(r"\s*(?:[;\n|&]|\band\b)\s*", text)
    if len(parts) == 1:
        parts = re.split(r"\s*,\s*(?!(?:PhD|MD|Dr|Jr|Sr)\b)", text)
    names = [one_line(part, "name", doubts) for part in parts]
    known = dict.fromkeys(ownlists.with_role(name) for name in names if name)
    return [Person(name, role=own_role or role) for name, own_role in known]
