"""Formulas of word processors written as TeX: OMML (ECMA-376 part 1, 22.1) and MathML.

Our text has one way to hold a formula, `$...$`, so that its author can go on editing it.
"""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
#: a nesting beyond this is no formula a person wrote
_DEEPEST = 40
_ESCAPED = {
    "\\": r"\setminus ",
    "~": r"\sim ",
    "^": r"\hat{}",
    "\u2061": "",
    "\u2062": "",
    "\u2063": "",
    "\u200b": "",
    "\u00a0": r"\ ",
} | {sign: f"\\{sign}" for sign in "{}$&#%_"}
_LARGE = {
    "∑": r"\sum",
    "∏": r"\prod",
    "∐": r"\coprod",
    "∫": r"\int",
    "∬": r"\iint",
    "∭": r"\iiint",
    "∮": r"\oint",
    "⋃": r"\bigcup",
    "⋂": r"\bigcap",
    "⋁": r"\bigvee",
    "⋀": r"\bigwedge",
}
_FUNCTIONS = frozenset(
    "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth exp log ln lg lim max min "
    "sup inf det dim ker gcd deg arg Pr hom".split()
)
_ACCENTS = {
    "\u0302": "hat",
    "^": "hat",
    "ˆ": "hat",
    "\u0303": "tilde",
    "~": "tilde",
    "˜": "tilde",
    "\u0304": "bar",
    "\u0305": "overline",
    "¯": "overline",
    "‾": "overline",
    "―": "overline",
    "\u0307": "dot",
    "˙": "dot",
    "\u0308": "ddot",
    "¨": "ddot",
    "\u20d7": "vec",
    "→": "vec",
    "⏞": "overbrace",
    "\u0301": "acute",
    "\u0300": "grave",
    "\u0306": "breve",
    "\u030c": "check",
}
_FENCES = {"{": r"\{", "}": r"\}", "": ".", "⟨": r"\langle ", "⟩": r"\rangle ", "‖": r"\|"}


def tex_of_omml(element: Element) -> str:
    """An `m:oMath` or `m:oMathPara` in one line; "" for one without content."""
    return _tidy(_omml(element, 0))


def tex_of_mathml(element: Element) -> str:
    """A `math` element in one line; "" for one without content."""
    return _tidy(_mathml(element, 0))


def _tidy(tex: str) -> str:
    return re.sub(r"\s+", " ", tex).strip()


def _escape(words: str) -> str:
    return "".join(_ESCAPED.get(sign, sign) for sign in words)


def _text(words: str) -> str:
    bare = re.sub(r"[\\{}$^~#%&_]", " ", words)
    return rf"\text{{{bare}}}" if bare else ""


def _name(words: str) -> str:
    """A name of several letters, such as a function's."""
    return f"\\{words} " if words in _FUNCTIONS else rf"\operatorname{{{_escape(words)}}}"


def _fence(side: str, sign: str) -> str:
    return rf"\{side}{_FENCES.get(sign, sign)} "


def _grid(kind: str, rows: list[str]) -> str:
    between = " \\\\ "
    return rf"\begin{{{kind}}} {between.join(rows)} \end{{{kind}}}"


# -- OMML.


def _child(element: Element, name: str) -> Element | None:
    return element.find(_M + name)


def _part(element: Element, name: str, depth: int) -> str:
    found = _child(element, name)
    return _omml(found, depth) if found is not None else ""


def _setting(element: Element, name: str, default: str) -> str:
    """A value of the element's properties (`m:naryPr/m:chr@m:val`)."""
    for properties in element:
        if properties.tag.endswith("Pr"):
            found = _child(properties, name)
            if found is not None:
                return found.get(f"{_M}val", "")
    return default


def _is_on(element: Element, name: str) -> bool:
    return _setting(element, name, "off") not in {"off", "0", "false"}


def _omml(element: Element, depth: int) -> str:
    if depth > _DEEPEST:
        return ""
    kind = element.tag.removeprefix(_M)
    if kind == "r":
        return _run(element)
    known = _OMML.get(kind)
    if known is not None:
        return known(element, depth + 1)
    if kind.endswith("Pr"):
        return ""
    return "".join(_omml(child, depth + 1) for child in element)


def _run(element: Element) -> str:
    words = "".join(node.text or "" for node in element.iter(f"{_M}t"))
    look = _child(element, "rPr")
    if look is not None and _child(look, "nor") is not None:
        return _text(words)
    style = look.find(f"{_M}sty") if look is not None else None
    is_plain = style is not None and style.get(f"{_M}val") == "p"
    if is_plain and re.fullmatch(r"[A-Za-z]{2,}", words):
        return _name(words)
    return _escape(words)


