"""Marks in the words of a document that is on its way to Markdown: formulas, numbers of lists.

They are characters that nobody types; what a document holds of them itself is taken out before.
"""

import re

#: a formula in a line, a formula of its own, the number a list begins with; each until `_END`
_INLINE, _BLOCK, _NUMBER, _END = "\ue000", "\ue001", "\ue002", "\ue003"
_ALL = re.compile(f"[{_INLINE}-{_END}]")
FORMULA = re.compile(f"([{_INLINE}{_BLOCK}])([^{_END}]*){_END}")
STARTS_AT = re.compile(f"{_NUMBER}(\\d+){_END}")


def unmarked(words: str) -> str:
    """Somebody's words without such characters."""
    return _ALL.sub("", words)


def formula(tex: str, *, is_block: bool = False) -> str:
    return f"{_BLOCK if is_block else _INLINE}{unmarked(tex)}{_END}" if tex else ""


def starts_at(number: int) -> str:
    return f"{_NUMBER}{number}{_END}"


def dollars(found: re.Match[str]) -> str:
    """The formula as our Markdown holds it."""
    sign = "$$" if found[1] == _BLOCK else "$"
    return sign + found[2] + sign
