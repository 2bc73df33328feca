"""Tables in a PDF: columns as wide as their words ask for, heads again on every page."""

from typing import Any

from webinar.calendars.formats.pdf import BOTTOM, Programme, Style

_CELL, _HEAD = Style(8.5), Style(8.5, bold=True)
#: millimetres between columns, and above and below a cell's words
_GAP, _AIR = 3.0, 1.0
#: in more columns there is no room for a letter
_MOST_COLUMNS = 24
_LINE_COLOR = (190, 190, 190)


class Tables(Programme):
    """What a document that holds tables adds to a programme."""

    def _table(self, rows: list[list[str]], heads: int) -> bool:
        """Whether there is room for it as a table; else nothing is written."""
        pdf = self.pdf
        count = max(map(len, rows))
        if count > _MOST_COLUMNS:
            return False
        rows = [row + [""] * (count - len(row)) for row in rows]
        widths = self._columns(rows)
        styles = [_HEAD if number < heads else _CELL for number in range(len(rows))]
        highs = [
            self._row_height(row, widths, style) for row, style in zip(rows, styles, strict=True)
        ]
        if sum(highs[:heads]) + max(highs) > pdf.h - BOTTOM - pdf.t_margin:
            return False
        pdf.ln(1)
        self._rule(sum(widths) + _GAP * (count - 1))
        for number, row in enumerate(rows):
            page = pdf.page_no()
            self._room_for(highs[number])
            if pdf.page_no() != page and number >= heads:
                for head in rows[:heads]:
                    self._row(head, widths, _HEAD)
            self._row(row, widths, styles[number])
        pdf.ln(2.5)
        return True

    def _columns(self, rows: list[list[str]]) -> list[float]:
        """Millimetres: what the words ask for, or, where that is too much, a share of the page."""
        count = len(rows[0])
        room = self.inner - _GAP * (count - 1)
        cells = [[row[place] for row in rows] for place in range(count)]
        asked = [max(self._wide(one, _HEAD) for one in cell) + 0.5 for cell in cells]
        if sum(asked) <= room:
            return asked
        least = [
            min(
                max(self._wide(word, _HEAD) for one in cell for word in one.split() or [""]),
                room / 2,
            )
            for cell in cells
        ]
        spare = room - sum(least)
        if spare <= 0:
            return [room / count] * count
        more = [max(0.0, wish - low) ** 0.5 for wish, low in zip(asked, least, strict=True)]
        return [low + spare * one / sum(more) for low, one in zip(least, more, strict=True)]

    def _row_height(self, row: list[str], widths: list[float], style: Style) -> float:
        pairs = zip(row, widths, strict=True)
        return max(self._height(words, style, wide) for words, wide in pairs) + 2 * _AIR

    def _row(self, row: list[str], widths: list[float], style: Style) -> None:
        pdf = self.pdf
        top, x = pdf.y + _AIR, pdf.l_margin
        bottom = pdf.y + self._row_height(row, widths, style)
        cells: Any = list(zip(row, widths, strict=True))
        for words, wide in reversed(cells) if self.is_right else cells:
            pdf.y = top
            self._write(words, style, x, wide)
            x += wide + _GAP
        pdf.y = bottom
        self._rule(x - pdf.l_margin - _GAP)

    def _rule(self, wide: float) -> None:
        pdf = self.pdf
        pdf.set_draw_color(*_LINE_COLOR)
        pdf.set_line_width(0.2)
        pdf.line(pdf.l_margin, pdf.y, pdf.l_margin + wide, pdf.y)
