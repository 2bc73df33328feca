"""The disk is full: database, files and log on a small tmpfs, and ballast beside them."""

import contextlib
import os
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from bench import content
from bench.faults import sites
from bench.faults.verdicts import Verdict, milliseconds, percentile
from webinar.core import clock, files, jobs, links
from webinar.core.db import Base, db, transaction
from webinar.core.journal import SYSTEM
from webinar.speakers import operations as speakers
from webinar.webinars import operations as webinars
from webinar.webinars.models import Webinar

_FAULT = "disk full"
_SIZE = 48 * 1024 * 1024
_WORDS = "These words were typed by a visitor while the disk was full, and are dear to her."
_PDF = b"%PDF-1.4\n" + b"% words of a file\n" * 180_000 + b"%%EOF\n"


def faults(folder: Path) -> Iterator[Verdict]:
    """Needs root, to mount."""
    if os.geteuid() != 0:
        yield Verdict(_FAULT, "everything", "mounting a tmpfs needs root", is_kept=None)
        return
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE},mode=0700", "none", str(disk)]
    if subprocess.run(mount, check=False).returncode:  # noqa: S603
        yield Verdict(_FAULT, "everything", "tmpfs cannot be mounted here", is_kept=None)
        return
    try:
        with sites.serving(disk / "data", log=disk / "serve.log") as site:
            yield from _broken(site, disk)
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=False)  # noqa: S603, S607


def _broken(site: sites.Site, disk: Path) -> Iterator[Verdict]:
    site.sign_in()
    with site.inside():
        slug = content.a_webinar(3, now=clock.now())
        shown = db.session.scalars(sa.select(Webinar).where(Webinar.slug == slug)).one().public_id
        draft = _a_draft()
        speaker = speakers.create_speaker(name="Ada", email="ada@example.org", by=SYSTEM)
        with transaction():
            mine = links.token(speakers.personal_link(speaker))
    writes = {
        "a comment": lambda: _comment(site, shown),
        "an upload": lambda: _upload(site, mine),
        "a publication": lambda: site.ask(
            f"/organize/webinars/{draft}/publish", {"version": "1"}, cookies=True
        ),
        "a message": lambda: _message(site),
    }
    before = _rows(site)
    with _ballast(disk, leave=1024 * 1024):
        answer = writes["an upload"]()
        left = list((site.data / "incoming").iterdir())
        yield Verdict(
            _FAULT,
            "an upload of 3 MB with 1 MB left",
            f"{answer.status}, {'a page' if answer.is_designed else 'NO page'},"
            f" {len(left)} pieces left behind",
            "507, no piece",
            answer.status == 507 and answer.is_designed and not left,
        )
    _empty_the_log(site)
    with _ballast(disk, leave=0):
        yield from _reading(site, slug)
        for what, write in writes.items():
            answer = write()
            words = "" if what == "a publication" else ", words kept"
            kept = _WORDS in answer.text or not words
            yield Verdict(
                _FAULT,
                f"{what}, nothing left",
                f"{answer.status}{words if kept else ', WORDS LOST'},"
                f" {'a page' if answer.is_designed else 'NO page'}, {milliseconds(answer.seconds)}",
                "507 with a page",
                answer.status == 507 and answer.is_designed and kept,
            )
        sound = _soundness(site)
        lost = {name for name, count in before.items() if _rows(site)[name] < count} - _SHRINK
        yield Verdict(
            _FAULT,
            "the database while it is full",
            f"integrity_check: {sound}, fewer rows in: {', '.join(sorted(lost)) or 'none'},"
            f" write-ahead log {_log_size(site)}",
            "ok, none",
            sound == "ok" and not lost,
        )
    freed = time.monotonic()
    answer = writes["a comment"]()
    done = {what: write().status for what, write in writes.items()}
    yield Verdict(
        _FAULT,
        "room again: the first request",
        f"{answer.status} {time.monotonic() - freed:.1f} s after; "
        + ", ".join(f"{what} {status}" for what, status in done.items()),
        "303",
        answer.status == 303 and set(done.values()) <= {302, 303},
    )
    ran = sites.until(lambda: _queue(site) == 0, 60)
    tree = site.tree()
    yield Verdict(
        _FAULT,
        "the jobs go on",
        f"queue empty after {ran:.0f} s" if ran is not None else "NEVER",
        "< 60 s",
        ran is not None and len(tree) >= 4,
    )
    yield _after_sweep(site)


#: rows of these come and go by themselves
_SHRINK = {"limit_bucket", "job"}


