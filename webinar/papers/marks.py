"""Marks in the words of a document that is on its way to Markdown: formulas, numbers of lists.

They are characters that nobody types; what a document holds of them itself is taken out before.
"""

import re

#: a formula, what stands before a point; each until `_END`
_FORMULA, _NUMBER, _END = "\ue000", "\ue002", "\ue003"
_ALL = re.compile(f"[{_FORMULA}-{_END}]")
FORMULA = re.compile(f"{_FORMULA}([^{_END}]*){_END}")
POINT = re.compile(f"{_NUMBER}(\\d+)([aAiI]?){_END}")
#: before a paragraph that goes on with the point above it
GOES_ON = f"{_NUMBER}{_END}"
POINTS = re.compile(f"{_NUMBER}[^{_END}]*{_END}")


def unmarked(words: str) -> str:
    """Somebody's words without such characters."""
    return _ALL.sub("", words)


def formula(tex: str) -> str:
    return f"{_FORMULA}{unmarked(tex)}{_END}" if tex else ""


def point(number: int, kind: str = "") -> str:
    """The number of a point, counted in `kind`: "" is 1, the others are letters and Roman."""
    return f"{_NUMBER}{number}{kind}{_END}"