def _fraction(element: Element, depth: int) -> str:
    top, bottom = _part(element, "num", depth), _part(element, "den", depth)
    kind = _setting(element, "type", "bar")
    if kind in {"lin", "skw"}:
        return f"{{{top}}}/{{{bottom}}}"
    return rf"\binom{{{top}}}{{{bottom}}}" if kind == "noBar" else rf"\frac{{{top}}}{{{bottom}}}"


def _scripts(element: Element, depth: int) -> str:
    base = f"{{{_part(element, 'e', depth)}}}"
    under, over = _part(element, "sub", depth), _part(element, "sup", depth)
    return base + (f"_{{{under}}}" if under else "") + (f"^{{{over}}}" if over else "")


def _before(element: Element, depth: int) -> str:
    under, over = _part(element, "sub", depth), _part(element, "sup", depth)
    return f"{{}}_{{{under}}}^{{{over}}}{{{_part(element, 'e', depth)}}}"


def _root(element: Element, depth: int) -> str:
    degree = "" if _is_on(element, "degHide") else _part(element, "deg", depth).strip()
    return rf"\sqrt{f'[{degree}]' if degree else ''}{{{_part(element, 'e', depth)}}}"


def _large(element: Element, depth: int) -> str:
    sign = _setting(element, "chr", "∫")
    under = "" if _is_on(element, "subHide") else _part(element, "sub", depth)
    over = "" if _is_on(element, "supHide") else _part(element, "sup", depth)
    limits = (f"_{{{under}}}" if under else "") + (f"^{{{over}}}" if over else "")
    return f"{_LARGE.get(sign, sign)}{limits} {{{_part(element, 'e', depth)}}}"


def _fenced(element: Element, depth: int) -> str:
    parts = [_omml(child, depth) for child in element if child.tag == f"{_M}e"]
    between = _escape(_setting(element, "sepChr", "|"))
    opening, closing = _setting(element, "begChr", "("), _setting(element, "endChr", ")")
    return f"{_fence('left', opening)}{between.join(parts)}{_fence('right', closing)}"


def _function(element: Element, depth: int) -> str:
    name = _part(element, "fName", depth)
    if re.fullmatch(r"[A-Za-z]{2,}", name.strip()):
        name = _name(name.strip())
    return f"{name} {{{_part(element, 'e', depth)}}}"


def _accent(element: Element, depth: int) -> str:
    sign = _setting(element, "chr", "\u0302")
    return rf"\{_ACCENTS.get(sign, 'hat')}{{{_part(element, 'e', depth)}}}"


def _bar(element: Element, depth: int) -> str:
    place = "overline" if _setting(element, "pos", "bot") == "top" else "underline"
    return rf"\{place}{{{_part(element, 'e', depth)}}}"


def _brace(element: Element, depth: int) -> str:
    sign, words = _setting(element, "chr", "⏟"), _part(element, "e", depth)
    if sign in {"⏟", "⏞"}:
        return rf"\{'underbrace' if sign == '⏟' else 'overbrace'}{{{words}}}"
    where = "overset" if _setting(element, "pos", "bot") == "top" else "underset"
    return rf"\{where}{{{_escape(sign)}}}{{{words}}}"


def _matrix(element: Element, depth: int) -> str:
    rows = [
        " & ".join(_omml(cell, depth) for cell in row if cell.tag == f"{_M}e")
        for row in element
        if row.tag == f"{_M}mr"
    ]
    return _grid("matrix", rows)


def _lines(element: Element, depth: int) -> str:
    # "&" in Word's own text marks where lines are aligned.
    rows = [_omml(child, depth).replace(r"\&", " & ") for child in element if child.tag == f"{_M}e"]
    width = max((row.count(" & ") for row in rows), default=0)
    kind = "align*" if width else "matrix"
    return _grid(kind, rows)


def _limit(element: Element, depth: int) -> str:
    where = "_" if element.tag == f"{_M}limLow" else "^"
    base, limit = _part(element, "e", depth), _part(element, "lim", depth)
    if re.fullmatch(r"[A-Za-z]{2,}", base.strip()):
        base = _name(base.strip())
    if re.fullmatch(r"\\[a-zA-Z]+(?:\{.*\})?", base.strip()):
        return f"{base.strip()}{where}{{{limit}}}"
    return rf"\{'underset' if where == '_' else 'overset'}{{{limit}}}{{{base}}}"


