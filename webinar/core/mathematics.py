"""TeX formulas as MathML Core, which browsers show without a script.

latex2mathml does the reading; what it gives is looked at again, because it takes wrong TeX for
right: an unknown command becomes its name, half a fraction a fraction with one part.
"""

import functools
import re
import unicodedata
from xml.etree import ElementTree

#: longest formula that is read, in characters, and deepest nesting of its braces
MOST_TEX, DEEPEST = 2000, 40
#: commands that define others (a few of them make a formula of any length) or load something
_REFUSED = re.compile(
    r"\\(?:newcommand|renewcommand|providecommand|def|edef|gdef|xdef|let|require|newenvironment|"
    r"DeclareMathOperator|href|url|includegraphics|input|include|style|class|cssId|unicode|html\w*)"
    r"(?![A-Za-z])"
)
#: elements with a fixed number of parts (MathML Core, section 3)
_PARTS = {
    **dict.fromkeys(("mfrac", "msub", "msup", "munder", "mover", "mroot"), 2),
    **dict.fromkeys(("msubsup", "munderover"), 3),
}
#: elements that a formula may consist of, and attributes that they may have
ELEMENTS = frozenset(
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover "
    "mtable mtr mtd mmultiscripts mprescripts mpadded mphantom mstyle merror".split()
)
ATTRIBUTES = frozenset(
    "display displaystyle scriptlevel mathvariant stretchy fence separator form accent accentunder "
    "largeop movablelimits minsize maxsize symmetric lspace rspace linethickness width height "
    "depth columnspan rowspan alttext".split()
)
#: environments that the library lacks -> those that show the same; "" stands for none
_SHOWN_AS = {
    **dict.fromkeys(("aligned", "gathered", "gather*", "multline*", "eqnarray*"), "align*"),
    **dict.fromkeys(("gather", "multline", "eqnarray"), "align"),
    **dict.fromkeys(("equation", "equation*", "displaymath"), ""),
    "dcases": "cases",
}
_ENVIRONMENT = re.compile(r"(\\(?:begin|end)\s*)\{([a-z]+\*?)\}")
#: a name for references from elsewhere, which nobody sees
_LABEL = re.compile(r"\\label\s*\{[^{}]*\}")
_WRITTEN_SO = re.compile(r"[\w.,:;%+\- ]{0,40}")
_MATHML = "http://www.w3.org/1998/Math/MathML"


def mathml(tex: str, *, is_block: bool = False) -> str:
    """The formula as one `<math>` element; "" when it cannot be read."""
    return _mathml(tex.strip(), is_block)


@functools.lru_cache(maxsize=256)
def _mathml(tex: str, is_block: bool) -> str:
    if not tex or len(tex) > MOST_TEX or _REFUSED.search(tex) or not _is_shallow(tex):
        return ""
    # 12 MB, for those who write formulas.
    from latex2mathml import converter

    try:
        root = ElementTree.fromstring(  # noqa: S314 - written a moment ago by the library
            converter.convert(_known(tex), display="block" if is_block else "inline")
        )
    except Exception:  # noqa: BLE001
        # StopIteration, IndexError and a dozen of its own: all mean that it is not TeX.
        return ""
    if not _is_sound(root):
        return ""
    root.set("alttext", tex)
    return _written(root)


def _known(tex: str) -> str:
    """The same in what the library knows."""

    def shown(found: re.Match[str]) -> str:
        name = _SHOWN_AS.get(found[2], found[2])
        return f"{found[1]}{{{name}}}" if name else ""

    return _ENVIRONMENT.sub(shown, _LABEL.sub("", tex)).strip()


def _is_shallow(tex: str) -> bool:
    depth = 0
    for sign in re.findall(r"\\.|[{}]|\\begin|\\left", tex, re.DOTALL):
        depth += (sign == "{") - (sign == "}")
        if depth > DEEPEST or depth < 0:
            return False
    return depth == 0 and tex.count("\\begin") + tex.count("\\left") <= DEEPEST


def _is_sound(root: ElementTree.Element) -> bool:
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag not in ELEMENTS or len(element) != _PARTS.get(tag, len(element)):
            return False
        if "\\" in (element.text or "") and tag != "mtext":
            return False
    return True


def _written(element: ElementTree.Element) -> str:
    tag = element.tag.rpartition("}")[2]
    words = element.text or ""
    if tag == "mi" and len(words) == 1 and words != "∞" and unicodedata.category(words) == "Sm":
        # The library knows relations and arrows by their commands only.
        tag = "mo"
    kept = {
        name: value
        for name, value in element.attrib.items()
        if name == "alttext" or (name in ATTRIBUTES and _WRITTEN_SO.fullmatch(value))
    }
    bare = ElementTree.Element(tag, kept)
    start = ElementTree.tostring(bare, encoding="unicode", short_empty_elements=False)
    opening, closing = start[: -len(f"</{tag}>")], f"</{tag}>"
    return opening + _escaped(words) + "".join(_written(child) for child in element) + closing


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").strip("\n")
