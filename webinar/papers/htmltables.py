"""Tables of a word processor's document in our Markdown, joined cells included."""

from collections.abc import Callable

from webinar.core.text import whole_number
from webinar.papers.htmltree import Node

_UP, _LEFT = "^^", "<<"


def table_of(node: Node, write: Callable[[Node], str]) -> str:
    """The table, cells that reach over others with "<<" and "^^" in these (core/richrules.py)."""
    rows: list[list[str]] = []
    reaching: dict[int, tuple[int, int]] = {}
    heads = 0
    for row in _rows(node):
        cells: list[str] = []
        for cell in row.children("td", "th"):
            _fill(cells, reaching)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            at = len(cells)
            cells += [write(cell), *[_LEFT] * (across - 1)]
            if down > 1:
                reaching[at] = (down - 1, across)
        _fill(cells, reaching)
        is_head = bool(row.children("th")) and not row.children("td")
        if is_head and len(rows) == heads:
            heads += 1
        rows.append(cells)
    width = max((len(row) for row in rows), default=0)
    if not width:
        return ""
    filled = _begun([row + [""] * (width - len(row)) for row in rows])
    # Nothing reaches from the line of heads into the others.
    filled[1:2] = [["" if cell == _UP else cell for cell in row] for row in filled[1:2]]
    for line in filled[1:heads]:
        line[:] = [cell if cell in {"", _LEFT, _UP} else f"**{cell.strip('*')}**" for cell in line]
    lines = ["| " + " | ".join(row) + " |" for row in filled]
    lines.insert(1, "|" + " --- |" * len(filled[0]))
    return "\n".join(lines)


def _begun(rows: list[list[str]]) -> list[list[str]]:
    """Without rows of nothing, and rows and columns in which no cell begins."""
    kept = [row for row in rows if row is rows[0] or not set(row) <= {"", _UP, _LEFT}]
    columns = [at for at in range(len(rows[0])) if any(row[at] not in {_UP, _LEFT} for row in kept)]
    return [[row[at] for at in columns] for row in kept]


def _rows(node: Node) -> list[Node]:
    return [
        row
        for holder in [node, *node.children("thead", "tbody", "tfoot")]
        for row in holder.children("tr")
    ]


def _fill(cells: list[str], reaching: dict[int, tuple[int, int]]) -> None:
    """Places that a cell above reaches into."""
    while (at := len(cells)) in reaching:
        left, across = reaching.pop(at)
        cells += [_UP] * across
        if left > 1:
            reaching[at] = (left - 1, across)


def _span(cell: Node, name: str) -> int:
    return min(max(whole_number(cell.attributes.get(name)) or 1, 1), 50)
