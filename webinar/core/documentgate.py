"""What documents may not hold: programs, passwords, other files, tricks of XML, huge pictures.

Part of the gate (core/filetypes.py). Nothing is unpacked or kept in memory beyond some hundred
kilobytes; what hides from this look is still given out as an attachment that runs nothing.
"""

import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from xml.parsers import expat

from webinar.core.archives import (
    LOCKED,
    BadArchive,
    check_archive,
    parse_xml,
    read_member,
    unpacking,
)
from webinar.core.picturesize import MAX_PIXELS, in_millions, is_picture, pixels_in
from webinar.core.plainerror import N_, PlainError

FILES_IN_DOCUMENT = N_(
    "This document has a file of another program inside. Put a picture of it there instead, or hand"
    " in a PDF."
)
TRICKS = N_(
    "This document defines shortcuts in its own code (entities), which no program writes. Save it"
    " again, or hand in a PDF."
)
TEMPLATE_ELSEWHERE = N_(
    "This document loads its template from another site. Attach the ordinary template, save it, and"
    " hand it in again."
)
PART_ELSEWHERE = N_(
    "This document loads a picture or another part from another site (%(where)s) when somebody"
    " opens it. Put it into the document itself, save it, and hand it in again."
)
MACROS = N_(
    "This document holds macros, which are programs. Save it as DOCX without macros or PDF."
)
STARTS_PROGRAM = N_(
    "This document has a field that starts another program (DDE). Replace it by what it shows, save"
    " it, and hand it in again."
)
ACTIVE_DRAWING = N_(
    "A drawing in this document (%(name)s) holds a program. Put a picture there instead, or hand in"
    " a PDF."
)
HUGE_PICTURE = N_(
    "A picture in this document (%(name)s) has %(found)s million pixels; at most %(most)s are read."
    " Make it smaller in the document, save it, and hand it in again."
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: beginnings of programs and archives
_FOREIGN = (_OLE, b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf")
#: members whose own content is another document, as charts and copied slides have it
_SHEETS = (".xlsx", ".xlsb", ".docx", ".pptx", ".sldx")
_CHUNK = 1024 * 1024
_OVERLAP = 4096
#: most bytes before the root element, and of a list of relationships
_MOST_PROLOG, _MOST_RELATIONS = 256 * 1024, 4 * 1024 * 1024

_MARKUP = (".xml", ".rels", ".rdf", ".vml", ".svg")
_MANIFEST = "META-INF/manifest.xml"
#: document types that programs name (OpenOffice.org 2 in lists, drawing programs in SVG)
_KNOWN_TYPES = ("-//OpenOffice.org//DTD ", "-//W3C//DTD SVG ")
#: shortcuts that a drawing may define: names of namespaces, as Illustrator writes them
_MOST_SHORTCUTS, _LONGEST_SHORTCUT = 40, 200
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
#: what a program loads without being asked; links and films wait for a click
_LOADED = {"image", "oleobject", "frame", "subdocument", "afchunk", "package", "attachedtemplate"}
_ELSEWHERE = r"(?:https?|ftp)s?:|//|\\\\|file:(?://[^/]|/*\\\\|/{4,})"
_IS_ELSEWHERE = re.compile(_ELSEWHERE, re.IGNORECASE)
#: the same in an OpenDocument: what is shown of another place
_SHOWN_ELSEWHERE = re.compile(
    rb"<(?:[\w.-]+:)?(?:image|fill-image|background-image|object|object-ole|plugin|applet"
    rb"|floating-frame|section-source)\s[^<]*?\bhref\s*=\s*[\"'](&#|" + _ELSEWHERE.encode() + rb")"
    rb"([^\"'\s]{0,80})",
    re.IGNORECASE,
)
_ENCRYPTED = re.compile(rb"encryption-data")
_LISTENER = re.compile(rb"<(?:[\w.-]+:)?event-listener\b")
_STARTS = re.compile(
    rb"instr(?:Text\b(?:(?!instrText\b)[^>])*>|\s*=\s*[\"'])\s*DDE(?:AUTO)?\b", re.IGNORECASE
)
_PROGRAM = re.compile(
    rb"<(?:\w+:)?(?:script|foreignObject)\b|\son\w+\s*=|javascript:", re.IGNORECASE
)
_WEB_PAGE = re.compile(rb"\s*(?:<!doctype\s+html|<html|<script)\b", re.IGNORECASE)


def look_into_ole(path: Path) -> None:
    """A document of an older program, or a new one with a password (MS-OFFCRYPTO, 2.3.4)."""
    with path.open("rb") as file:
        if not file.read(8).startswith(_OLE):
            return
        file.seek(0)
        before = b""
        while chunk := file.read(_CHUNK):
            if "EncryptedPackage".encode("utf-16-le") in before + chunk:
                raise PlainError(LOCKED)
            before = chunk[-64:]


def look_into_archive(archive: zipfile.ZipFile) -> None:
    """Raises PlainError or BadArchive for what a member begins with, holds or is called."""
    with suppress(KeyError):
        # Asked first: with a password every other part looks damaged.
        _look_at_markup(archive, archive.getinfo(_MANIFEST), _MANIFEST.lower())
    for member in archive.infolist():
        name = member.filename.lower()
        if name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")):
            raise PlainError(MACROS)
        if "/activex/" in name or name.endswith((".html", ".htm", ".mht", ".rtf")):
            raise PlainError(FILES_IN_DOCUMENT)
        if member.is_dir():
            continue
        head = next(_pieces(archive, member, _OVERLAP), b"")
        if head.startswith(_FOREIGN):
            raise PlainError(FILES_IN_DOCUMENT)
        if head.startswith(b"PK\x03\x04"):
            _look_into_inner(archive, member, name)
        elif is_picture(head):
            _look_at_picture(archive, member)
        plain = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf")
        if name.endswith(_MARKUP) and head:
            _look_at_prolog(archive, member, name)
            _look_at_markup(archive, member, name)
        elif plain.lstrip().startswith(b"<"):
            if _WEB_PAGE.match(plain):
                raise PlainError(FILES_IN_DOCUMENT)
            with suppress(BadArchive):
                # A font or a picture may begin like markup by chance.
                _look_at_prolog(archive, member, name)


def _pieces(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, size: int = _CHUNK
) -> Iterator[bytes]:
    """Its content, each piece with the end of the former one before it. Raises BadArchive."""
    before = b""
    with unpacking(), archive.open(member) as file:
        while piece := file.read(size):
            yield before + piece
            before = piece[-_OVERLAP:]


def _look_into_inner(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    """The table behind a chart: an ordinary document without programs."""
    if "/embeddings/" not in name or not name.endswith(_SHEETS):
        raise PlainError(FILES_IN_DOCUMENT)
    with unpacking(), archive.open(member) as file, zipfile.ZipFile(file) as inner:
        check_archive(inner, member.file_size)
        names = [one.lower() for one in inner.namelist()]
    if any(one.endswith("vbaproject.bin") for one in names):
        raise PlainError(MACROS)
    if any("/embeddings/" in one for one in names):
        raise PlainError(FILES_IN_DOCUMENT)


def _look_at_picture(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    with unpacking(), archive.open(member) as file, tempfile.TemporaryFile() as laid:
        # To go back in a member is to unpack it anew, which a TIFF asks for at each of its tags.
        shutil.copyfileobj(file, laid)
        laid.seek(0)
        pixels = pixels_in(laid)
    if pixels > MAX_PIXELS:
        name = Path(member.filename).name[:60]
        raise PlainError(HUGE_PICTURE, name=name, **in_millions(pixels))


def _look_at_prolog(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    """Nothing is defined before the root element, in whatever encoding. Raises BadArchive, too.

    Names of namespaces in a drawing are let through: values that refer to nothing.
    """
    is_formula, is_drawing = name.endswith("/content.xml"), name.endswith(".svg")
    parser = expat.ParserCreate()
    begun: list[bool] = []
    shortcuts: list[str] = []

    def defined(_name: str, _system: str | None, public: str | None, has_own: bool) -> None:
        # Formulas of old programs name their type, without anything of its own in it.
        is_known = is_formula or (public or "").startswith(_KNOWN_TYPES)
        if not is_known or (has_own and not is_drawing):
            raise PlainError(TRICKS)

    def shortcut(name: str, is_parameter: bool, value: str | None, *_: object) -> None:
        shortcuts.append(name)
        if (
            is_parameter
            or value is None
            or len(value) > _LONGEST_SHORTCUT
            or any(sign in value for sign in "&%<")
            or len(shortcuts) > _MOST_SHORTCUTS
        ):
            raise PlainError(TRICKS)

    parser.StartDoctypeDeclHandler, parser.EntityDeclHandler = defined, shortcut
    parser.StartElementHandler = lambda *_: begun.append(True)
    read = 0
    with unpacking(), archive.open(member) as file:
        while not begun and (piece := file.read(_OVERLAP)):
            try:
                parser.Parse(piece)
            except expat.ExpatError:
                # PowerPoint's VML is no XML farther down.
                if not begun or not name.endswith(".vml"):
                    raise
            read += len(piece)
            if read > _MOST_PROLOG:
                raise PlainError(TRICKS)


def _look_at_markup(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    if name.endswith(".rels"):
        _look_at_relations(read_member(archive, member.filename, _MOST_RELATIONS))
        return
    refusals = _refusals(name)
    for piece in _pieces(archive, member) if refusals else ():
        plain = piece.replace(b"\0", b"")
        for pattern, refusal in refusals:
            if found := pattern.search(plain):
                raise refusal(found, Path(member.filename).name[:60])


_Refusal = Callable[[re.Match[bytes], str], PlainError]


def _refusals(name: str) -> list[tuple[re.Pattern[bytes], _Refusal]]:
    """What a part of that name may not hold, and the error from what was found and its name."""
    if name == "meta-inf/manifest.xml":
        return [(_ENCRYPTED, lambda _found, _name: PlainError(LOCKED))]
    if name in {"content.xml", "styles.xml"}:
        return [
            (_LISTENER, lambda _found, _name: PlainError(MACROS)),
            (_SHOWN_ELSEWHERE, lambda found, _name: PlainError(PART_ELSEWHERE, where=_told(found))),
        ]
    if name.endswith(".svg"):
        return [(_PROGRAM, lambda _found, name: PlainError(ACTIVE_DRAWING, name=name))]
    if name.startswith("word/"):
        return [(_STARTS, lambda _found, _name: PlainError(STARTS_PROGRAM))]
    return []


def _told(found: re.Match[bytes]) -> str:
    return _place((found[1] + found[2]).decode("utf-8", "replace"))


def _look_at_relations(data: bytes) -> None:
    """What a part refers to (ECMA-376 part 2, 9.3)."""
    for one in parse_xml(data).iter(_RELATION):
        kind = one.get("Type", "").rpartition("/")[2].lower()
        target = one.get("Target", "").strip()
        if kind == "afchunk":
            raise PlainError(FILES_IN_DOCUMENT)
        if kind in _LOADED and _IS_ELSEWHERE.match(target):
            if kind == "attachedtemplate":
                raise PlainError(TEMPLATE_ELSEWHERE)
            raise PlainError(PART_ELSEWHERE, where=_place(target))


def _place(target: str) -> str:
    """The machine an address leads to, or as much of the address as is readable."""
    return re.sub(r"^\w+:", "", target).strip("/\\").partition("/")[0].partition("\\")[0][:60]
