"""What was done, what was seen, and whether that is what was promised."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Verdict:
    """One line of the table."""

    fault: str
    #: what was asked of the site while it was broken, or afterwards
    what: str
    #: what was seen, with its figure
    seen: str
    #: what was promised
    bar: str = ""
    #: None: could not be tried here, `seen` says why
    is_kept: bool | None = True


def table(verdicts: Sequence[Verdict]) -> Table:
    """All verdicts, grouped by fault."""
    made = Table(title="What happens when things break", title_justify="left", show_lines=False)
    for head in ("fault", "what", "seen", "promised", ""):
        made.add_column(head)
    before = ""
    for one in verdicts:
        if one.fault != before:
            made.add_section()
        mark = "kept" if one.is_kept else "[red]BROKEN[/red]"
        if one.is_kept is None:
            mark = "[yellow]NOT TRIED[/yellow]"
        name = f"[bold]{one.fault}[/bold]" if one.fault != before else ""
        made.add_row(name, one.what, one.seen, one.bar, mark)
        before = one.fault
    return made


def show(verdicts: Sequence[Verdict]) -> None:
    Console(width=140).print(table(verdicts))


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile; infinite where nothing was measured."""
    if not values:
        return math.inf
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)]


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
