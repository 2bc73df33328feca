"""Rows, and how they are printed, kept and drawn."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """One measurement beside its floor, both from the same run."""

    group: str
    what: str
    #: as people read it, with its unit
    ours: str
    floor: str = ""
    #: ours as a multiple of the floor; more is better for rates, less for times
    ratio: float | None = None
    #: what was promised, and whether it is kept; None where nothing was promised
    bar: str = ""
    is_kept: bool | None = None
    #: for the plot: the number behind `ours`, sessions, and the name of the line
    value: float = 0.0
    size: int = 0
    line: str = ""


def show(rows: list[Row], *, told: str) -> None:
    table = Table(title=told, title_justify="left", show_lines=False)
    for head in ("what", "ours", "floor", "ratio", "bar", ""):
        table.add_column(head, justify="left" if head == "what" else "right")
    group = ""
    for row in rows:
        if row.group != group:
            group = row.group
            table.add_section()
            table.add_row(f"[bold]{group}[/bold]")
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        mark = "" if row.is_kept is None else "kept" if row.is_kept else "[red]MISSED[/red]"
        table.add_row(row.what, row.ours, row.floor, ratio, row.bar, mark)
    Console(width=118).print(table)


def keep(rows: list[Row], file: Path) -> None:
    file.write_text(json.dumps([asdict(row) for row in rows], indent=1, ensure_ascii=False) + "\n")


_WIDTH, _HEIGHT, _LEFT, _TOP = 640, 300, 70, 24


def draw(lines: dict[str, list[tuple[int, float]]], file: Path) -> None:
    """Milliseconds over the number of sessions, both axes logarithmic, as a small SVG."""
    import math

    points = [point for line in lines.values() for point in line]
    low_x, high_x = (f(math.log10(x) for x, _ in points) for f in (min, max))
    low_y = math.floor(min(math.log10(y) for _, y in points))
    high_y = math.ceil(max(math.log10(y) for _, y in points))

    def x(value: float) -> float:
        return _LEFT + (math.log10(value) - low_x) / (high_x - low_x) * (_WIDTH - _LEFT - 170)

    def y(value: float) -> float:
        share = (math.log10(value) - low_y) / (high_y - low_y)
        return _TOP + (1 - share) * (_HEIGHT - _TOP - 40)

    inks = ("#0f766e", "#b45309", "#1d4ed8", "#be185d", "#4d7c0f")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        '<g font-family="sans-serif" font-size="12"><title>How cost grows with sessions</title>',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
    ]
    for power in range(low_y, high_y + 1):
        at = y(10**power)
        parts.append(
            f'<path d="M{_LEFT} {at:.1f}H{_WIDTH - 170}" stroke="#ddd"/>'
            f'<text x="{_LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{10**power:g} ms</text>'
        )
    parts += [
        f'<text x="{x(size):.1f}" y="{_HEIGHT - 16}" text-anchor="middle">{size:,}</text>'
        for size in sorted({size for size, _ in points})
    ]
    for ink, (name, line) in zip(inks, lines.items(), strict=False):
        path = " ".join(f"{x(size):.1f},{y(ms):.1f}" for size, ms in line)
        last_size, last = line[-1]
        parts.append(f'<polyline points="{path}" fill="none" stroke="{ink}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{x(size):.1f}" cy="{y(ms):.1f}" r="3" fill="{ink}"/>' for size, ms in line
        ]
        parts.append(
            f'<text x="{x(last_size) + 10:.1f}" y="{y(last) + 4:.1f}" fill="{ink}">{name}</text>'
        )
    file.write_text("\n".join([*parts, "</g></svg>\n"]))
