"""Backup and restore of a whole site: database, stored files, kept mails, secret."""

import contextlib
import os
import secrets
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from webinar import __version__
from webinar.core.storage import StorageAway, storage_for
from webinar.settings import Settings
from webinar.transfer import archive, databases
from webinar.transfer.archive import Manifest, Say, Unfit, Writer

#: a stored file that is swept away between the copy of the database and its own asks for another
_ATTEMPTS = 3


def place_for(wanted: Path) -> Path:
    """Where the archive goes: a new name in a folder, or the file itself. Raises Unfit."""
    if wanted.is_dir():
        wanted /= f"webinar-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar"
    if wanted.exists():
        raise Unfit(f"{wanted} exists already, and a backup overwrites nothing.")
    if not wanted.parent.is_dir():
        raise Unfit(f"There is no folder {wanted.parent}.")
    return wanted


def back_up(settings: Settings, wanted: Path, say: Say) -> tuple[Path, Manifest]:
    """Write one archive while the site runs; it is there whole or not at all. Raises Unfit."""
    if not settings.secret:
        raise Unfit(f"There is no site in {settings.data}: set WEBINAR_DATA.")
    target = place_for(wanted)
    try:
        with tempfile.TemporaryDirectory(prefix=".webinar-backup-", dir=target.parent) as folder:
            for attempt in range(1, _ATTEMPTS + 1):
                part = Path(folder) / f"{attempt}.tar"
                manifest = _write(settings, part, Path(folder), say)
                if not manifest.missing:
                    break
            with contextlib.suppress(FileExistsError):
                # Unlike a rename a link never takes the place of another file.
                os.link(part, target)
                return target, manifest
    except StorageAway as error:
        raise Unfit(f"The storage that WEBINAR_STORAGE names does not answer ({error}).") from error
    except OSError as error:
        raise Unfit(f"{target} cannot be written: {error.strerror}.") from error
    raise Unfit(f"{target} exists already, and a backup overwrites nothing.")


def _write(settings: Settings, part: Path, folder: Path, say: Say) -> Manifest:
    member = archive.database_member(databases.kind(settings))
    copied = folder / member
    copied.unlink(missing_ok=True)
    snapshot = databases.copy(settings, copied, say)
    manifest = Manifest(
        database=databases.kind(settings),
        revision=snapshot.revision,
        program=__version__,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    part.touch(mode=0o600)
    with part.open("r+b") as file:
        writer = Writer(file, manifest, say)
        writer.add(copied, member)
        writer.add(settings.data / "secret", "secret")
        stored = storage_for(settings)
        for name in snapshot.names:
            try:
                with stored.local(name) as place:
                    writer.add(place, f"files/{name[:2]}/{name}")
            except FileNotFoundError:
                manifest.missing.append(name)
        for mail in sorted(settings.data.glob("mail/*.eml")):
            writer.add(mail, f"mail/{mail.name}")
        writer.close()
        file.flush()
        os.fsync(file.fileno())
    return manifest


def restore(settings: Settings, source: Path, known: set[str], say: Say) -> Manifest:
    """Fill an empty place from an archive. `known` are the schema's revisions. Raises Unfit.

    Everything is checked before anything is written, and the data folder appears whole.
    """
    _refuse_filled(settings)
    manifest = archive.checked(source, say)
    if manifest.database != databases.kind(settings):
        raise Unfit(
            f"{source} holds a {manifest.database} database, and WEBINAR_DATABASE_URL names"
            f" {databases.kind(settings)}. Set it to an empty {manifest.database} database."
        )
    if manifest.revision not in known:
        raise Unfit(
            f"{source} was made by webinar {manifest.program}, which is newer than this one"
            f" ({__version__}). Install that version first."
        )
    unpacked = settings.data.parent / f".webinar-restore-{secrets.token_hex(4)}"
    try:
        unpacked.mkdir(mode=0o700, parents=True)
        archive.unpack(source, unpacked, say)
        _put_in_place(settings, unpacked)
    except OSError as error:
        raise Unfit(f"The restore did not go through: {error.strerror or error}.") from error
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
    return manifest


def _refuse_filled(settings: Settings) -> None:
    if settings.data.is_dir() and any(settings.data.iterdir()):
        raise Unfit(
            f"{settings.data} is not empty, and a restore overwrites nothing. Move it away, or set"
            " WEBINAR_DATA to another folder."
        )
    if settings.data.exists() and not settings.data.is_dir():
        raise Unfit(f"{settings.data} is no folder.")
    if settings.storage and any(storage_for(settings).held()):
        raise Unfit(
            "The storage that WEBINAR_STORAGE names is not empty, and a restore overwrites nothing."
            " Name another prefix or bucket."
        )
    databases.refuse_filled(settings)


def _put_in_place(settings: Settings, unpacked: Path) -> None:
    member = unpacked / archive.database_member(databases.kind(settings))
    if settings.is_sqlite:
        databases.check_sqlite(member)
    else:
        databases.load_dump(settings, member)
        member.unlink()
    if settings.storage:
        stored = storage_for(settings)
        for part in sorted(unpacked.glob("files/*/*")):
            stored.put(part.name, part)
        shutil.rmtree(unpacked / "files", ignore_errors=True)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    if settings.is_sqlite:
        place = databases.sqlite_file(settings)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(member, place)
    for part in sorted(unpacked.iterdir()):
        # One by one: the data folder may be a disk of its own, or belong to somebody else.
        shutil.move(part, settings.data / part.name)
