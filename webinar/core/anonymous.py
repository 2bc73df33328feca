"""Copies of files that do not say who made them, written in the sandbox.

A PDF is written anew without Info and XMP; of Office documents the parts about authors are left
out, and the addresses of folders; pictures in either lose what the camera noted. Whatever holds
one of the given words afterwards is not given out at all.
"""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from webinar.core.bylines import MARKDOWN, TEX, Authors, plain_tex
from webinar.core.namesearch import Names
from webinar.core.plainerror import N_
from webinar.core.sandbox import UNREADABLE, ConversionFailed, run
from webinar.core.textfiles import NotText, decode_text

NAMED = N_(
    "This file says who wrote it, so it is held back while names are hidden. The organizers can"
    " ask for one without names."
)
PDF = "application/pdf"
_TEXTS = (TEX, MARKDOWN, "text/plain")
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
#: parts of Office documents that tell of people, and of nothing else
_PERSONAL = re.compile(
    r"^(?:docProps/|.*/?people\.xml$|.*comments[^/]*\.xml$|.*commentAuthors\.xml$|meta\.xml$"
    r"|.*/authors(?:/|\.xml$)|.*[cC]omments/|Thumbnails/|customXml/|.*/persons/|.*/printerSettings/)"
)
#: attributes of tracked changes and elements of annotations
_WRITER = re.compile(
    rb"(?P<name>\s(?:w:author|w:initials|w15:author|w:userId|w15:userId|w15:providerId))"
    rb"=(?:\"[^\"]*\"|'[^']*')"
)
_ELEMENTS = re.compile(
    rb"<(?P<tag>dc:creator|meta:initial-creator|dc:contributor|meta:creator-initials"
    rb"|text:author-name|text:author-initials|text:creator|text:initial-creator|text:printed-by"
    rb"|meta:printed-by|text:file-name|text:sender-[a-z-]+)(?P<more>[^>]*)>[^<]*</(?P=tag)>"
)
#: folders are named after people: the template of a text, the place of a workbook, a printer
_FOLDER = re.compile(
    rb"(?P<before>\b(?:Target|url)=\")file:[^\"]*(?P<after>\")"
    rb"|(?P<item><config:config-item config:name=\"(?:PrinterName|PrinterSetup)\"[^>]*>)[^<]*"
)
_TAG = re.compile(rb"<[^<>]*>")
_LINE_END = re.compile(
    rb"</(?:w:p|a:p|text:p|text:h)>|<(?:w:br|w:cr|a:br|text:line-break)\b[^>]*/>"
)
_PLACE = re.compile(
    rb"<x15ac:absPath\b[^<>]*/>|<w:docVars>(?:(?!<w:docVars>).)*?</w:docVars>"
    rb"|<metadata\b[^<>]*>(?:(?!<metadata\b).)*?</metadata>"
    rb"|\s(?:sodipodi:docname|inkscape:export-filename)=\"[^<>\"]*\"",
    re.DOTALL,
)
#: whose folder a picture came from stands in its description, in fields, in links
_HOME = re.compile(
    rb"(?P<before>[A-Za-z]:[\\/]+(?:Users|Documents(?: |%20)and(?: |%20)Settings)[\\/]+"
    rb"|(?<![\w.])/(?:home|Users)/|:Users:)[^\\/:\"'<>&]+",
    re.IGNORECASE,
)
#: what drawings and fields call a picture is the name of its file
_CALLED = re.compile(
    rb"(?P<before>\s(?:name|descr|title|o:title|draw:name)=)"
    rb"(?:\"[^\"]*\.(?:jpe?g|png|gif|tiff?|bmp|svg|emf|wmf|eps|pdf)\""
    rb"|'[^']*\.(?:jpe?g|png|gif|tiff?|bmp|svg|emf|wmf|eps|pdf)')",
    re.IGNORECASE,
)
_PNG = b"\x89PNG\r\n\x1a\n"
#: of a PNG: what is drawn, and nothing that is told
_DRAWN = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD pHYs hIST acTL fcTL fdAT".split()
)
#: of a PDF: what a text, or a picture that LaTeX took into it, says of its making
_TOLD = re.compile(
    rb"/(?:Author|Creator|Producer|Title|Subject|Keywords|PTEX\.FileName|PTEX\.Fullbanner)\s*"
    rb"(?:\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>)",
    re.DOTALL,
)
_STREAMS = re.compile(rb"(\bstream\r?\n.*?endstream)", re.DOTALL)
#: a word that goes on in the next line, as people and pdfium write it
_BROKEN = re.compile("[\ufffe\x02]\\s*|[-\u00ad\u2010]\\s*\n\\s*")
_STREAM = re.compile(rb"<<(?P<head>(?:(?!endobj).)*?)>>\s*stream\r?\n", re.DOTALL)
#: most bytes that one part unpacks to
_MOST_UNPACKED = 200 * 1024 * 1024
#: documents within documents
_DEEPEST = 2


