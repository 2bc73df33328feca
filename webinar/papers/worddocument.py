"""A DOCX as simple HTML (ECMA-376 part 1): mammoth reads it, after what it does not know is marked.

Styles are told by meaning (wordstyles), what mammoth passes over is put into markup that it reads
(wordmarkup), the numbers of lists are counted (wordnumbers), pictures are handed out one by one.
"""

import io
import posixpath
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from webinar.core.archives import open_archive, parse_xml, read_member, read_office
from webinar.papers import wordstyles
from webinar.papers.wordmarkup import tame
from webinar.papers.wordnumbers import Numbers
from webinar.papers.wordstyles import Styles

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
#: parts whose words are shown, and those that say how
_SHOWN = ("document", "footnotes", "endnotes")
_KINDS = ("styles", "numbering", "footnotes", "endnotes")
_DEEPEST = 400
# The deeper list styles say their depth by their name only (section 17.9.23).
_DEEPER = "\n".join(
    f"p[style-name='List {name} {depth}'] => {'ul|ol > li > ' * (depth - 1)}{tag} > li:fresh"
    for name, tag in (("Bullet", "ul"), ("Number", "ol"))
    for depth in (2, 3, 4, 5)
)
_STYLES = f"""p[style-name='Title'] => h1:fresh
p[style-name='{wordstyles.QUOTE}'] => blockquote > p:fresh
p[style-name='{wordstyles.CAPTION}'] => p.caption:fresh
p[style-name='{wordstyles.PROGRAM}'] => pre:separator('\\n')
p[style-name='{wordstyles.CONTENTS}'] => !
p[style-name='{wordstyles.LINE}'] => hr:fresh
r[style-name='{wordstyles.PROGRAM}'] => code
r[style-name='{wordstyles.STRONG}'] => strong
r[style-name='{wordstyles.EMPHASIS}'] => em
r[style-name='{wordstyles.BOTH}'] => strong > em
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
    """The same container with what mammoth passes over in words that it knows.

    What nobody needs to show the text is left out, broken or not. mammoth's own parser would expand
    entities; ours refuses them.
    """
    out = io.BytesIO()
    names = set(archive.namelist())
    parts = _parts(archive, names)
    roots = {name: parse_xml(read_office(archive, name), deepest=_DEEPEST) for name in parts}
    by_kind = {parts[name]: root for name, root in roots.items()}
    styles, numbering = by_kind.get("styles"), by_kind.get("numbering")
    told = Styles(styles) if styles is not None else None
    if told is not None:
        told.tell()
    numbers = Numbers(numbering, told)
    pictures: set[str] = set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as copy:
        for name in sorted(names):
            if name == "[Content_Types].xml" or name.endswith(".rels"):
                data = read_office(archive, name)
                pictures |= _pictures(name, parse_xml(data, deepest=_DEEPEST))
                copy.writestr(name, data)
        for name, root in roots.items():
            if parts[name] in _SHOWN:
                tame(root, told.headings if told is not None else set())
                numbers.mark(root)
            data = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
            copy.writestr(name, data)
        for name in sorted(pictures & (names - parts.keys())):
            copy.writestr(name, read_member(archive, name))
    out.seek(0)
    return out


def _parts(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    """The parts with words, styles and numbers: name -> kind (ECMA-376 part 2, section 9.3)."""
    main = next(iter(_targets(archive, "_rels/.rels", "officeDocument", names)), "")
    main = main if main in names else "word/document.xml"
    found = {main: "document"} if main in names else {}
    folder, name = posixpath.split(main)
    relations = f"{folder}/_rels/{name}.rels".removeprefix("/")
    for kind in _KINDS:
        at = next(iter(_targets(archive, relations, kind, names)), f"{folder}/{kind}.xml")
        if at in names:
            found.setdefault(at, kind)
    return found


def _targets(archive: zipfile.ZipFile, relations: str, kind: str, names: set[str]) -> list[str]:
    if relations not in names:
        return []
    root = parse_xml(read_member(archive, relations))
    return [at for at, said in _relations(relations, root) if said == kind]


def _relations(name: str, root: Element) -> list[tuple[str, str]]:
    """Names of members that a list of relationships leads to, each with its kind."""
    folder = posixpath.dirname(posixpath.dirname(name))
    return [
        (
            posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).strip("/"),
            one.get("Type", "").rpartition("/")[2],
        )
        for one in root.iter(_RELATION)
        if one.get("TargetMode") != "External"
    ]


def _pictures(name: str, root: Element) -> set[str]:
    return {at for at, kind in _relations(name, root) if kind == "image"}
