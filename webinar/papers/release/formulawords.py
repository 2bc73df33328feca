"""A formula on a line, for what sets no mathematics: E = mc², (a + b)/2, √(x + y).

MathML Core as `core/mathematics.py` writes it: elements in, words out.
"""

import unicodedata
from dataclasses import dataclass, field

_RAISED = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
_LOWERED = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
#: what stands over a letter -> the mark that joins it
_MARKS = {
    "^": "\u0302",
    "ˆ": "\u0302",
    "~": "\u0303",
    "˜": "\u0303",
    "˙": "\u0307",
    "¨": "\u0308",
    "ˇ": "\u030c",
    **dict.fromkeys("¯―‾_", "\u0305"),
}
#: with a space on both sides
_SPACED = set("=≠<>≤≥≪≫≈≡∼≃≅∝∈∉∋⊂⊃⊆⊇→←↔⇒⇐⇔↦+−-±∓×·∗∧∨∪∩∘⊕⊗:∣≔")
#: also before what they make negative
_UNARY = set("+−-±∓")
_AFTER = set(",;")
_PRIMES = {"′", "″", "‴"}
_LARGE = set("∑∏∫∮∐⋃⋂⨁")


@dataclass
class Node:
    """An element of a formula; `words` of those without elements inside."""

    tag: str
    is_stack: bool = False
    words: str = ""
    inner: "list[Node]" = field(default_factory=list)


def on_a_line(node: Node) -> str:
    """Its words; a table that is the whole formula gives a line for each row."""
    while len(whole := [one for one in node.inner if one.tag != "mspace"]) == 1:
        (node,) = whole
        if node.tag == "mtable":
            # Lines under each other, whose cells only line up signs.
            rows = [" ".join(map(_said, row.inner)) for row in node.inner]
            return "\n".join(" ".join(row.split()) for row in rows)
        if node.tag not in ("mrow", "mstyle"):
            break
    return " ".join(_said(node).split())


def _said(node: Node) -> str:
    """The words of an element."""
    inner = [_said(one) for one in node.inner]
    match node.tag:
        case "mi" | "mn" | "mtext" | "ms":
            # Letters of mathematics beyond the first plane are in few fonts.
            plain = "".join(
                unicodedata.normalize("NFKC", one) if one > "\uffff" else one for one in node.words
            )
            # Names of functions part from what they are of.
            return f" {plain} " if node.tag == "mi" and len(plain) > 1 else plain
        case "mo":
            return _sign(node.words.strip())
        case "mspace":
            return " "
        case "mphantom" | "annotation":
            return ""
        case "msup" | "msub" | "msubsup" | "munder" | "mover" | "munderover" if inner:
            return _scripts(node, inner)
        case "mfrac" if len(inner) == 2:
            return f"{inner[0]}; {inner[1]}" if node.is_stack else "/".join(map(_bracketed, inner))
        case "msqrt":
            return f"√{_bracketed(_row(node, inner))}"
        case "mroot" if len(inner) == 2:
            index = _script(inner[1], _RAISED, "")
            is_raised = set(index) <= set(_RAISED.values())
            return (
                f"{index}√{_bracketed(inner[0])}"
                if is_raised
                else f"√[{index}]{_bracketed(inner[0])}"
            )
        case "mtr":
            return ", ".join(one.strip() for one in inner)
        case "mtable":
            return "; ".join(inner)
    return _row(node, inner)


def _row(node: Node, inner: list[str]) -> str:
    found = ""
    for one, words in zip(node.inner, inner, strict=True):
        so_far = found.rstrip()
        is_first = not so_far or so_far[-1] in _SPACED or so_far[-1] in "(,;/[{^|"
        is_unary = one.tag == "mo" and one.words.strip() in _UNARY and is_first
        found += words.strip() if is_unary else words
    return found


def _sign(sign: str) -> str:
    if sign in _SPACED:
        return f" {sign} "
    if sign in _AFTER:
        return f"{sign} "
    # Function application and its like are seen by nobody (U+2061 to U+2064).
    return "" if len(sign) == 1 and "\u2061" <= sign <= "\u2064" else sign


def _scripts(node: Node, inner: list[str]) -> str:
    base, rest = inner[0].strip(), [one.strip() for one in inner[1:]]
    if node.inner[0].tag not in ("mi", "mo", "mn", "mtext") and node.tag.startswith("ms"):
        # (a + b)², not a + b².
        base = _bracketed(base) if base else ""
    if node.tag == "mover" and len(rest) == 1 and base.isalpha() and rest[0] in _MARKS:
        return unicodedata.normalize("NFC", "".join(one + _MARKS[rest[0]] for one in base))
    lower = rest[0] if node.tag not in ("msup", "mover") and rest else ""
    upper = rest[-1] if node.tag not in ("msub", "munder") and rest else ""
    if upper and set(upper) <= _PRIMES:
        return base + upper + _script(lower, _LOWERED, "_")
    found = base + _script(lower, _LOWERED, "_") + _script(upper, _RAISED, "^")
    return f"{found} " if base in _LARGE or (len(base) > 1 and base.isalpha()) else found


def _script(words: str, signs: dict[str, str], mark: str) -> str:
    plain = "".join(words.split())
    if plain and all(one in signs for one in plain):
        return "".join(signs[one] for one in plain)
    return f"{mark}{plain if plain.isalpha() else _bracketed(plain)}" if plain else ""


def _bracketed(words: str) -> str:
    """In brackets, where it is more than a name, a number, or what has brackets already."""
    words = words.strip()
    if len(words) == 1 or words.replace(".", "").isdigit():
        return words
    return words if _is_enclosed(words) else f"({words})"


def _is_enclosed(words: str) -> bool:
    depth = 0
    for place, one in enumerate(words):
        depth += (one == "(") - (one == ")")
        if depth == 0:
            return words[0] == "(" and place == len(words) - 1
    return False