def anonymous_copy(
    path: Path,
    media_type: str,
    words: Sequence[str],
    families: Sequence[str] = (),
    *,
    seconds: float = 60,
) -> bytes:
    """The file without its authors. Raises ConversionFailed with a sentence for who reads it.

    `families` are names that may be words like any other: they hold a file back where authors
    stand.
    """
    order = {
        "path": str(path.resolve()),
        "media_type": media_type,
        "words": list(words),
        "families": list(families),
    }
    answer: bytes = run("webinar.core.anonymous:_copy", order, seconds=seconds)
    return answer


class Wanted:
    """What must not stand there: words as bytes have them, names as people write them."""

    def __init__(self, words: Sequence[str], families: Sequence[str] = ()) -> None:
        # Two signs of Chinese are a name; three letters stand in too many words.
        found = [one for one in words if len(one) > 3 or not one.isascii()]
        self.words = [one.casefold() for one in found]
        self.names = Names(found)
        self.authors = Authors(words, families)


def _copy(path: str, media_type: str, words: list[str], families: Sequence[str] = ()) -> bytes:
    """Runs in the child process."""
    found = Wanted(words, families)
    if media_type == PDF:
        return _pdf(path, found)
    if media_type.startswith((_OFFICE, _OPEN)):
        return _office(path, found)
    data = _pixels(path) if media_type.startswith("image/") else Path(path).read_bytes()
    _refuse(data, found)
    if media_type in _TEXTS:
        _refuse_source(data, media_type, found)
    else:
        _refuse_text(data.decode("utf-8", "ignore"), found)
    if zipfile.is_zipfile(io.BytesIO(data)):
        # What else is in there nobody can tell.
        raise ConversionFailed(NAMED)
    return data


def _refuse_source(data: bytes, media_type: str, words: Wanted) -> None:
    """Text as its author typed it, in whatever encoding."""
    try:
        text = decode_text(data)
    except NotText:
        raise ConversionFailed(UNREADABLE) from None
    read = plain_tex(text) if media_type == TEX else re.sub(r"<[^<>]*>", "", html.unescape(text))
    for form in (text, read):
        _refuse_text(form, words)
    if words.authors.are_told_in_source(text, media_type):
        raise ConversionFailed(NAMED)


def _pixels(path: str) -> bytes:
    """A picture without what cameras and programs write beside it."""
    from PIL import Image, ImageOps

    made = io.BytesIO()
    with Image.open(path) as found:
        kind = found.format
        upright = ImageOps.exif_transpose(found)
        plain = Image.new(upright.mode, upright.size)
        if upright.mode == "P":
            plain.putpalette(upright.palette or b"")
        plain.paste(upright)
        plain.save(made, kind)
    return made.getvalue()


def _pdf(path: str, words: Wanted) -> bytes:
    import pypdfium2
    from pypdfium2 import raw

    try:
        source = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        raise ConversionFailed(UNREADABLE) from None
    made = pypdfium2.PdfDocument.new()
    made.import_pages(source)
    for number in range(len(made)):
        page = made[number]
        # Comments carry the names of who wrote them, links addresses.
        while raw.FPDFPage_GetAnnotCount(page.raw) > 0:
            if not raw.FPDFPage_RemoveAnnot(page.raw, 0):
                raise ConversionFailed(UNREADABLE)
        text = page.get_textpage().get_text_bounded()
        _refuse_text(text, words)
        told = words.authors.are_told if number == 0 else words.authors.are_told_on_page
        if told(text):
            raise ConversionFailed(NAMED)
    out = io.BytesIO()
    made.save(out)
    data = _plain_photographs(_without_metadata(bytearray(out.getvalue())))
    _refuse(data, words)
    for packed in _streams(data):
        _refuse(packed, words)
    return data


def _without_metadata(data: bytearray) -> bytes:
    """XMP and notes that pages and pictures bring along become blanks: every offset stays right."""
    for found in _STREAM.finditer(bytes(data)):
        if b"/Metadata" not in found["head"] or b"/XML" not in found["head"]:
            continue
        end = data.find(b"endstream", found.end())
        if end > 0:
            data[found.end() : end] = b" " * (end - found.end())
    pieces = _STREAMS.split(bytes(data))
    pieces[::2] = [_TOLD.sub(lambda found: b" " * len(found[0]), one) for one in pieces[::2]]
    return b"".join(pieces)


def _plain_photographs(data: bytes) -> bytes:
    made = bytearray(data)
    for found in _STREAM.finditer(data):
        if b"DCTDecode" in found["head"]:
            end = data.find(b"endstream", found.end())
            if end > 0 and data.startswith(b"\xff\xd8\xff", found.end()):
                made[found.end() : end] = _plain_jpeg(data[found.end() : end])
    return bytes(made)


def _streams(data: bytes) -> Any:
    for found in _STREAM.finditer(data):
        if b"FlateDecode" not in found["head"]:
            continue
        reader = zlib.decompressobj()
        try:
            yield reader.decompress(data[found.end() :], _MOST_UNPACKED)
        except zlib.error:
            continue


