"""What documents may not hold: programs, passwords, other files, tricks of XML.

Part of the gate (core/filetypes.py). Nothing is unpacked or kept in memory beyond some hundred
kilobytes; what hides from this look is still given out as an attachment that runs nothing.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from webinar.core.archives import DAMAGED, LOCKED, BadArchive, read_member
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
MACROS = N_(
    "This document holds macros, which are programs. Save it as DOCX without macros or PDF."
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: members whose own content is another document, as charts have it
_SHEETS = (".xlsx", ".docx", ".pptx")
_CHUNK = 1024 * 1024
#: bytes of a compressed part of a PDF that are looked into, and of all of them
_MOST_OBJECTS, _MOST_LOOKED = 8 * 1024 * 1024, 64 * 1024 * 1024

_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|RichMedia|XFA|ImportData|SubmitForm)(?=[\s/<(\[\]>]|$)"
)
_ATTACHED = re.compile(rb"/(?:EmbeddedFiles?|FileAttachment)(?=[\s/<(\[\]>]|$)")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_TEMPLATE = re.compile(
    rb"<Relationship\b[^>]*attachedTemplate[^>]*Target=[\"'](?:https?:|//|\\\\)", re.IGNORECASE
)
_DOCTYPE, _ENTITY = re.compile(rb"<!\s*DOCTYPE"), re.compile(rb"<!\s*ENTITY")


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
    """Raises PlainError or BadArchive for what a member begins with or is called."""
    for member in archive.infolist():
        name = member.filename.lower()
        if name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")):
            raise PlainError(MACROS)
        if "/activex/" in name:
            raise PlainError(FILES_IN_DOCUMENT)
        if member.is_dir():
            continue
        head = _head(archive, member)
        if head.startswith((_OLE, b"MZ", b"\x7fELF")):
            raise PlainError(FILES_IN_DOCUMENT)
        if head.startswith(b"PK\x03\x04") and not (
            "/embeddings/" in name and name.endswith(_SHEETS)
        ):
            raise PlainError(FILES_IN_DOCUMENT)
        if name.endswith((".xml", ".rels")):
            _look_at_xml(archive, member, name, head)


def _head(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(member) as file:
            return file.read(4096)
    except Exception as error:
        # The decompressors raise their own errors (zlib.error, lzma.LZMAError).
        raise BadArchive(DAMAGED) from error


def _look_at_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, head: bytes) -> None:
    plain = head.replace(b"\0", b"")
    # Formulas of old programs name their type, without anything of its own in it.
    is_formula = name.endswith("/content.xml") and b"[" not in plain.partition(b">")[0]
    if _ENTITY.search(plain) or (_DOCTYPE.search(plain) and not is_formula):
        raise PlainError(TRICKS)
    if name == "meta-inf/manifest.xml" and b"encryption-data" in read_member(
        archive, member.filename
    ):
        raise PlainError(LOCKED)
    if name == "content.xml" and b"script:event-listener" in read_member(archive, member.filename):
        raise PlainError(MACROS)
    if name.endswith("settings.xml.rels") and _TEMPLATE.search(
        read_member(archive, member.filename)
    ):
        raise PlainError(TEMPLATE_ELSEWHERE)
