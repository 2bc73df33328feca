"""The one gate for files that people hand in.

A file is judged by its content and its name, and both must say the same thing that is on the
list of what is wanted here. Nobody's word counts: neither the browser's Content-Type nor the
name alone. A refusal is a sentence that says what to do instead.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from string import whitespace
from typing import Literal
from xml.etree.ElementTree import Element

from webinar.core.archives import BadArchive, is_archive, open_archive, parse_xml, read_member
from webinar.core.documentgate import MACROS, look_into_archive, look_into_ole
from webinar.core.filenames import check_name, safe_name
from webinar.core.pdfgate import PAGE_INSIDE, look_into_pdf
from webinar.core.picturesize import MAX_PIXELS, TOO_MANY_PIXELS, in_millions, pixels_in
from webinar.core.plainerror import N_, PlainError
from webinar.core.textfiles import NotText, read_text

Kind = Literal[
    "pdf", "docx", "odt", "pptx", "markdown", "text", "tex", "jpeg", "png", "webp", "gif"
]

#: Kind to extensions (the first is given to the stored file) and media type.
TYPES: dict[str, tuple[tuple[str, ...], str]] = {
    "pdf": ((".pdf",), "application/pdf"),
    "docx": (
        (".docx",),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "odt": ((".odt",), "application/vnd.oasis.opendocument.text"),
    "pptx": (
        (".pptx",),
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    "markdown": ((".md", ".markdown"), "text/markdown"),
    "text": ((".txt", ".text"), "text/plain"),
    "tex": ((".tex",), "application/x-tex"),
    "jpeg": ((".jpg", ".jpeg"), "image/jpeg"),
    "png": ((".png",), "image/png"),
    "webp": ((".webp",), "image/webp"),
    "gif": ((".gif",), "image/gif"),
}
PAPER_KINDS: frozenset[str] = frozenset({"pdf", "docx", "odt", "pptx", "markdown", "text", "tex"})
IMAGE_KINDS: frozenset[str] = frozenset({"jpeg", "png", "webp", "gif"})
_NAMES = {
    "pdf": "PDF",
    "docx": "DOCX",
    "odt": "ODT",
    "pptx": "PPTX",
    "markdown": "Markdown",
    "text": "text",
    "tex": "TeX",
    "jpeg": "JPEG",
    "png": "PNG",
    "webp": "WebP",
    "gif": "GIF",
}

EMPTY = N_("This file is empty. Choose the file again; perhaps it was not fully saved.")
TOO_LARGE = N_("This file is larger than %(most)s MB. Make it smaller and hand it in again.")
WRONG_KIND = N_("A file of this kind (%(found)s) is not taken here. Hand in %(wanted)s.")
OLD_OFFICE = N_("This is a file of an older program (%(found)s). Save it as DOCX or PDF first.")
MISNAMED = N_(
    "The name says %(named)s, but inside is something else. Save the file again under its true "
    "kind: %(wanted)s."
)
DISGUISED_PICTURE = N_(
    "This picture holds a second file in disguise. Open it in a program for pictures, save it again"
    " and hand in the new file."
)
DISGUISED_DOCUMENT = N_(
    "This document holds a second file in disguise. Save it again, or hand in a PDF."
)
WEB_PAGE = N_("This text begins like a web page or a program. Hand in the text itself, or a PDF.")

# What makes a browser read text as a page (WHATWG MIME Sniffing Standard, section 7.1).
_HTML_START = re.compile(
    r"<(?:!doctype|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--|\?xml|"
    r"svg|img|link|meta|object|embed|form|base|math)(?=[\s>/]|$|--)|<!--|<\?",
    re.IGNORECASE,
)
#: the end of an archive on one disk (APPNOTE.TXT 4.3.16), wherever it stands
_ARCHIVE_END = b"PK\x05\x06\0\0\0\0"
_MACRO_EXTENSIONS = {".docm", ".dotm", ".pptm", ".potm", ".ppsm", ".xlsm", ".xlam"}
_MAIN_PARTS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": "pptx",
}
_CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


class Refused(PlainError):
    """A file is not taken; the sentence says why and what to do."""


@dataclass(frozen=True)
class Accepted:
    """A file that passed: `extension` with its dot, `safe_name` for people, `size` in bytes,
    `sha256` in hexadecimal digits, `scan` what the virus scanner said (core/scanner.Verdict)."""

    kind: str
    media_type: str
    extension: str
    safe_name: str
    size: int
    sha256: str
    scan: str = ""


def inspect_upload(path: Path, filename: str, allowed: frozenset[str], max_bytes: int) -> Accepted:
    """Judge the file at `path` that somebody handed in as `filename`.

    `allowed` are kinds of `TYPES`. Raises Refused.
    """
    size = path.stat().st_size
    if not size:
        raise Refused(EMPTY)
    if size > max_bytes:
        raise Refused(TOO_LARGE, most=max(1, max_bytes // 1024 // 1024))
    extension = _extension(filename)
    named = next((kind for kind, (ends, _) in TYPES.items() if extension in ends), None)
    if extension in _MACRO_EXTENSIONS:
        raise Refused(MACROS)
    if named is None or named not in allowed:
        shown = extension.lstrip(".").upper() or "?"
        sentence = OLD_OFFICE if extension in {".doc", ".ppt", ".rtf", ".pages"} else WRONG_KIND
        raise Refused(sentence, found=shown, wanted=wanted(allowed))
    with path.open("rb") as file:
        head = file.read(4096)
    if named in {"text", "markdown", "tex"}:
        _check_text(path, head, allowed)
    else:
        try:
            found = _binary_kind(path, head)
        except Refused:
            raise
        except PlainError as error:
            raise Refused(error.message, **error.values) from None
        if found != named:
            raise Refused(MISNAMED, named=_NAMES[named], wanted=wanted(allowed))
        if named in IMAGE_KINDS:
            _check_picture(path)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    first, media_type = TYPES[named]
    return Accepted(
        kind=named,
        media_type=media_type,
        extension=first[0],
        safe_name=safe_name(filename, first[0]),
        size=size,
        sha256=digest,
    )


def wanted(allowed: frozenset[str]) -> str:
    """The kinds by name, in the order of the table: "PDF, DOCX, ODT"."""
    return ", ".join(_NAMES[kind] for kind in TYPES if kind in allowed)


def _extension(filename: str) -> str:
    problem = check_name(filename)
    if problem:
        raise Refused(problem)
    return Path(unicodedata.normalize("NFC", filename).strip()).suffix.lower()


def _binary_kind(path: Path, head: bytes) -> str | None:
    if head.startswith(b"%PDF-"):
        look_into_pdf(path)
        return "pdf"
    look_into_ole(path)
    if head.startswith(b"PK\x03\x04"):
        return _container_kind(path, head)
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    return "gif" if head.startswith((b"GIF87a", b"GIF89a")) else None


def _check_picture(path: Path) -> None:
    """One that is an archive (GIFAR), a page or a script as well, or larger than is read."""
    with path.open("rb") as file:
        head = file.read(1024)
        # The width of a GIF as the beginning of a program: a comment, or an assignment.
        if re.match(rb"GIF8.a(?:/\*|=[\s\w\"'])", head) or b"%PDF-" in head:
            raise Refused(DISGUISED_PICTURE)
        file.seek(0)
        before = b""
        while piece := file.read(1024 * 1024):
            if PAGE_INSIDE.search(before + piece) or _ARCHIVE_END in before + piece:
                raise Refused(DISGUISED_PICTURE)
            before = piece[-16:]
        file.seek(0)
        pixels = pixels_in(file)
    if is_archive(path):
        raise Refused(DISGUISED_PICTURE)
    if pixels > MAX_PIXELS:
        raise Refused(TOO_MANY_PIXELS, **in_millions(pixels))


def _container_kind(path: Path, head: bytes) -> str | None:
    """Which document a zip container is; raises Refused for bombs and macros."""
    try:
        with open_archive(path) as archive:
            names = {name.lower() for name in archive.namelist()}
            look_into_archive(archive)
            if b"%PDF-" in head[:1024] or _has_more(path, archive.comment):
                raise Refused(DISGUISED_DOCUMENT)
            if "[content_types].xml" in names:
                return _office_kind(parse_xml(read_member(archive, "[Content_Types].xml")))
            if "mimetype" in names and "content.xml" in names:
                said = read_member(archive, "mimetype", 200).decode("ascii", "replace").strip()
                return "odt" if said == TYPES["odt"][1] else None
    except KeyError:
        return None
    except BadArchive as error:
        raise Refused(error.message, **error.values) from None
    return None


def _has_more(path: Path, comment: bytes) -> bool:
    """Something stands behind the table of contents, or a page in its comment."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 66_000))
        end = file.read()
    # APPNOTE.TXT 4.3.16: 22 bytes, the last two of which say how long the comment is. A line end
    # behind it is what some servers and mail programs leave.
    after = end[end.rfind(b"PK\x05\x06") + 22 :]
    is_more = len(after) < len(comment) or after[len(comment) :].strip(b"\r\n\0") != b""
    return is_more or PAGE_INSIDE.search(comment) is not None


def _office_kind(types: Element) -> str | None:
    """The kind by the content type of the main part (ECMA-376 part 2, section 10.1.2).

    It is said of the part itself, or of all parts with its extension.
    """
    found = None
    for kind in ("Default", "Override"):
        for said in types.iter(_CONTENT_TYPES + kind):
            content = said.get("ContentType", "").lower()
            if "macroenabled" in content or "vbaproject" in content:
                raise Refused(MACROS)
            found = _MAIN_PARTS.get(content, found)
    return found


def _check_text(path: Path, head: bytes, allowed: frozenset[str]) -> None:
    if head.startswith((b"MZ", b"\x7fELF", b"%PDF-", b"%!PS", b"PK\x03\x04", b"#!", b"{\\rtf")):
        raise Refused(WRONG_KIND, found=_guess(head), wanted=wanted(allowed))
    try:
        text = read_text(path)
    except NotText as error:
        raise Refused(error.message) from None
    if _HTML_START.match(text.lstrip("\ufeff" + whitespace)):
        raise Refused(WEB_PAGE)


def _guess(head: bytes) -> str:
    """What the bytes most likely are, in a word for the person."""
    import puremagic

    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return "?"
    return found[0].extension.lstrip(".").upper() or "?"
