"""Zip containers (DOCX, PPTX, ODT) and the XML in them, opened without trusting them."""

import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.etree import ElementTree
from xml.parsers import expat

from webinar.core.plainerror import N_, PlainError

#: Limits of one container: members, unpacked bytes in all and in one XML part, packed : unpacked.
MAX_MEMBERS = 5_000
MAX_UNPACKED = 300 * 1024 * 1024
MAX_XML = 48 * 1024 * 1024
MAX_RATIO = 100
#: Below this many unpacked bytes a high ratio harms nobody.
SMALL = 8 * 1024 * 1024
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")


class BadArchive(PlainError):
    """A container that is damaged, or made to harm who opens it."""


DAMAGED = N_(
    "This file is damaged. Open it in its program, save it again and hand in the new file."
)
BOMB = N_(
    "This file unpacks to far more than its size. Save it again without embedded files, or hand in "
    "a PDF."
)
ODD = N_("This file holds parts that a document never has. Save it again, or hand in a PDF.")
LOCKED = N_("This file is protected by a password. Save it without one and hand it in again.")


@contextmanager
def unpacking() -> Iterator[None]:
    """Whatever breaks while a member is unpacked is damage. Raises BadArchive.

    The decompressors raise errors of their own (zlib.error, lzma.LZMAError); what was refused
    within stays refused in its own words.
    """
    try:
        yield
    except PlainError:
        raise
    except Exception as error:
        raise BadArchive(DAMAGED) from error


def is_archive(file: Path | IO[bytes]) -> bool:
    """Whether it ends as an archive does; also where zipfile finds its end broken."""
    try:
        return zipfile.is_zipfile(file)
    except zipfile.BadZipFile:
        return True


def open_archive(path: Path) -> zipfile.ZipFile:
    """The container, after its table of contents was found harmless. Raises BadArchive.

    Sizes are those the table declares; zipfile never unpacks a member beyond its declared size.
    """
    with unpacking():
        archive = zipfile.ZipFile(path)
    try:
        check_archive(archive, path.stat().st_size)
    except BaseException:
        archive.close()
        raise
    return archive


def check_archive(archive: zipfile.ZipFile, packed: int) -> None:
    """What the table of contents of `packed` bytes says. Raises BadArchive."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        raise BadArchive(BOMB)
    if unpacked > SMALL and unpacked > packed * MAX_RATIO:
        raise BadArchive(BOMB)
    names = [member.filename for member in members]
    if len(set(names)) != len(names):
        raise BadArchive(ODD)
    for member in members:
        name = member.orig_filename
        parts = name.replace("\\", "/").split("/")
        if "\0" in name or name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
            raise BadArchive(ODD)
        if stat.S_ISLNK(member.external_attr >> 16):
            raise BadArchive(ODD)
        if member.flag_bits & 0x1:
            raise BadArchive(LOCKED)
        if name.lower().endswith((".xml", ".rels")) and member.file_size > MAX_XML:
            raise BadArchive(BOMB)


def read_member(archive: zipfile.ZipFile, name: str, limit: int = MAX_XML) -> bytes:
    """The unpacked bytes of a member, at most `limit`. Raises BadArchive, KeyError if absent."""
    info = archive.getinfo(name)
    with unpacking(), archive.open(info) as member:
        data = member.read(limit + 1)
    if len(data) > limit:
        raise BadArchive(BOMB)
    return data


def read_office(archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of a DOCX or PPTX in the names of the usual form of ECMA-376.

    The strict form, which Office offers as well, calls the same things otherwise. Raises as
    `read_member` does.
    """
    data = read_member(archive, name)
    return _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)


def parse_xml(data: bytes, *, deepest: int = 0) -> ElementTree.Element:
    """The root element. A document type is refused: with it go entities, and all their tricks.

    Names are in ElementTree's "{namespace}local" form. Raises BadArchive, also where elements
    stand within each other deeper than `deepest`, if that is given.
    """
    builder = ElementTree.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True

    def qualified(name: str) -> str:
        return "{" + name if "}" in name else name

    def refuse(*_: object) -> None:
        raise BadArchive(ODD)

    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if deepest and depth > deepest:
            raise BadArchive(ODD)
        builder.start(qualified(name), {qualified(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(qualified(name))

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise BadArchive(DAMAGED) from None
    return builder.close()
