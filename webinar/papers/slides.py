"""The words on the slides of a PPTX, as an outline for the search (ECMA-376 part 1)."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from webinar.core.archives import open_archive, parse_xml, read_member, read_office

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SAID = {f"{_A}t", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
_MOST_SLIDES = 1000


def pptx_outline(path: Path) -> str:
    """Slide by slide the title, under it one line per paragraph of text ("- ..."), then its notes.

    Raises BadArchive, KeyError without a presentation.
    """
    with open_archive(path) as archive:
        relations = parse_xml(read_member(archive, "ppt/_rels/presentation.xml.rels"))
        targets = {each.get("Id", ""): each.get("Target", "") for each in relations.iter(_RELATION)}
        order = parse_xml(read_office(archive, "ppt/presentation.xml")).iter(f"{_P}sldId")
        parts = []
        for entry in list(order)[:_MOST_SLIDES]:
            target = targets.get(entry.get(f"{_R}id", ""), "")
            if re.fullmatch(r"/?(?:ppt/)?slides/[\w.-]+\.xml", target):
                name = "ppt/slides/" + target.rsplit("/", 1)[-1]
                slide = [_slide(parse_xml(read_office(archive, name))), *_diagrams(archive, name)]
                parts += ["\n".join(part for part in slide if part), _notes(archive, name)]
    return "\n\n".join(part for part in parts if part)


def _beside(archive: ZipFile, slide: str, kind: str, folder: str) -> Iterator[Element]:
    """Parts of a kind that a slide has."""
    relations = f"ppt/slides/_rels/{slide.rpartition('/')[2]}.rels"
    names = set(archive.namelist())
    if relations not in names:
        return
    for one in parse_xml(read_member(archive, relations)).iter(_RELATION):
        name = f"ppt/{folder}/{one.get('Target', '').rpartition('/')[2]}"
        if one.get("Type", "").endswith(f"/{kind}") and name in names:
            yield parse_xml(read_office(archive, name))


def _notes(archive: ZipFile, slide: str) -> str:
    """What the speaker noted for a slide."""
    for notes in _beside(archive, slide, "notesSlide", "notesSlides"):
        return "\n".join(
            line
            for shape in notes.iter(f"{_P}sp")
            if (place := shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")) is not None
            and place.get("type") == "body"
            for line in _lines(shape)
        )
    return ""


def _diagrams(archive: ZipFile, slide: str) -> list[str]:
    """The words in its SmartArt."""
    return [
        f"- {line}"
        for diagram in _beside(archive, slide, "diagramData", "diagrams")
        for line in _lines(diagram)
    ]


def _slide(slide: Element) -> str:
    title, points = "", []
    for shape in slide.iter(f"{_P}sp"):
        place = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        lines = _lines(shape)
        if place is not None and place.get("type") in {"title", "ctrTitle"} and not title:
            title = " ".join(lines)
        else:
            points += [f"- {line}" for line in lines]
    for cell in slide.iter(f"{_A}tc"):
        points += [f"- {line}" for line in _lines(cell)]
    return "\n".join([title, *points] if title else points)


def _lines(element: Element) -> list[str]:
    return [line for line in map(_words, element.iter(f"{_A}p")) if line]


def _words(paragraph: Element) -> str:
    """Its words, those of formulas too; a break parts them."""
    runs = (
        " " if node.tag == f"{_A}br" else (node.text or "") if node.tag in _SAID else ""
        for node in paragraph.iter()
    )
    return " ".join("".join(runs).split())