_OMML: dict[str, Callable[[Element, int], str]] = {
    "f": _fraction,
    **dict.fromkeys(("sSup", "sSub", "sSubSup"), _scripts),
    "sPre": _before,
    "rad": _root,
    "nary": _large,
    "d": _fenced,
    "func": _function,
    "acc": _accent,
    "bar": _bar,
    "groupChr": _brace,
    "m": _matrix,
    "eqArr": _lines,
    **dict.fromkeys(("limLow", "limUpp"), _limit),
}


# -- MathML.

#: element -> how its parts are written
_WRITTEN = {
    "mfrac": r"\frac{{{0}}}{{{1}}}",
    "mroot": r"\sqrt[{1}]{{{0}}}",
    "msub": "{{{0}}}_{{{1}}}",
    "msup": "{{{0}}}^{{{1}}}",
    "msubsup": "{{{0}}}_{{{1}}}^{{{2}}}",
}
_SKIPPED = frozenset({"annotation", "annotation-xml", "mphantom", "none", "maligngroup"})


def _mathml(element: Element, depth: int) -> str:
    tag = element.tag.rpartition("}")[2]
    if depth > _DEEPEST or tag in _SKIPPED:
        return ""
    words = (element.text or "").strip()
    if tag in {"mi", "mn", "mo", "ms", "mtext"}:
        return _token(tag, words or (element.text or ""))
    parts = [_mathml(child, depth + 1) for child in element]
    if tag in {"mrow", "semantics"}:
        return _row(element, parts) if tag == "mrow" else "".join(parts[:1])
    if tag in _WRITTEN:
        slots = 3 if tag == "msubsup" else 2
        if len(parts) != slots:
            return "".join(parts)
        if tag.startswith("ms") and parts[0].strip() in _LARGE.values():
            return _WRITTEN[tag].replace("{{{0}}}", "{0}").format(*parts)
        return _WRITTEN[tag].format(*parts)
    if tag == "msqrt":
        return rf"\sqrt{{{''.join(parts)}}}"
    if tag in {"munder", "mover", "munderover"}:
        return _around(tag, parts)
    if tag == "mtable":
        return _grid("matrix", parts)
    if tag in {"mtr", "mlabeledtr"}:
        return " & ".join(parts)
    if tag == "mfenced":
        between = element.get("separators", ",")[:1]
        opening, closing = element.get("open", "("), element.get("close", ")")
        return f"{_fence('left', opening)}{between.join(parts)}{_fence('right', closing)}"
    return r"\ " if tag == "mspace" else "".join(parts)


def _row(element: Element, parts: list[str]) -> str:
    """Signs around it grow with what is tall in it."""
    if len(parts) < 2 or not (_is_fence(element[0]) and _is_fence(element[-1])):
        return "".join(parts)
    opening, closing = ((one.text or "").strip() for one in (element[0], element[-1]))
    return f"{_fence('left', opening)}{''.join(parts[1:-1])}{_fence('right', closing)}"


def _is_fence(element: Element) -> bool:
    return (
        element.tag.rpartition("}")[2] == "mo"
        and element.get("fence") == "true"
        and element.get("stretchy") == "true"
        and len((element.text or "").strip()) <= 1
    )


def _token(tag: str, words: str) -> str:
    if tag == "mo" and words in _LARGE:
        return _LARGE[words]
    if tag in {"mtext", "ms"}:
        return _text(words)
    if tag in {"mi", "mo"} and re.fullmatch(r"[A-Za-z]{2,}", words):
        return _name(words)
    return _escape(words)


def _around(tag: str, parts: list[str]) -> str:
    if len(parts) != (3 if tag == "munderover" else 2):
        return "".join(parts)
    base = parts[0].strip()
    if tag == "mover" and parts[1].strip() in _ACCENTS:
        return rf"\{_ACCENTS[parts[1].strip()]}{{{base}}}"
    limits = [parts[1], ""] if tag == "munder" else ["", parts[1]] if tag == "mover" else parts[1:]
    is_operator = base in _LARGE.values() or re.fullmatch(r"\\[a-zA-Z]+(?:\{[^{}]*\})?", base)
    if is_operator:
        return base + "".join(f"{at}{{{one}}}" for at, one in zip("_^", limits, strict=True) if one)
    for where, one in zip(("underset", "overset"), limits, strict=True):
        base = rf"\{where}{{{one}}}{{{base}}}" if one else base
    return base
