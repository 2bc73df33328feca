"""Where bytes lie: a folder, or S3-compatible storage (core/objectstore.py).

`Storage` is the seam. Both keep the same contract (tests/core/test_storage_contract.py): what was
put is there whole or not at all, under a name that nobody guesses, outside any web root.
"""

import contextlib
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from webinar.settings import Settings

#: seconds that a link to private bytes is good for, at most
LINK_SECONDS = 60


class StorageAway(OSError):
    """The storage does not answer, or answers with an error of its own; it passes."""


@dataclass(frozen=True)
class Held:
    """One stored name, and when its bytes were written (seconds of the epoch)."""

    name: str
    written_at: float


class Storage(Protocol):
    """Ways to treat bytes, the same for a folder and for S3-compatible storage.

    Each may raise StorageAway, an OSError.
    """

    def put(self, name: str, source: Path, *, filename: str = "", media_type: str = "") -> None:
        """Take over the finished file at `source`, all or nothing; it is gone from there then.

        `filename` and `media_type` are what a link gives it out as.
        """

    def open(self, name: str) -> BinaryIO:
        """The bytes from their beginning; can be sought. Raises FileNotFoundError."""

    def local(self, name: str) -> AbstractContextManager[Path]:
        """A path for programs that need one, good for the block, to read only.

        Raises FileNotFoundError.
        """

    def link(self, name: str) -> str | None:
        """An address at the storage that gives out the bytes, as an attachment, for LINK_SECONDS.

        None where everything goes through us.
        """

    def delete(self, name: str) -> None:
        """Deleting what is not there is fine."""

    def held(self) -> Iterator[Held]:
        """Every stored name."""


class LocalStorage:
    """A folder with 256 subfolders."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _place(self, name: str) -> Path:
        return self.folder / checked(name)[:2] / name

    def put(self, name: str, source: Path, *, filename: str = "", media_type: str = "") -> None:
        place = self._place(name)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.move(source, place)

    def open(self, name: str) -> BinaryIO:
        return self._place(name).open("rb")

    @contextlib.contextmanager
    def local(self, name: str) -> Iterator[Path]:
        place = self._place(name)
        if not place.is_file():
            raise FileNotFoundError(name)
        yield place

    def link(self, name: str) -> str | None:
        return None

    def delete(self, name: str) -> None:
        self._place(name).unlink(missing_ok=True)

    def held(self) -> Iterator[Held]:
        for place in self.folder.glob("??/*"):
            with contextlib.suppress(FileNotFoundError):
                yield Held(place.name, place.stat().st_mtime)


def checked(name: str) -> str:
    """The name, if it is one of ours. Raises ValueError."""
    if not (name.isascii() and name.isalnum()):
        raise ValueError("not a storage name")
    return name


def storage_for(settings: Settings) -> Storage:
    """What WEBINAR_STORAGE names."""
    if not settings.storage:
        return LocalStorage(settings.data / "files")
    # 16 MB of library that a folder does not need.
    from webinar.core.objectstore import S3Storage

    return S3Storage(settings.storage, settings.storage_keys, copies=settings.data / "incoming")
