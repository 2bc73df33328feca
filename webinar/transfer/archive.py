"""One backup as one tar archive: members of known names, last a manifest with their checksums.

The manifest is written when everything else is: an archive that was cut off has none.
"""

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

MANIFEST = "manifest.json"
#: raised when an older program could no longer read what a newer one writes
FORMAT = 1
#: what an archive may hold; anything else in it was not put there by `webinar backup`
_KNOWN = re.compile(
    r"database\.(sqlite|dump)|secret|files/[0-9a-z]{2}/[0-9a-z]+|mail/[0-9A-Za-z]+\.eml"
)
_LONGEST_MANIFEST = 512 * 2**20
_PIECE = 2**20

Say = Callable[[int], None]


class Unfit(Exception):
    """A backup cannot be made or used; the message says why and what to do."""


@dataclass(frozen=True)
class Member:
    """One file in the archive."""

    name: str
    size: int
    sha256: str


@dataclass
class Manifest:
    """What the archive says about itself."""

    #: "sqlite" or "postgresql"
    database: str
    #: of the schema
    revision: str
    #: of the program, for people
    program: str
    #: UTC, ISO 8601
    made_at: str
    members: list[Member] = field(default_factory=list)
    #: stored files that the database names and the site had lost before
    missing: list[str] = field(default_factory=list)
    format: int = FORMAT


class Writer:
    """Adds files to an archive and remembers their checksums."""

    def __init__(self, file: IO[bytes], manifest: Manifest, say: Say) -> None:
        self._tar = tarfile.TarFile(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)
        self._say = say
        self.manifest = manifest

    def add(self, source: Path, name: str) -> None:
        """Add one file. Raises FileNotFoundError when it is gone, Unfit when it changes."""
        with source.open("rb") as file:
            info = tarfile.TarInfo(name)
            info.size, info.mode = source.stat().st_size, 0o600
            counting = _Counting(file, self._say)
            try:
                self._tar.addfile(info, counting)
            except OSError as error:
                if counting.size != info.size and error.errno is None:
                    raise Unfit(f"{source} became shorter while it was read.") from error
                raise
        self.manifest.members.append(Member(name, info.size, counting.hash.hexdigest()))

    def close(self) -> None:
        """Write the manifest and the end of the archive."""
        words = json.dumps(asdict(self.manifest), indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(words), 0o600
        self._tar.addfile(info, io.BytesIO(words))
        self._tar.close()


class _Counting:
    """A file whose bytes are counted and hashed while tarfile copies them."""

    def __init__(self, file: IO[bytes], say: Say) -> None:
        self._file = file
        self._say = say
        self.hash = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        piece = self._file.read(size)
        self.hash.update(piece)
        self.size += len(piece)
        self._say(len(piece))
        return piece


def checked(archive: Path, say: Say) -> Manifest:
    """The manifest of an archive of which every byte is as it was written. Raises Unfit."""
    seen: dict[str, Member] = {}
    words = None
    try:
        with tarfile.open(archive, mode="r:") as tar:
            for info in tar:
                content = tar.extractfile(info) if info.isreg() else None
                if content is None or info.name in seen or words is not None:
                    raise Unfit(f"{archive} holds {info.name!r}, which no backup does.")
                if info.name == MANIFEST:
                    words = content.read(_LONGEST_MANIFEST)
                elif _KNOWN.fullmatch(info.name):
                    seen[info.name] = _measured(info.name, content, say)
                else:
                    raise Unfit(f"{archive} holds {info.name!r}, which no backup does.")
    except (tarfile.TarError, EOFError) as error:
        raise Unfit(f"{archive} is no backup, or is damaged: {error}.") from error
    except OSError as error:
        raise Unfit(f"{archive} cannot be read: {error.strerror or error}.") from error
    if words is None:
        raise Unfit(f"{archive} has no manifest: it was cut off, or is no backup of webinar.")
    manifest = _understood(archive, words)
    promised = {member.name: member for member in manifest.members}
    for name in sorted(promised.keys() | seen.keys()):
        if promised.get(name) != seen.get(name):
            raise Unfit(
                f"{archive} is damaged: {name} is not what the manifest promises."
                " Nothing was restored. Take another backup."
            )
    if not {"secret", database_member(manifest.database)} <= promised.keys():
        raise Unfit(f"{archive} lacks its database or its secret. Nothing was restored.")
    return manifest


def _understood(archive: Path, words: bytes) -> Manifest:
    try:
        told = json.loads(words)
        if told["format"] != FORMAT:
            raise Unfit(
                f"{archive} was made by webinar {told['program']} in a format that this version"
                " does not read. Install that version."
            )
        return Manifest(**{**told, "members": [Member(**one) for one in told["members"]]})
    except (ValueError, KeyError, TypeError) as error:
        raise Unfit(f"{archive} has a manifest that cannot be read.") from error


def _measured(name: str, content: IO[bytes], say: Say) -> Member:
    digest, size = hashlib.sha256(), 0
    while piece := content.read(_PIECE):
        digest.update(piece)
        size += len(piece)
        say(len(piece))
    return Member(name, size, digest.hexdigest())


def database_member(kind: str) -> str:
    """The name under which a database of a kind lies in the archive."""
    return "database.sqlite" if kind == "sqlite" else "database.dump"


def unpack(archive: Path, folder: Path, say: Say) -> None:
    """Write what `checked` has found sound below an empty folder, for its owner only."""
    for name, content in _contents(archive):
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.touch(mode=0o600)
        with place.open("wb") as file:
            while piece := content.read(_PIECE):
                file.write(piece)
                say(len(piece))


def _contents(archive: Path) -> Iterator[tuple[str, IO[bytes]]]:
    with tarfile.open(archive, mode="r:") as tar:
        for info in tar:
            content = tar.extractfile(info)
            if info.name != MANIFEST and content is not None and _KNOWN.fullmatch(info.name):
                yield info.name, content
