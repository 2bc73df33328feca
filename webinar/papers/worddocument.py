"""A DOCX as simple HTML (ECMA-376 part 1): mammoth reads it, after what it does not know is marked.

Formulas become TeX in the words, the numbers at which lists begin are counted here, pictures are
handed out one by one.
"""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from webinar.core.archives import open_archive, parse_xml, read_member
from webinar.core.text import whole_number
from webinar.papers import marks
from webinar.papers.formulas import tex_of_omml

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MATHS = {f"{_M}oMath", f"{_M}oMathPara"}
#: parts whose words are shown
_SHOWN = re.compile(r"word/(?:document\d*|footnotes|endnotes)\.xml")
_DEEPEST = 400

# The deeper list styles say their depth by their name only (section 17.9.23).
_DEEPER = "\n".join(
    f"p[style-name='List {name} {depth}'] => {'ul|ol > li > ' * (depth - 1)}{tag} > li:fresh"
    for name, tag in (("Bullet", "ul"), ("Number", "ol"))
    for depth in (2, 3, 4, 5)
)
_STYLES = f"""p[style-name='Title'] => h1:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
{_DEEPER}"""

#: bytes and alternative text of a picture -> the attributes of its `<img>`
Keep = Callable[[bytes], dict[str, str]]


def docx_to_html(path: Path, keep: Keep) -> str:
    """The document's body. Raises BadArchive, and whatever mammoth raises on a broken one."""
    import mammoth  # 1 MB that only the child needs
    from mammoth.docx.files import ExternalFileAccessIsDisabledError

    with open_archive(path) as archive:
        prepared = _prepared(archive)

    def kept(image: Any) -> dict[str, str]:
        try:
            with image.open() as file:
                return keep(file.read())
        except (KeyError, ExternalFileAccessIsDisabledError):
            # Only linked, or not in the file: never fetched, and counted as left out.
            return keep(b"")

    result = mammoth.convert_to_html(
        prepared,
        convert_image=mammoth.images.img_element(kept),
        include_embedded_style_map=False,
        ignore_empty_paragraphs=False,
        style_map=_STYLES,
    )
    return str(result.value)


def _prepared(archive: zipfile.ZipFile) -> io.BytesIO:
    """The same container with marks; what nobody needs to show the text is left out.

    mammoth's own parser would expand entities; ours refuses them.
    """
    out = io.BytesIO()
    numbers = _Numbers(archive)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                data = read_member(archive, name)
                root = parse_xml(data, deepest=_DEEPEST)
                if _SHOWN.fullmatch(name):
                    _mark(root)
                    numbers.mark(root)
                    data = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
                copy.writestr(name, data)
            elif name.startswith("word/media/") and not name.endswith("/"):
                copy.writestr(name, read_member(archive, name))
    out.seek(0)
    return out


def _mark(root: Element) -> None:
    """Formulas become words."""
    for parent in list(root.iter()):
        if parent.tag == f"{_W}t" and parent.text:
            parent.text = marks.unmarked(parent.text)
        if parent.tag in _MATHS:
            continue
        for place, child in enumerate(list(parent)):
            if child.tag in _MATHS and parent.tag not in _MATHS:
                parent[place] = _as_run(child, parent)


def _as_run(math: Element, parent: Element) -> Element:
    """A run whose text is the formula; of its own where the paragraph holds nothing else."""
    others = [one for one in parent if one is not math and one.tag != f"{_W}pPr"]
    is_block = math.tag == f"{_M}oMathPara" and not any(
        "".join(one.itertext()).strip() for one in others
    )
    formulas = math.findall(f"{_M}oMath") if math.tag == f"{_M}oMathPara" else [math]
    words = " ".join(filter(None, (tex_of_omml(one) for one in formulas)))
    run = Element(f"{_W}r")
    ElementTree.SubElement(run, f"{_W}t").text = marks.formula(words, is_block=is_block)
    return run