def _reading(site: sites.Site, slug: str) -> Iterator[Verdict]:
    paths = ["/", "/webinars/", f"/webinars/{slug}/", "/search?q=river", "/feeds/site.ics"]
    with sites.Load(site.ask, paths, pause=0.05) as load:
        time.sleep(4)
        desk = site.ask("/organize/", cookies=True)
    yield Verdict(
        _FAULT,
        "reading, search, feed and desk, nothing left",
        f"{len(load.seen)} asked, failed {dict(load.failed()) or 'none'},"
        f" p99 {milliseconds(percentile(load.seconds(), 0.99))}, desk {desk.status}",
        "all 200",
        not load.failed() and desk.status == 200,
    )


def _empty_the_log(site: sites.Site) -> None:
    """A write-ahead log that has grown has room for small writes when the disk has none."""
    with contextlib.closing(sqlite3.connect(site.data / "webinar.sqlite", timeout=10)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


@contextlib.contextmanager
def _ballast(disk: Path, *, leave: int) -> Iterator[None]:
    """Fill the disk to the last page but `leave` bytes."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            while True:
                file.write(b"\0" * 65536)
        with contextlib.suppress(OSError):
            while True:
                file.write(b"\0" * 4096)
        if leave:
            file.truncate(file.tell() - leave)
    try:
        yield
    finally:
        ballast.unlink()


def _a_draft() -> str:
    start = datetime(2030, 5, 6, 10)  # noqa: DTZ001 - wall time
    made = webinars.create_webinar(
        title="Announced when the disk is full",
        summary="It waits.",
        timezone="Europe/London",
        starts=start,
        ends=start + timedelta(hours=1),
        new_category="Disks",
        by=SYSTEM,
    )
    return made.public_id


def _comment(site: sites.Site, webinar: str) -> sites.Answer:
    fields = {"name": "Ada", "email": "a@example.org", "body": _WORDS}
    return site.ask(f"/comments/webinar/{webinar}", {"form_time": site.form_time()} | fields)


def _message(site: sites.Site) -> sites.Answer:
    fields = {"name": "Ada", "email": "a@example.org", "subject": "Disks", "body": _WORDS}
    return site.ask("/contact", {"form_time": site.form_time()} | fields)


def _upload(site: sites.Site, token: str) -> sites.Answer:
    fields = {
        "title": "On disks",
        "kind": "paper",
        "language": "en",
        "body": _WORDS,
        "authors-0-name": "Ada",
        "authors-0-affiliation": "",
    }
    return site.ask(f"/my/{token}/papers/new", fields, file=("disks.pdf", _PDF))


def _rows(site: sites.Site) -> dict[str, int]:
    with site.inside():
        return {
            table.name: db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def _soundness(site: sites.Site) -> str:
    with contextlib.closing(sqlite3.connect(site.data / "webinar.sqlite")) as database:
        sound = str(database.execute("PRAGMA integrity_check").fetchone()[0])
        foreign = database.execute("PRAGMA foreign_key_check").fetchall()
    return sound if not foreign else f"{sound}, {len(foreign)} rows refer to nothing"


def _log_size(site: sites.Site) -> str:
    return f"{(site.data / 'webinar.sqlite-wal').stat().st_size / 1024:.0f} KB"


def _queue(site: sites.Site) -> int:
    with site.inside():
        open_jobs = jobs.Job.state.in_((jobs.WAITING, jobs.RUNNING))
        return (
            db.session.scalar(
                sa.select(sa.func.count()).where(open_jobs, jobs.Job.run_at <= clock.now())
            )
            or 0
        )


def _after_sweep(site: sites.Site) -> Verdict:
    """A day later the sweep has removed what broken uploads left, and nothing that is named."""
    yesterday = time.time() - 2 * 24 * 3600
    for place in [*site.data.glob("files/??/*"), *site.data.glob("incoming/*")]:
        os.utime(place, (yesterday, yesterday))
    with site.inside():
        files.sweep_files()
        named = set(db.session.scalars(sa.select(files.StoredFile.storage_name)))
        stored = {one.name for one in files.storage().held()}
        pieces = len(list(files.incoming_folder().iterdir()))
    sound = _soundness(site)
    return Verdict(
        _FAULT,
        "files after the daily sweep",
        f"{len(stored - named)} without a row, {len(named - stored)} rows without a file,"
        f" {pieces} pieces; integrity_check: {sound}",
        "0, 0, 0, ok",
        stored == named and not pieces and sound == "ok",
    )
