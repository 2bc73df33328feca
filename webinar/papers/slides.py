"""The words on the slides of a PPTX, as an outline for the search (ECMA-376 part 1)."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from webinar.core.archives import open_archive, parse_xml, read_member

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MOST_SLIDES = 1000


def pptx_outline(path: Path) -> str:
    """Slide by slide the title, under it one line per paragraph of text ("- ..."), then its notes.

    Raises BadArchive, KeyError without a presentation.
    """
    with open_archive(path) as archive:
        relations = parse_xml(read_member(archive, "ppt/_rels/presentation.xml.rels"))
        targets = {each.get("Id", ""): each.get("Target", "") for each in relations.iter(_RELATION)}
        order = parse_xml(read_member(archive, "ppt/presentation.xml")).iter(f"{_P}sldId")
        parts = []
        for entry in list(order)[:_MOST_SLIDES]:
            target = targets.get(entry.get(f"{_R}id", ""), "")
            if re.fullmatch(r"/?(?:ppt/)?slides/[\w.-]+\.xml", target):
                name = "ppt/slides/" + target.rsplit("/", 1)[-1]
                parts.append(_slide(parse_xml(read_member(archive, name))))
                parts.append(_notes(archive, name.rsplit("/", 1)[-1]))
    return "\n\n".join(part for part in parts if part)


def _notes(archive: ZipFile, slide: str) -> str:
    """What the speaker noted for a slide."""
    relations = f"ppt/slides/_rels/{slide}.rels"
    if relations not in archive.namelist():
        return ""
    for one in parse_xml(read_member(archive, relations)).iter(_RELATION):
        target = one.get("Target", "").rsplit("/", 1)[-1]
        name = f"ppt/notesSlides/{target}"
        if one.get("Type", "").endswith("/notesSlide") and name in archive.namelist():
            shapes = parse_xml(read_member(archive, name)).iter(f"{_P}sp")
            return "\n".join(
                line
                for shape in shapes
                if (place := shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")) is not None
                and place.get("type") == "body"
                for line in map(_words, shape.iter(f"{_A}p"))
                if line
            )
    return ""


def _slide(slide: Element) -> str:
    title, points = "", []
    for shape in slide.iter(f"{_P}sp"):
        place = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
        lines = [line for line in map(_words, shape.iter(f"{_A}p")) if line]
        if place is not None and place.get("type") in {"title", "ctrTitle"} and not title:
            title = " ".join(lines)
        else:
            points += [f"- {line}" for line in lines]
    for cell in slide.iter(f"{_A}tc"):
        points += [f"- {line}" for line in map(_words, cell.iter(f"{_A}p")) if line]
    return "\n".join([title, *points] if title else points)


def _words(paragraph: Element) -> str:
    runs = (node.text or "" for node in paragraph.iter(f"{_A}t"))
    return " ".join("".join(runs).split())
