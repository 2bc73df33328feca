"""BibTeX, as BibTeX and biblatex both read it; UTF-8."""

import re

from webinar.core.text import fold
from webinar.papers.citing.works import Creator, Work

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
#: what TeX takes for something else than a letter
_SPECIAL = {
    "\\": r"\textbackslash{}",
    # BibTeX counts braces, also behind a backslash.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
}
_SPECIALS = re.compile("[" + re.escape("".join(_SPECIAL)) + "]")
_SMALL = frozenset("a an the on of in to for and der die das le la les el un une ein eine".split())


def bibtex(work: Work, name: str = "") -> str:
    """One entry, ending with a line end; under that name, else under its key."""
    given = work.event is not None and work.kind == "paper"
    fields = [
        ("author", " and ".join(map(_name, work.creators))),
        ("title", f"{{{_tex(work.title)}}}"),
    ]
    if work.event is not None:
        fields.append(("booktitle" if given else "note", _where(work)))
        fields.append(("address", _tex(work.event.place)))
    if work.kind != "paper":
        fields.append(("howpublished", work.kind.capitalize()))
    fields += [
        ("year", str(work.issued.year)),
        ("month", _MONTHS[work.issued.month - 1]),
        ("date", work.issued.isoformat()),
        ("publisher" if given else "organization", _tex(work.publisher)),
        # Addresses hold no braces; in `url` all other signs are letters (url.sty).
        ("doi", work.doi),
        ("url", work.url),
        ("langid", work.language),
        # biblatex knows no field for it; reference managers keep it under this name.
        ("copyright", _tex(work.rights)),
        ("abstract", _tex(work.abstract)),
    ]
    lines = [
        # Months are names of BibTeX's own and stand without braces.
        f"  {name} = {value}" if name == "month" else f"  {name} = {{{value}}}"
        for name, value in fields
        if value
    ]
    kind = "inproceedings" if given else "misc"
    return f"@{kind}{{{name or key(work)},\n" + ",\n".join(lines) + "\n}\n"


def key(work: Work) -> str:
    """`nowak2022rivers`: family name, year, first word of weight; letters of ASCII and digits."""
    first = work.creators[0].parts.family if work.creators else ""
    words = re.findall(r"[a-z0-9]+", fold(work.title))
    word = next((word for word in words if word not in _SMALL), "")
    family = "".join(re.findall(r"[a-z0-9]+", fold(first)))
    # A key begins with a letter, as all that read it expect.
    begin = family if family[:1].isalpha() else f"paper{family}"
    return f"{begin}{work.issued.year}{word}" if family or word else f"paper{work.key}"


def _where(work: Work) -> str:
    return _tex(work.event.title) if work.event is not None else ""


def _name(creator: Creator) -> str:
    """`Family, Jr., Given`, the form that leaves nothing to guess; a whole name in braces."""
    family, given, suffix = (_tex(part) for part in creator.parts)
    if not given:
        return f"{{{family}}}"
    # `and` and a comma would end the name.
    parts = [_held(family), *([_held(suffix)] if suffix else []), _held(given)]
    return ", ".join(parts)


def _held(text: str) -> str:
    is_apart = "," in text or re.search(r"\band\b", text, re.IGNORECASE)
    return f"{{{text}}}" if is_apart else text


def _tex(text: str) -> str:
    return _SPECIALS.sub(lambda found: _SPECIAL[found[0]], text)