class _Numbers:
    """At which number each list begins, or goes on after something between (section 17.9)."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.starts: dict[tuple[str, int], int] = {}
        self.overridden: set[tuple[str, int]] = set()
        self.abstract: dict[str, str] = {}
        self.styles: dict[str, tuple[str, int]] = {}
        self.counts: dict[tuple[str, int], int] = {}
        self.begun: set[str] = set()
        names = set(archive.namelist())
        if "word/numbering.xml" in names:
            self._read(parse_xml(read_member(archive, "word/numbering.xml")))
        if self.abstract and "word/styles.xml" in names:
            for style in parse_xml(read_member(archive, "word/styles.xml")).iter(f"{_W}style"):
                found = _numbering(style.find(f"{_W}pPr"))
                if found is not None:
                    self.styles[style.get(f"{_W}styleId", "")] = found

    def _read(self, root: Element) -> None:
        levels: dict[tuple[str, int], int] = {}
        for one in root.iter(f"{_W}abstractNum"):
            for level in one.iter(f"{_W}lvl"):
                kind = _value(level, "numFmt")
                if kind not in {"bullet", "none", None}:
                    at = whole_number(level.get(f"{_W}ilvl")) or 0
                    key = one.get(f"{_W}abstractNumId", ""), at
                    levels[key] = _number(_value(level, "start"), 1)
        for num in root.iter(f"{_W}num"):
            identity, parent = num.get(f"{_W}numId", ""), _value(num, "abstractNumId") or ""
            self.abstract[identity] = parent
            for (owner, at), start in levels.items():
                if owner == parent:
                    self.starts[identity, at] = start
            for override in num.iter(f"{_W}lvlOverride"):
                at = whole_number(override.get(f"{_W}ilvl")) or 0
                said = _value(override, "startOverride")
                if said is not None and (identity, at) in self.starts:
                    self.starts[identity, at] = _number(said, 1)
                    self.overridden.add((identity, at))

    def mark(self, root: Element) -> None:
        """Put the number of each numbered paragraph before its words."""
        for paragraph in root.iter(f"{_W}p"):
            if _is_heading(paragraph):
                # Word goes on counting in lists that are only a style; their authors mean another.
                for style in self.styles.values():
                    self.counts.pop((self.abstract.get(style[0], ""), style[1]), None)
            number = self._of(paragraph.find(f"{_W}pPr"))
            if number is None:
                continue
            run = Element(f"{_W}r")
            ElementTree.SubElement(run, f"{_W}t").text = marks.starts_at(number)
            first = 1 if len(paragraph) and paragraph[0].tag == f"{_W}pPr" else 0
            if any((node.text or "").strip() for node in paragraph.iter(f"{_W}t")):
                paragraph.insert(first, run)

    def _of(self, look: Element | None) -> int | None:
        found = _numbering(look)
        if found is None and look is not None:
            found = self.styles.get(_value(look, "pStyle") or "")
        if found is None or found[0] not in self.abstract:
            return None
        identity, at = found
        owner = self.abstract[identity]
        if identity not in self.begun:
            # Lists of one kind share their count, but one that says where it begins does.
            self.begun.add(identity)
            for level in range(9):
                if (identity, level) in self.overridden:
                    self.counts.pop((owner, level), None)
        start = self.starts.get((identity, at))
        for deeper in range(at + 1, 9):
            self.counts.pop((owner, deeper), None)
        if start is None:
            return None
        self.counts[owner, at] = self.counts.get((owner, at), start - 1) + 1
        return self.counts[owner, at]


def _numbering(look: Element | None) -> tuple[str, int] | None:
    found = look.find(f"{_W}numPr") if look is not None else None
    if found is None:
        return None
    identity = _value(found, "numId")
    return (identity, _number(_value(found, "ilvl"), 0)) if identity else None


def _is_heading(paragraph: Element) -> bool:
    look = paragraph.find(f"{_W}pPr")
    return look is not None and (_value(look, "pStyle") or "").lower().startswith("heading")


def _value(element: Element, name: str) -> str | None:
    found = element.find(f"{_W}{name}")
    return found.get(f"{_W}val") if found is not None else None


def _number(said: str | None, default: int) -> int:
    found = whole_number(said)
    return default if found is None else found
