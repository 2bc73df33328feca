"""What authors should know before they hand in; rooms above know it (wiring)."""

from collections.abc import Callable
from dataclasses import dataclass

from webinar.papers.models import Paper


@dataclass(frozen=True)
class Hint:
    """It keeps nobody from handing in."""

    sentence: str
    #: what it is about, one line each
    lines: list[str]
    advice: str


Hinting = Callable[[Paper], Hint | None]
_hinting: list[Hinting] = []


def also_hints(hinting: Hinting) -> None:
    """Ask this one, too, before an author hands in a version (wiring calls this)."""
    if hinting not in _hinting:
        _hinting.append(hinting)


def hints_for(paper: Paper) -> list[Hint]:
    return [hint for one in _hinting if (hint := one(paper)) is not None]
