"""Copies of files that do not say who made them, written in the sandbox.

A PDF is written anew without Info and XMP; of Office documents the parts about authors are left
out. Whatever holds one of the given words afterwards is not given out at all.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from webinar.core.plainerror import N_
from webinar.core.sandbox import UNREADABLE, ConversionFailed, run

NAMED = N_(
    "This file says who wrote it, so it is held back while names are hidden. The organizers can"
    " ask for one without names."
)
PDF = "application/pdf"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
#: parts of Office documents that tell of people, and of nothing else
_PERSONAL = re.compile(
    r"^(?:docProps/|.*/?people\.xml$|.*comments[^/]*\.xml$|.*commentAuthors\.xml$|meta\.xml$"
    r"|.*/authors/|Thumbnails/|customXml/|.*/persons/)"
)
#: attributes of tracked changes and elements of annotations
_WRITER = re.compile(
    rb"(?P<name>\s(?:w:author|w:initials|w15:author|w:userId|w15:userId|w15:providerId))"
    rb"=(?:\"[^\"]*\"|'[^']*')"
)
_ELEMENTS = re.compile(
    rb"<(?P<tag>dc:creator|meta:initial-creator|dc:contributor|meta:creator-initials"
    rb"|text:author-name|text:author-initials|text:sender-[a-z-]+)(?P<more>[^>]*)>[^<]*</(?P=tag)>"
)
_STREAM = re.compile(rb"<<(?P<head>(?:(?!endobj).)*?)>>\s*stream\r?\n", re.DOTALL)
#: most bytes that one part unpacks to
_MOST_UNPACKED = 200 * 1024 * 1024
#: documents within documents
_DEEPEST = 2


def anonymous_copy(
    path: Path, media_type: str, words: Sequence[str], *, seconds: float = 60
) -> bytes:
    """The file without its authors. Raises ConversionFailed with a sentence for who reads it."""
    order = {"path": str(path.resolve()), "media_type": media_type, "words": list(words)}
    answer: bytes = run("webinar.core.anonymous:_copy", order, seconds=seconds)
    return answer


def _copy(path: str, media_type: str, words: list[str]) -> bytes:
    """Runs in the child process."""
    found = [word.casefold() for word in words if len(word) > 3]
    if media_type == PDF:
        return _pdf(path, found)
    if media_type.startswith((_OFFICE, _OPEN)):
        return _office(path, found)
    data = Path(path).read_bytes()
    _refuse(data, found)
    if zipfile.is_zipfile(io.BytesIO(data)):
        # What else is in there nobody can tell.
        raise ConversionFailed(NAMED)
    return data


def _pdf(path: str, words: list[str]) -> bytes:
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
        _refuse(" ".join(text.split()).encode(), words)
    out = io.BytesIO()
    made.save(out)
    data = _without_metadata(bytearray(out.getvalue()))
    _refuse(data, words)
    for packed in _streams(data):
        _refuse(packed, words)
    return data


def _without_metadata(data: bytearray) -> bytes:
    """XMP that pages and pictures bring along becomes blanks, so that every offset stays right."""
    for found in _STREAM.finditer(bytes(data)):
        if b"/Metadata" not in found["head"] or b"/XML" not in found["head"]:
            continue
        end = data.find(b"endstream", found.end())
        if end > 0:
            data[found.end() : end] = b" " * (end - found.end())
    return bytes(data)


def _streams(data: bytes) -> Any:
    for found in _STREAM.finditer(data):
        if b"FlateDecode" not in found["head"]:
            continue
        reader = zlib.decompressobj()
        try:
            yield reader.decompress(data[found.end() :], _MOST_UNPACKED)
        except zlib.error:
            continue


def _office(file: str | io.BytesIO, words: list[str], *, depth: int = 0) -> bytes:
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
            if zipfile.is_zipfile(io.BytesIO(part)):
                # A workbook behind a chart, say, which has authors of its own.
                if depth == _DEEPEST or not part.startswith(b"PK"):
                    raise ConversionFailed(NAMED)
                part = _office(io.BytesIO(part), words, depth=depth + 1)
            if entry.filename.endswith((".xml", ".rels")):
                part = _clean_xml(part, left_out)
            _refuse(part, words)
            if entry.filename.endswith(".xml"):
                # A name may stand in several runs of a paragraph.
                _refuse(b" ".join(re.sub(rb"<[^>]*>", b"", part).split()), words)
            # One fixed date: the real one says when its author worked.
            kept = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            kept.compress_type = entry.compress_type
            made.writestr(kept, part)
    return out.getvalue()


def _clean_xml(part: bytes, left_out: set[str]) -> bytes:
    part = _WRITER.sub(lambda found: found["name"] + b'=""', part)
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


def _refuse(data: bytes, words: list[str]) -> None:
    """Raises ConversionFailed when one of the words stands in the bytes, however it is written."""
    forms = [
        data.decode("utf-8", "ignore").casefold(),
        data.decode("utf-16-be", "ignore").casefold(),
        data.decode("utf-16-le", "ignore").casefold(),
    ]
    for word in words:
        if any(word in form for form in forms):
            raise ConversionFailed(NAMED)
        plain = word.encode("ascii", "ignore").hex()
        if len(word) > 5 and word.isascii() and plain in forms[0]:
            raise ConversionFailed(NAMED)
