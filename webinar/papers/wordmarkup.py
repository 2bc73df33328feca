"""What mammoth passes over in a DOCX, put into the markup that it reads (ECMA-376 part 1).

Text boxes and pictures in groups, fields, ruby, words written in another direction; hidden words
and the table of contents go, formulas become words.
"""

from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from webinar.papers import marks
from webinar.papers.formulas import tex_of_omml
from webinar.papers.wordstyles import heading_style, outline_level

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_MATHS = {f"{_M}oMath", f"{_M}oMathPara"}
_BOX = f"{_W}txbxContent"
_SHOWS = {_BOX, f"{_W}t", f"{_PIC}pic", *_MATHS}
#: signs that mammoth knows by another name
_SPOKEN = {f"{_W}cr": f"{_W}br", f"{_W}ptab": f"{_W}tab"}
#: longer paragraphs are no headings, whatever level they say they have
_LONGEST_HEADING = 300


def tame(root: Element, headings: set[str]) -> None:
    """Change the part in place; `headings` are the styles that already mean headings."""
    _walk(root)
    for paragraph in root.iter(f"{_W}p"):
        _raise(paragraph, headings)
    _mark(root)


def _walk(parent: Element) -> None:
    kept: list[Element] = []
    for child in parent:
        kept += _tamed(child)
    parent[:] = kept


def _tamed(child: Element) -> list[Element]:
    tag = child.tag
    if tag == f"{_MC}AlternateContent":
        chosen = _chosen(child)
        return [one for part in chosen for one in _tamed(part)] if chosen is not None else []
    if tag == f"{_W}ruby":
        base = child.find(f"{_W}rubyBase")
        return [one for part in base for one in _tamed(part)] if base is not None else []
    if (tag == f"{_W}r" and _is_hidden(child)) or (tag == f"{_W}sdt" and _is_contents(child)):
        return []
    if tag in _SPOKEN:
        child.tag = _SPOKEN[tag]
        return [child]
    _walk(child)
    if tag in {f"{_W}bdo", f"{_W}dir"}:
        return list(child)
    if tag == f"{_W}fldSimple":
        return _field(child)
    if tag in {f"{_W}drawing", f"{_W}pict", f"{_W}object"}:
        return _drawing(child)
    return [child]


def _chosen(either: Element) -> Element | None:
    """Of a drawing in new and old markup the one that shows something."""
    choice, old = either.find(f"{_MC}Choice"), either.find(f"{_MC}Fallback")
    if choice is not None and any(one.tag in _SHOWS for one in choice.iter()):
        return choice
    return old if old is not None else choice


def _is_on(look: Element | None, name: str) -> bool:
    found = look.find(f"{_W}{name}") if look is not None else None
    return found is not None and found.get(f"{_W}val") not in {"0", "false", "off"}


def _is_hidden(run: Element) -> bool:
    look = run.find(f"{_W}rPr")
    # The characters that begin and end a field are needed, hidden or not.
    is_field = any(one.tag in {f"{_W}fldChar", f"{_W}instrText"} for one in run)
    return not is_field and (_is_on(look, "vanish") or _is_on(look, "webHidden"))


def _is_contents(part: Element) -> bool:
    found = part.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return found is not None and found.get(f"{_W}val") == "Table of Contents"


def _field(simple: Element) -> list[Element]:
    """The same field as its programs write it in full."""

    def run(name: str, text: str = "", **attributes: str) -> Element:
        made = Element(f"{_W}r")
        inside = ElementTree.SubElement(made, f"{_W}{name}")
        inside.text = text
        for key, value in attributes.items():
            inside.set(f"{_W}{key}", value)
        return made

    return [
        run("fldChar", fldCharType="begin"),
        run("instrText", simple.get(f"{_W}instr", "")),
        run("fldChar", fldCharType="separate"),
        *simple,
        run("fldChar", fldCharType="end"),
    ]


def _drawing(drawing: Element) -> list[Element]:
    """It, and what stands in its text boxes."""
    for shape in drawing.iter(f"{_V}shape"):
        for picture in shape.iter(f"{_V}imagedata") if shape.get("alt") else ():
            picture.set(f"{_O}title", shape.get("alt", ""))
    boxes: list[Element] = []
    _take_boxes(drawing, boxes)
    found = [drawing]
    direct = {id(one) for one in drawing.iterfind(f"*/{_A}graphic/{_A}graphicData/{_PIC}pic")}
    pictures = [one for one in drawing.iter(f"{_PIC}pic") if id(one) not in direct]
    found += [_single(picture) for picture in pictures]
    for box in boxes:
        frame = Element(f"{_W}pict")
        shape = ElementTree.SubElement(frame, f"{_V}shape")
        ElementTree.SubElement(shape, f"{_V}textbox").append(box)
        found.append(frame)
    return found


def _take_boxes(element: Element, found: list[Element]) -> None:
    for part in list(element):
        if part.tag == _BOX:
            element.remove(part)
            found.append(part)
        else:
            _take_boxes(part, found)


def _single(picture: Element) -> Element:
    """A picture of a group as a drawing of its own."""
    drawing = Element(f"{_W}drawing")
    inline = ElementTree.SubElement(drawing, f"{_WP}inline")
    words = picture.find(f"{_PIC}nvPicPr/{_PIC}cNvPr")
    said = ElementTree.SubElement(inline, f"{_WP}docPr")
    said.set("descr", words.get("descr", "") if words is not None else "")
    graphic = ElementTree.SubElement(inline, f"{_A}graphic")
    ElementTree.SubElement(graphic, f"{_A}graphicData").append(picture)
    return drawing


def _raise(paragraph: Element, headings: set[str]) -> None:
    """A paragraph that says its own level in the outline is a heading."""
    look = paragraph.find(f"{_W}pPr")
    level = outline_level(look)
    if look is None or not level:
        return
    style = look.find(f"{_W}pStyle")
    length = sum(len(node.text or "") for node in paragraph.iter(f"{_W}t"))
    if length > _LONGEST_HEADING or (style is not None and style.get(f"{_W}val") in headings):
        return
    if style is None:
        style = Element(f"{_W}pStyle")
        look.insert(0, style)
    style.set(f"{_W}val", heading_style(level))


def _mark(root: Element) -> None:
    """Formulas become words."""
    for parent in list(root.iter()):
        if parent.tag == f"{_W}t" and parent.text:
            parent.text = marks.unmarked(parent.text)
        if parent.tag in _MATHS:
            continue
        for place, child in enumerate(list(parent)):
            if child.tag in _MATHS and parent.tag not in _MATHS:
                parent[place] = _as_run(child)


def _as_run(math: Element) -> Element:
    """A run whose text is the formula."""
    formulas = math.findall(f"{_M}oMath") if math.tag == f"{_M}oMathPara" else [math]
    words = " ".join(filter(None, (tex_of_omml(one) for one in formulas)))
    run = Element(f"{_W}r")
    ElementTree.SubElement(run, f"{_W}t").text = marks.formula(words)
    return run
