"""What changed between two texts: paragraph beside paragraph, word by word.

A paragraph is compared with the one that it became: of neighbours the first that shares enough
words. `difflib` leaves what stands everywhere in a long text out of its search (autojunk), which
keeps it from trying every pair; after two seconds paragraphs are no longer compared by words, and
for long texts the caller limits the time (`release.comparing`).
"""

import re
import time
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

#: a word with the space behind it, or a run of other signs; scripts without spaces go sign by sign
_PIECES = re.compile(
    r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+\s*|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]\s*"
    r"|[^\w]\s*"
)
#: neighbours that are looked at for the paragraph that another one became
_NEAR = 12
#: share of words in common from which two paragraphs are the same one, changed
_ALIKE = 0.35
#: pieces of a paragraph beyond which it is shown whole as old and new
_LONGEST = 3000
#: seconds after which changed paragraphs are shown whole
_SECONDS = 2.0
SAME, CHANGED, REMOVED, ADDED = "same", "changed", "removed", "added"
#: (kind, old pieces, new pieces), each piece (text, whether it differs)
Row = dict[str, Any]


def paragraphs(text: str) -> list[str]:
    """Lines that say something, spaces evened out."""
    return [line for raw in text.splitlines() if (line := " ".join(raw.split()))]


def differences(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    """Rows of `kind`, `old` and `new`; the sides are lists of [text, differs]."""
    rows: list[Row] = []
    until = time.monotonic() + _SECONDS
    matcher = SequenceMatcher(None, old, new)
    for action, i, k, j, m in matcher.get_opcodes():
        if action == "equal":
            rows += [_row(SAME, [[one, False]], [[one, False]]) for one in old[i:k]]
        else:
            rows += _aligned(old[i:k], new[j:m], until)
    return rows


def _row(kind: str, old: list[Any], new: list[Any]) -> Row:
    return {"kind": kind, "old": old, "new": new}


def _aligned(old: Sequence[str], new: Sequence[str], until: float) -> list[Row]:
    rows: list[Row] = []
    place = 0
    words = [_words(one) for one in new]
    for text in old:
        mine = _words(text)
        near = range(place, min(place + _NEAR, len(new)))
        match = next((at for at in near if _alike(mine, words[at])), None)
        if match is None:
            rows.append(_row(REMOVED, [[text, True]], []))
            continue
        rows += [_row(ADDED, [], [[one, True]]) for one in new[place:match]]
        rows.append(_changed(text, new[match], until))
        place = match + 1
    return rows + [_row(ADDED, [], [[one, True]]) for one in new[place:]]


def _words(text: str) -> frozenset[str]:
    found = (piece.strip().casefold() for piece in _PIECES.findall(text)[:_LONGEST])
    return frozenset(piece for piece in found if piece[:1].isalnum())


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * max(1, min(len(one), len(other)), len(one | other) // 2)


def _changed(old: str, new: str, until: float) -> Row:
    left, right = _PIECES.findall(old), _PIECES.findall(new)
    if max(len(left), len(right)) > _LONGEST or time.monotonic() > until:
        return _row(CHANGED, [[old, True]], [[new, True]])
    # A space behind a word is no difference.
    matcher = SequenceMatcher(None, [one.strip() for one in left], [one.strip() for one in right])
    before: list[Any] = []
    after: list[Any] = []
    for action, i, k, j, m in matcher.get_opcodes():
        _add(before, "".join(left[i:k]), action != "equal")
        _add(after, "".join(right[j:m]), action != "equal")
    return _row(CHANGED, before, after)


def _add(pieces: list[Any], text: str, differs: bool) -> None:
    words = text.rstrip() if differs else text
    if words:
        pieces.append([words, differs])
    # A space behind what differs is the same on both sides, mostly.
    if space := text[len(words) :]:
        pieces.append([space, False])
