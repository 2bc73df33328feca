"""A list as a workbook (Office Open XML): one sheet, real dates, nothing that a program would run.

CSV is `core.csvfiles`; the rules for what a cell may begin with are the same.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Response

from webinar.calendars.formats.schedule import plain_xml
from webinar.core.csvfiles import harmless
from webinar.core.filenames import content_disposition, safe_name

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: of a cell, and of a sheet's name
_LONGEST, _LONGEST_NAME = 32_000, 31
_NARROWEST, _WIDEST = 9, 60
#: of a moment as it is shown, `2026-05-05 14:00`
_MOMENT = 17
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def workbook(
    name: str, heads: Sequence[str], rows: Sequence[Sequence[object]], made_at: datetime
) -> bytes:
    """The file. A cell is a text, a number, or a naive time as the clock on the wall shows it.

    `made_at` is all that it says of when it was made, so the same list gives the same bytes.
    """
    # 4 MB that only organizers of a timetable need.
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": plain_xml(name), "created": made_at.astimezone(UTC)})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top", "align": "left"})
    sheet = book.add_worksheet(_sheet_name(name))
    sheet.freeze_panes(1, 0)
    widths = [len(words) for words in heads]
    for column, words in enumerate(heads):
        sheet.write_string(0, column, _text(words), head)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                sheet.write_datetime(number, column, cell, moment)
                size = _MOMENT
            elif isinstance(cell, int | float):
                sheet.write_number(number, column, cell, plain)
                size = len(str(cell))
            else:
                text = _text(cell)
                sheet.write_string(number, column, text, plain)
                size = max(map(len, text.split("\n")))
            if column < len(widths):
                widths[column] = max(widths[column], size)
    for column, size in enumerate(widths):
        sheet.set_column(column, column, min(max(size + 1, _NARROWEST), _WIDEST))
    if rows and heads:
        sheet.autofilter(0, 0, len(rows), len(heads) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return out.getvalue()


def as_download(
    name: str, title: str, heads: Sequence[str], rows: Sequence[Sequence[object]], made_at: datetime
) -> Response:
    """The answer of a page's "Download for a spreadsheet"; kept by nobody, stored nowhere."""
    response = Response(workbook(title, heads, rows, made_at), content_type=MEDIA_TYPE)
    response.headers["Content-Disposition"] = content_disposition(safe_name(name, ".xlsx"))
    response.headers["Cache-Control"] = "no-store"
    return response


def _text(cell: object) -> str:
    return plain_xml(harmless(cell))[:_LONGEST]


def _sheet_name(name: str) -> str:
    """What every program takes: no brackets, no colon, at most 31 characters, never empty."""
    found = plain_xml(name, lines=False).translate(_NOT_IN_NAMES).strip()
    return found[:_LONGEST_NAME].strip() or "1"
