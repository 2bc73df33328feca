"""What a PDF may not be or hold: locked, cut off, a program, other files, a file in disguise.

Part of the gate (core/filetypes.py). The look is at the syntax outside of streams and at streams of
objects, a megabyte at a time; what hides better is still given out as an attachment that runs
nothing.
"""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from webinar.core.archives import is_archive
from webinar.core.plainerror import N_, PlainError
from webinar.core.sandbox import ConversionFailed, run

PROTECTED = N_("This PDF is protected by a password. Save it without one and hand it in again.")
RESTRICTED = N_(
    "This PDF opens without a password, but it is locked against copying and changes. Save it"
    " without restrictions, or print it to PDF, and hand in the new file."
)
ACTIVE_PDF = N_(
    "This PDF holds a program (JavaScript, or a command to open another file). Print it to PDF"
    " again and hand in the new file."
)
FILES_IN_PDF = N_(
    "This PDF has other files attached to it. Print it to PDF again without them, and hand them in"
    " beside it."
)
DISGUISED = N_(
    "This PDF holds a second file in disguise. Print it to PDF again and hand in the new file."
)
CUT_OFF = N_(
    "This PDF breaks off before its end; perhaps it was not fully saved. Save it again and hand in"
    " the new file."
)
HIDDEN = N_(
    "This PDF is packed in a way that nobody can look into. Print it to PDF again and hand in the"
    " new file."
)
BOMB = N_(
    "This PDF unpacks to far more than its size. Print it to PDF again and hand in the new file."
)

_CHUNK = 1024 * 1024
#: pieces of syntax overlap by so much
_OVERLAP = 2048
#: unpacked bytes of streams of objects that are looked into, of all together
_MOST_LOOKED = 96 * 1024 * 1024
#: what browsers read of a file to guess its kind (WHATWG MIME Sniffing Standard, section 5.2)
_SNIFFED = 1445


def _names(*names: str) -> bytes:
    """A pattern: each letter of a name may be written as "#" and two digits (7.3.5)."""
    return b"/(?:%s)" % b"|".join(
        b"".join(b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in name.encode())
        for name in names
    )


_ENCRYPTED = re.compile(_names("Encrypt") + rb"(?:\s|%[^\r\n]*[\r\n])*(?:\d+\s+\d+\s+R|<<)")
_ENDS = rb"(?=[\s/<(\[\]>]|$)"
_ACTIVE = re.compile(
    _names("JavaScript", "JS", "Launch", "GoToE", "RichMedia", "XFA", "ImportData", "SubmitForm")
    + _ENDS
)
_ATTACHED = re.compile(_names("EmbeddedFile", "EmbeddedFiles", "FileAttachment") + _ENDS)
_OF_OBJECTS = re.compile(_names("ObjStm") + _ENDS)
_IN_COMMENT = re.compile(rb"%[^\r\n]*\Z")
_ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06")
_STREAM = re.compile(rb">>\s*stream\r?\n")
_FILTER = re.compile(_names("Filter", "F") + _ENDS)
_PACKED_ONCE = re.compile(rb"/Filter\s*(?:\[\s*)?/FlateDecode\s*(?:\]|/(?!\w+Decode)|>>)")
_FORESEEN = re.compile(_names("Predictor") + rb"\s*(?!1\b)\d")
#: a page hidden in another file, as browsers look for it
PAGE_INSIDE = re.compile(
    rb"<(?:!doctype|html|head|body|script|svg|iframe|style|\?php)[\s>/]", re.IGNORECASE
)
#: where an object begins; any white space may stand before the word (7.3.10)
_OBJECT = re.compile(rb"\d\s+obj\b")
_ANY_TAG = re.compile(rb"<[a-z!?/]", re.IGNORECASE)
#: what the end of a PDF has (ISO 32000-1, 7.5.5), sloppy ones at least one of it
_ENDINGS = (b"%%EOF", b"startxref", b"trailer")


def look_into_pdf(path: Path) -> None:
    """Raises PlainError for a PDF that is not taken; `path` begins as one."""
    is_cut_off, is_hidden = _look_at_both_ends(path), False
    with path.open("rb") as file:
        for words in _syntax(file):
            if words is None:
                is_hidden = True
                continue
            if any(sign in words for sign in _ARCHIVE):
                raise PlainError(DISGUISED)
            if _ENCRYPTED.search(words):
                raise PlainError(PROTECTED if _needs_password(path) else RESTRICTED)
            if _ACTIVE.search(words):
                raise PlainError(ACTIVE_PDF)
            if _ATTACHED.search(words):
                raise PlainError(FILES_IN_PDF)
    if is_cut_off:
        raise PlainError(CUT_OFF)
    if is_hidden:
        raise PlainError(HIDDEN)


