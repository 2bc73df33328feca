"""Two versions of a paper beside each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from webinar.core import sandbox
from webinar.core.costly import LONG, one_at_a_time
from webinar.core.text import whole_number
from webinar.papers.drafts import front_of
from webinar.papers.models import PaperVersion
from webinar.papers.release.blocks import lines_of
from webinar.papers.release.differences import SAME, Row, differences, paragraphs

#: seconds that a comparison of long texts may take, and characters of each that are compared
_SECONDS, _MOST = 10, 1_000_000
#: unchanged paragraphs that stay beside a change; more of them are folded away
_AROUND = 1


@dataclass(frozen=True)
class Part:
    """Rows in a run: all of them unchanged and away from every change, or to be read."""

    rows: list[Row]
    is_folded: bool


@dataclass(frozen=True)
class Comparison:
    """What the page shows; without parts there was nothing to compare."""

    versions: list[PaperVersion]
    old: PaperVersion | None = None
    new: PaperVersion | None = None
    parts: list[Part] = field(default_factory=list)
    #: paragraphs that were changed, added or removed
    count: int = 0
    #: the texts are too long or too different to be compared in time
    is_too_much: bool = False


def compared(versions: Sequence[PaperVersion], asked: Mapping[str, str]) -> Comparison:
    """`versions` newest first; `from` and `to` are numbers among them, else the two newest.

    Raises limits.TooMany when others compare long texts for too long.
    """
    known = {one.number: one for one in versions}
    new = known.get(whole_number(asked.get("to", "")) or 0, versions[0] if versions else None)
    older = [one for one in versions if new is not None and one.number < new.number]
    old = known.get(whole_number(asked.get("from", "")) or 0, older[0] if older else new)
    if old is None or new is None:
        return Comparison(list(versions))
    left, right = text_of(old), text_of(new)
    if len(left) + len(right) > 2 * _MOST:
        return Comparison(list(versions), old, new, is_too_much=True)
    rows = _rows(paragraphs(left), paragraphs(right), len(left) + len(right))
    if rows is None:
        return Comparison(list(versions), old, new, is_too_much=True)
    count = sum(row["kind"] != SAME for row in rows)
    return Comparison(list(versions), old, new, _folded(rows), count)


def text_of(version: PaperVersion) -> str:
    """Title, authors, abstract and text of a version, in lines; of one without text its files'."""
    front = front_of(version)
    lines = [front.title, ", ".join(author.name for author in front.authors), front.abstract]
    if version.body_html:
        lines += lines_of(version.body_html)
    else:
        lines += [file.text for file in version.files]
    return "\n".join(lines)


def _rows(old: list[str], new: list[str], length: int) -> list[Row] | None:
    """None when it takes too long. Long texts are compared by a child that can be stopped."""
    if length <= LONG:
        return differences(old, new)
    try:
        with one_at_a_time():
            found: list[Row] = sandbox.run(
                "webinar.papers.release.differences:differences",
                {"old": old, "new": new},
                seconds=_SECONDS,
            )
            return found
    except sandbox.ConversionFailed:
        return None


def _folded(rows: list[Row]) -> list[Part]:
    """Unchanged paragraphs far from every change stand apart."""
    shown = [False] * len(rows)
    for place, row in enumerate(rows):
        if row["kind"] != SAME:
            for near in range(max(0, place - _AROUND), min(len(rows), place + _AROUND + 1)):
                shown[near] = True
    parts: list[Part] = []
    for row, is_shown in zip(rows, shown, strict=True):
        if not parts or parts[-1].is_folded is is_shown:
            parts.append(Part([], not is_shown))
        parts[-1].rows.append(row)
    return parts
