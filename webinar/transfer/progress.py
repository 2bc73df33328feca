"""How far an import in the background is.

It writes in one transaction, of which nobody else sees anything before its end; so the count
stands in a small file. Where pages are served by another machine, there is none to see.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from webinar.core import files


def _place(import_id: str) -> Path:
    return files.incoming_folder() / f"import-{import_id}.progress"


def say(import_id: str, done: int, total: int) -> None:
    """Sessions that are written of all there are; never a reason to fail. Of "" nothing is said."""
    if not import_id:
        return
    place = _place(import_id)
    fresh = place.with_suffix(".new")
    with contextlib.suppress(OSError):
        fresh.write_text(f"{done} {total}")
        fresh.replace(place)


def said(import_id: str) -> tuple[int, int] | None:
    """(done, total), or None when nothing is known."""
    try:
        done, total = map(int, _place(import_id).read_text().split())
    except (OSError, ValueError):
        return None
    return (done, total) if 0 <= done <= total and total else None


@contextlib.contextmanager
def until_done(import_id: str) -> Iterator[None]:
    """What was said is forgotten when it ends, whatever the end."""
    try:
        yield
    finally:
        if import_id:
            with contextlib.suppress(OSError):
                _place(import_id).unlink(missing_ok=True)