def _look_at_both_ends(path: Path) -> bool:
    """Raises PlainError for a page or archive in the same file; whether it breaks off."""
    with path.open("rb") as file:
        head = file.read(_SNIFFED)
        file.seek(max(0, path.stat().st_size - 65_536))
        end = file.read()
    rest = end.rsplit(b"%%EOF", 1)[-1]
    # Before its first object a PDF has nothing but comments.
    if (
        _ANY_TAG.search(_OBJECT.split(head, maxsplit=1)[0])
        or PAGE_INSIDE.search(head)
        or PAGE_INSIDE.search(rest)
    ):
        raise PlainError(DISGUISED)
    if is_archive(path):
        raise PlainError(DISGUISED)
    if _OBJECT.search(rest):
        # More was to come after an earlier end: a version, or the pages of one made for the web.
        return not any(sign in rest for sign in _ENDINGS)
    return _OBJECT.search(head) is not None and not any(sign in end for sign in _ENDINGS)


def _needs_password(path: Path) -> bool:
    try:
        run("webinar.core.pdf:_open", {"path": str(path.resolve())})
    except ConversionFailed:
        return True
    return False


class _Objects:
    """A stream of objects (ISO 32000-1, 7.5.7), opened as it is read."""

    def __init__(self, said: bytes, looked: list[int]) -> None:
        """`said` is its dictionary, `looked` how much was unpacked in all."""
        self.is_plain = not _FILTER.search(said)
        self.is_hidden = bool(
            _FORESEEN.search(said) or not (self.is_plain or _PACKED_ONCE.search(said))
        )
        self.inflater = zlib.decompressobj()
        self.looked = looked
        self.before = b""

    def opened(self, packed: bytes) -> Iterator[bytes | None]:
        """Its objects in pieces; None where they stay hidden. Raises PlainError for a bomb."""
        while packed and not self.is_hidden:
            try:
                found = packed if self.is_plain else self.inflater.decompress(packed, _CHUNK)
            except zlib.error:
                break
            packed = b"" if self.is_plain or self.inflater.eof else self.inflater.unconsumed_tail
            self.looked[0] += len(found)
            if self.looked[0] > _MOST_LOOKED:
                raise PlainError(BOMB)
            yield self.before + found
            self.before = (self.before + found)[-_OVERLAP:]
        if packed:
            self.is_hidden = True
            yield None


def _syntax(file: BinaryIO) -> Iterator[bytes | None]:
    """What is no stream's content, in pieces that overlap; streams of objects opened.

    None stands for one that cannot be opened.
    """
    looked = [0]
    objects: _Objects | None = None
    buffer = before = b""
    is_inside = False
    while chunk := file.read(_CHUNK):
        buffer, place = buffer + chunk, 0
        outside = [before]
        while True:
            if is_inside:
                end = buffer.find(b"endstream", place)
                stop = end if end >= 0 else max(place, len(buffer) - 9)
                if objects:
                    yield from objects.opened(buffer[place:stop])
                place = stop
                if end < 0:
                    break
                is_inside = False
            start = _next_stream(buffer, place)
            if start is None:
                break
            outside.append(buffer[place : start.end()])
            objects = _objects(buffer[max(place, start.start() - _OVERLAP) : start.end()], looked)
            place, is_inside = start.end(), True
        if is_inside:
            buffer = buffer[place:]
        else:
            # What was shown may be the beginning of something: it is shown again.
            outside.append(buffer[place:])
            buffer = buffer[max(place, len(buffer) - _OVERLAP) :]
        words = b"".join(outside)
        yield words
        before = words[-_OVERLAP:]


def _next_stream(buffer: bytes, place: int) -> re.Match[bytes] | None:
    """Where a stream's content begins; not in a comment, where nobody begins one."""
    for found in _STREAM.finditer(buffer, place):
        before = buffer[max(place, found.start() - 256) : found.start()]
        if b"%" not in before or not _IN_COMMENT.search(before):
            return found
    return None


def _objects(said: bytes, looked: list[int]) -> _Objects | None:
    """What opens the stream whose dictionary ends `said`, if it holds objects."""
    said = _OBJECT.split(said)[-1]
    return _Objects(said, looked) if _OF_OBJECTS.search(said) else None
