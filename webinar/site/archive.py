"""Proceedings as an archive: made while it is sent, so that its size needs no memory."""

import contextlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from flask import current_app, render_template

from webinar.core import files
from webinar.papers.release.queries import figures_of
from webinar.site.proceedings import Entry, changed_at
from webinar.webinars.models import Webinar

#: bytes of files in one archive; what is beyond has its address in the page
_MOST = 500 * 2**20
_CHUNK = 64 * 1024


@dataclass(frozen=True)
class Plan:
    """Plain values: nothing of the database is asked while it is sent."""

    moment: datetime
    #: name -> text
    texts: dict[str, str]
    #: (name, name in the storage, SHA-256)
    stored: list[tuple[str, str, str]]

    @property
    def signature(self) -> Any:
        """What decides about its bytes."""
        return self.moment, self.texts, self.stored


def planned(webinar: Webinar, entries: list[Entry], texts: dict[str, str]) -> Plan:
    """What goes in. Files that no scanner let through stay out."""
    names: dict[str, str] = {}
    stored: list[tuple[str, str, str]] = []
    size = 0
    for entry in entries:
        for file in entry.files:
            size += file.file.size
            if file.file.scan or size > _MOST:
                continue
            name = entry.place + file.name
            names[file.public_id] = name
            stored.append((name, file.file.storage_name, file.file.sha256))
    by_paper = {entry.paper.id: entry for entry in entries}
    for paper_id, name, picture in figures_of(list(by_paper)):
        entry = by_paper[paper_id]
        if entry.version is not None and f"figures/{name}" in entry.version.body_html:
            place = f"{entry.place}figures/{name}"
            stored.append((place, picture.storage_name, picture.sha256))
    css = Path(str(current_app.static_folder)) / "css" / "offline.css"
    page = render_template(
        "site/proceedings_offline.html", webinar=webinar, entries=entries, names=names
    )
    told = {"index.html": page, "style.css": css.read_text(), **texts}
    return Plan(changed_at(webinar, entries), told, stored)


class _Pipe(io.RawIOBase):
    """What a ZIP file is written into: takes bytes, and gives them away."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def streamed(plan: Plan) -> Iterator[bytes]:
    """The archive in parts; the same bytes for the same plan."""
    pipe = _Pipe()
    moment = max(plan.moment.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    storage = files.storage()

    def parts() -> Iterator[bytes]:
        with zipfile.ZipFile(pipe, "w") as archive:
            for name, text in plan.texts.items():
                archive.writestr(_named(name, moment, zipfile.ZIP_DEFLATED), text.encode())
                yield pipe.taken()
            for name, place, _sha in plan.stored:
                # One file whose bytes are lost must not cut off all the others.
                with contextlib.suppress(FileNotFoundError), storage.open(place) as source:
                    entry = _named(name, moment, zipfile.ZIP_STORED)
                    with archive.open(entry, "w", force_zip64=True) as target:
                        yield from _copied(source, target, pipe)
        yield pipe.taken()

    return parts()


def _named(name: str, moment: tuple[int, ...], method: int) -> zipfile.ZipInfo:
    found = zipfile.ZipInfo(name, moment)  # type: ignore[arg-type]
    found.compress_type, found.external_attr = method, 0o644 << 16
    return found


def _copied(source: BinaryIO, target: Any, pipe: _Pipe) -> Iterator[bytes]:
    while chunk := source.read(_CHUNK):
        target.write(chunk)
        yield pipe.taken()
