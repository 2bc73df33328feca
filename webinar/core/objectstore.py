"""Stored bytes in an S3-compatible storage, by obstore (the extra `[s3]`)."""

import contextlib
import io
import shutil
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qs, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from webinar.core.filenames import content_disposition
from webinar.core.incoming import fresh_name
from webinar.core.storage import LINK_SECONDS, Held, StorageAway, checked

#: bytes that are asked for at once while somebody reads
_PIECE = 1024 * 1024
#: seconds until a storage that does not answer is given up, with all attempts
_PATIENCE = 20


class S3Storage:
    """One bucket, or the part of it below a prefix.

    `address` is what WEBINAR_STORAGE holds, `keys` the AWS_* variables, `copies` a folder on this
    machine for what must be a file for a while.
    """

    def __init__(self, address: str, keys: Mapping[str, str], *, copies: Path) -> None:
        parts = urlsplit(address)
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        endpoint = options.get("endpoint")
        self._copies = copies
        self._gives_links = options.get("links") == "on"
        self._store = S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            config={name.lower(): value for name, value in keys.items()}  # type: ignore[arg-type]
            | ({"endpoint": endpoint} if endpoint else {})
            | {"region": options.get("region") or keys.get("AWS_REGION") or "us-east-1"},
            client_options={
                "allow_http": bool(endpoint and endpoint.startswith("http://")),
                "connect_timeout": timedelta(seconds=5),
                "timeout": timedelta(minutes=5),
            },
            retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=_PATIENCE)},
        )

    @staticmethod
    def _key(name: str) -> str:
        return f"{checked(name)[:2]}/{name}"

    def put(self, name: str, source: Path, *, filename: str = "", media_type: str = "") -> None:
        attributes = {
            # Nobody's browser opens what a link gives: not as a page, not beside other pages.
            "Content-Disposition": content_disposition(filename or "file"),
            "Content-Type": media_type or "application/octet-stream",
            "Cache-Control": "private, no-store",
        }
        with _speaking():
            obstore.put(
                self._store,
                self._key(name),
                source,
                attributes=attributes,
                chunk_size=5 * 1024 * 1024,
                max_concurrency=1,
            )
        source.unlink()

    def open(self, name: str) -> BinaryIO:
        with _speaking():
            size = obstore.head(self._store, self._key(name))["size"]
        return io.BufferedReader(_Remote(self._store, self._key(name), size), _PIECE)

    @contextlib.contextmanager
    def local(self, name: str) -> Iterator[Path]:
        self._copies.mkdir(parents=True, exist_ok=True, mode=0o700)
        place = self._copies / fresh_name(".copy")
        try:
            with self.open(name) as source:
                place.touch(mode=0o600)
                with place.open("wb") as copy:
                    shutil.copyfileobj(source, copy, _PIECE)
            yield place
        finally:
            place.unlink(missing_ok=True)

    def link(self, name: str) -> str | None:
        if not self._gives_links:
            return None
        lifetime = timedelta(seconds=LINK_SECONDS)
        with _speaking():
            return obstore.sign(self._store, "GET", self._key(name), lifetime)

    def delete(self, name: str) -> None:
        with _speaking(), contextlib.suppress(FileNotFoundError):
            obstore.delete(self._store, self._key(name))

    def held(self) -> Iterator[Held]:
        with _speaking():
            for page in obstore.list(self._store):
                for one in page:
                    yield Held(one["path"].rsplit("/", 1)[-1], one["last_modified"].timestamp())


class _Remote(io.RawIOBase):
    """An object as a file: each piece is asked for when it is read."""

    def __init__(self, store: S3Store, key: str, size: int) -> None:
        self._store, self._key, self._size, self._at = store, key, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        length = min(len(buffer), self._size - self._at)
        if length <= 0:
            return 0
        with _speaking():
            piece = obstore.get_range(self._store, self._key, start=self._at, length=length)
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


@contextlib.contextmanager
def _speaking() -> Iterator[None]:
    """The library's errors as ours; its own words hold addresses."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, TimeoutError, PermissionError) as error:
        raise StorageAway(type(error).__name__) from error
