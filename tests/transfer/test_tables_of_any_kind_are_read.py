"""CSV as spreadsheets and other systems write it; what columns and dates mean."""

from typing import Any

import pytest

from webinar.transfer.imports import csvdates, csvtable, reading
from webinar.transfer.imports.words import BrokenFile

HEAD = "Title,Date,Start time,End time,Room,Speakers,Abstract\n"
ROW = "Mosses,2026-06-01,10:00,11:30,Blue room,Ada Moss & Li Wei,What they keep\n"


def read(text: str, **more: Any) -> Any:
    return reading.read_data(text.encode(), "csv", **more)


def at(item: Any) -> str:
    return f"{item.starts.local:%Y-%m-%d %H:%M}–{item.ends.local:%H:%M}"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_separator_and_line_end(separator: str) -> None:
    text = (HEAD + ROW).replace(",", separator).replace("\n", "\r\n")
    (item,) = read(text).items
    assert (item.title, at(item)) == ("Mosses", "2026-06-01 10:00–11:30")
    assert item.room.name == "Blue room"
    assert [one.name for one in item.persons] == ["Ada Moss", "Li Wei"]
    assert item.abstract == "What they keep"


# heads and one row -> start and end
SPELLINGS = [
    ("Session;Starts;Ends\nA;2026-06-01 10:00;2026-06-01 11:30", "2026-06-01 10:00–11:30"),
    ("Talk,When,Duration\nA,1 June 2026 10:00,90", "2026-06-01 10:00–11:30"),
    ("Name,Start,Length\nA,\"June 1, 2026, 10 am\",1 h 30 min", "2026-06-01 10:00–11:30"),
    ("Subject,Start Date,Start Time,End Date,End Time\nA,06/13/2026,10:00 AM,06/13/2026,11:30 AM",
     "2026-06-13 10:00–11:30"),
    ("Event Name,Event Start Date,Event Start Time,Event End Time\nA,2026-06-01,10:00:00,11:30:00",
     "2026-06-01 10:00–11:30"),
    ("Title,Date,Start,End\nA,01.06.2026,10.00,11.30", "2026-06-01 10:00–11:30"),
    ("Title,Day,Time\nA,Mon 1 June 2026,10:00–11:30", "2026-06-01 10:00–11:30"),
    ("Title,Day,Time\nA,2026/06/01,2–3:30 pm", "2026-06-01 14:00–15:30"),
    ("Title,Day,Time\nA,2026-06-01,23:00–01:00", "2026-06-01 23:00–01:00"),
    ("Title,Start,End\nA,2026-06-01T10:00,11:30", "2026-06-01 10:00–11:30"),
    ("Title,Start,Duration\nA,2026-06-01T10:00:00+02:00,01:30", "2026-06-01 08:00–09:30"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SPELLINGS)
def test_dates_and_times_as_people_write_them(text: str, expected: str) -> None:
    (item,) = read(text).items
    assert at(item) == expected
    assert item.doubts == []


def test_a_date_that_can_be_read_in_two_ways_is_doubtful_until_something_decides() -> None:
    text = "Title,Start,Duration\nA,3/4/2026 10:00,60\n"
    (item,) = read(text).items
    assert [one.code for one in item.doubts] == ["ambiguous"]
    assert at(item).startswith("2026-04-03")
    (item,) = read(text, order=csvdates.MONTH_FIRST).items
    assert (item.doubts, at(item)[:10]) == ([], "2026-03-04")
    first, _ = read(text + "B,3/14/2026 10:00,60\n").items
    assert (first.doubts, at(first)[:10]) == ([], "2026-03-04")


def test_columns_are_mapped_by_name_or_number_and_left_out() -> None:
    text = "Was,Wann,Wo,Title\nMoose,2026-06-01 10:00,Saal,Dr\n"
    columns = {"Was": "title", "2": "start", "Wo": "room", "Title": ""}
    (item,) = read(text, columns=columns).items
    assert (item.title, item.room.name) == ("Moose", "Saal")
    assert [one.code for one in item.doubts] == ["no-end"]


def test_our_own_list_comes_back() -> None:
    """The columns of "Download as CSV" of a timetable, with the quote against formulas."""
    text = (
        "Session,What it is,Starts,Ends,Time zone,People,Room,State,Webinar\r\n"
        "'=Sums,Panel,2026-06-01 10:00,2026-06-01 11:00,Europe/Paris,Ada; Li,Blue,Cancelled,W\r\n"
    )
    (item,) = read("\ufeff" + text).items
    assert (item.title, item.kind, item.starts.zone) == ("=Sums", "panel", "Europe/Paris")
    assert item.is_cancelled
    assert [one.name for one in item.persons] == ["Ada", "Li"]


def test_sessions_without_an_id_are_known_by_their_titles() -> None:
    text = "Title,Start\nBreak,2026-06-01 10:00\nBreak,2026-06-01 12:00\nX,2026-06-01 13:00\n"
    programme = read(text)
    assert [one.uid for one in programme.items] == ["title:break", "title:break#2", "title:x"]
    assert [one.code for one in programme.doubts] == ["no-id"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Start,Room\n2026-06-01 10:00,A\n", "Line 1: no column says what the sessions are called"),
        ("Title,Room\nA,B\n", "Line 1: no column says when the sessions start"),
        (
            HEAD + ROW + ROW.replace("10:00", "soon"),
            "Line 3: “soon” in the column “Start time” is no date and time.",
        ),
        (
            HEAD + '"a\nb",2026-06-01,10:00,11:00,,,\n' + ROW.replace("Mosses", ""),
            "Line 4: there is no title in the column “Title”.",
        ),
        (HEAD + ROW.replace("11:30", "99:99"), "Line 2: “99:99” in the column “End time”"),
        (HEAD + ROW.replace("2026", "1066"), "Line 2: “1066-06-01” lies outside of the years"),
        ("Title,Start,Zone\nA,2026-06-01 10:00,Mars\n", "Line 2: “Mars” in the column “Zone”"),
        (HEAD + '"' + ROW, "Line 2: this table cannot be read"),
        ("a," * 70 + "\n", "Line 1: a table of 71 columns"),
    ],
)
def test_what_cannot_be_read_says_line_column_and_reason(text: str, words: str) -> None:
    with pytest.raises(BrokenFile) as caught:
        read(text)
    assert words in str(caught.value)


def test_a_table_shows_its_columns_before_anything_is_read() -> None:
    table = csvtable.table_of(b"Title;Wann\nA;x\n")
    assert (table.heads, table.columns) == (["Title", "Wann"], ["title", ""])


def test_excel_and_other_languages_heads() -> None:
    (item,) = read("sep=;\r\nTitel;Datum;Beginn;Ende;Raum\r\nK;01.06.2026;10:00;11:30;Saal").items
    assert (item.title, item.starts.wall, item.room.name) == ("K", "2026-06-01T10:00:00", "Saal")
    (item,) = read("Título,Fecha,Hora,Sala,Ponentes\nA,13/06/2026,10:00,B,Li; Ada\n").items
    assert [one.name for one in item.persons] == ["Li", "Ada"]
