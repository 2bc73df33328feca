"""Lists for spreadsheets: CSV as RFC 4180 says, in UTF-8, with nothing that a program would run."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response

from webinar.core.filenames import content_disposition, safe_name

#: most rows of one file; a list that is longer says so in its last row
MOST_ROWS = 5000
#: what makes spreadsheets take the rest of a cell for a formula (OWASP, "CSV Injection"),
#: with the wide forms that some of them read as well
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def harmless(cell: object) -> str:
    """The cell as text: with a quote before what a spreadsheet would take for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def written(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The file's bytes, with the mark by which spreadsheets know UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(
        [harmless(cell) for cell in row] for row in [heads, *rows]
    )
    return out.getvalue().encode("utf-8-sig", "replace")


def as_download(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The answer of a page's "Download as CSV"; kept by nobody, stored nowhere."""
    response = Response(
        written(heads, rows), content_type="text/csv; charset=utf-8; header=present"
    )
    response.headers["Content-Disposition"] = content_disposition(safe_name(name, ".csv"))
    response.headers["Cache-Control"] = "no-store"
    return response