def _office(file: str | io.BytesIO, words: Wanted, *, depth: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w") as made:
        names = [one for one in source.infolist() if not one.is_dir()]
        left_out = {one.filename for one in names if _PERSONAL.match(one.filename)}
        for entry in names:
            if entry.filename in left_out:
                continue
            if entry.file_size > _MOST_UNPACKED:
                raise ConversionFailed(UNREADABLE)
            part = source.read(entry)
            if entry.filename.endswith((".xml", ".rels", ".svg")):
                part = _as_utf8(part)
            if zipfile.is_zipfile(io.BytesIO(part)):
                # A workbook behind a chart, say, which has authors of its own.
                if depth == _DEEPEST or not part.startswith(b"PK"):
                    raise ConversionFailed(NAMED)
                part = _office(io.BytesIO(part), words, depth=depth + 1)
            if entry.filename.endswith((".xml", ".rels", ".svg")):
                part = _clean_xml(part, left_out)
            part = _plain_picture(part)
            _refuse(part, words)
            if entry.filename.endswith(".xml"):
                # A name may stand in several runs of a paragraph.
                lines = html.unescape(
                    _TAG.sub(b"", _LINE_END.sub(b"\n", part)).decode("utf-8", "ignore")
                )
                _refuse_text(lines, words)
                if words.authors.are_told(lines):
                    raise ConversionFailed(NAMED)
            # One fixed date: the real one says when its author worked.
            kept = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            kept.compress_type = entry.compress_type
            made.writestr(kept, part)
    return out.getvalue()


def _as_utf8(part: bytes) -> bytes:
    """XML may be written in UTF-16 (XML 1.0, 4.3.3); what is looked for is not."""
    if not part.startswith((b"\xff\xfe", b"\xfe\xff")):
        return part
    return re.sub(
        r"\A(<\?xml[^>]*?)\s+encoding=[\"'][^\"']*[\"']", r"\1", part.decode("utf-16", "replace")
    ).encode()


def _clean_xml(part: bytes, left_out: set[str]) -> bytes:
    part = _WRITER.sub(lambda found: found["name"] + b'=""', part)
    part = _PLACE.sub(b"", _FOLDER.sub(_nowhere, part))
    part = _HOME.sub(rb"\g<before>-", _CALLED.sub(rb'\g<before>""', part))
    part = _ELEMENTS.sub(
        lambda found: b"<" + found["tag"] + found["more"] + b"></" + found["tag"] + b">", part
    )
    for name in left_out:
        last = re.escape(name.rpartition("/")[2].encode())
        whole = re.escape(name.encode())
        part = re.sub(
            rb"<(?:Relationship|Override|manifest:file-entry)\b[^>]*"
            rb"(?:Target|PartName|manifest:full-path)=\"/?(?:[^\"]*/)?(?:"
            + whole
            + rb"|"
            + last
            + rb")\"[^>]*(?:/>|></Relationship>|></Override>|></manifest:file-entry>)",
            b"",
            part,
        )
    # What a comment was tied to would point at nothing.
    return re.sub(rb"<w:comment(?:RangeStart|RangeEnd|Reference)\b[^>]*/>", b"", part)


def _nowhere(found: re.Match[bytes]) -> bytes:
    if found["item"]:
        return found["item"]
    return found["before"] + b"about:blank" + found["after"]


def _plain_picture(data: bytes) -> bytes:
    """A JPEG or PNG without what was noted in it; anything else as it is."""
    if data.startswith(b"\xff\xd8\xff"):
        return _plain_jpeg(data)
    if not data.startswith(_PNG):
        return data
    made, at = [_PNG], len(_PNG)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        if data[at + 4 : at + 8] in _DRAWN:
            made.append(data[at:end])
        at = end
    return b"".join(made)


def _plain_jpeg(data: bytes) -> bytes:
    """What stands before the picture itself becomes blanks, so that its length stays the same."""
    made, at = bytearray(data), 2
    while at + 4 <= len(made) and made[at] == 0xFF and made[at + 1] != 0xDA:
        marker, length = made[at + 1], int.from_bytes(made[at + 2 : at + 4], "big")
        end = at + 2 + length
        # Exif, XMP, what programs for pictures keep, remarks; not the colours (APP2, APP14).
        if marker in (0xE1, 0xED, 0xFE) and end <= len(made):
            made[at + 4 : end] = bytes(length - 2)
        at = end
    return bytes(made)


def _refuse_text(text: str, words: Wanted) -> None:
    if words.names.stand_in(text) or words.names.stand_in(_BROKEN.sub("", text)):
        raise ConversionFailed(NAMED)


def _refuse(data: bytes, words: Wanted) -> None:
    """Raises ConversionFailed when one of the words stands in the bytes, however it is written."""
    forms = [
        data.decode("utf-8", "ignore").casefold(),
        data.decode("utf-16-be", "ignore").casefold(),
        data.decode("utf-16-le", "ignore").casefold(),
    ]
    for word in words.words:
        if any(word in form for form in forms):
            raise ConversionFailed(NAMED)
        plain = word.encode("ascii", "ignore").hex()
        if len(word) > 5 and word.isascii() and plain in forms[0]:
            raise ConversionFailed(NAMED)
