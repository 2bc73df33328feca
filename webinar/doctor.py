"""`webinar doctor`: what is wrong with an installation, and what to do about it.

Looks and changes nothing: no folder, secret, table or file is made.
"""

import contextlib
import importlib
import os
import shutil
import smtplib
import sqlite3
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import click
import sqlalchemy as sa

from webinar.core import clock, files, jobs, mail, scanner, schema
from webinar.core.command import Installation
from webinar.core.db import db
from webinar.core.storage import StorageAway
from webinar.demo.queries import has_examples
from webinar.settings import LOOPBACK_NAMES, Settings

#: MB that must be free on the disk
ENOUGH = 500
_LATE = timedelta(minutes=15)
#: a file younger than this may belong to a form that is still being sent
_YOUNG = timedelta(days=1)
_SKEW = timedelta(seconds=5)


class Finding(NamedTuple):
    """One thing that was looked at."""

    is_fine: bool
    words: str


Findings = Iterator[Finding]


def fine(words: str) -> Finding:
    return Finding(True, words)


def wrong(words: str) -> Finding:
    return Finding(False, words)


@click.command()
@click.pass_obj
def doctor(site: Installation) -> None:
    """Check the installation and say what to do; exit code 1 when something is wrong."""
    is_fine = True
    for finding in findings(site):
        click.echo(f"{'fine ' if finding.is_fine else 'CHECK'}  {finding.words}")
        is_fine = is_fine and finding.is_fine
    if not is_fine:
        raise SystemExit(1)


def findings(site: Installation) -> Findings:
    """Everything, from the ground up; what stands on something broken is not looked at."""
    settings = site.settings_as_found
    yield from _address(settings)
    yield from _time_zones()
    ground = list(_folders(settings))
    yield from ground
    if not settings.secret or not all(one.is_fine for one in ground[:1]):
        return
    if settings.is_sqlite:
        sqlite = list(_sqlite(settings))
        yield from sqlite
        if not all(one.is_fine for one in sqlite):
            return
    with site.app.app_context():
        yield from _mail_server()
        yield from _scanner(settings)
        state = list(_schema())
        yield from state
        if all(one.is_fine for one in state):
            for look in (_clock, _jobs, _stored_files, _examples):
                yield from look(settings)


def _address(settings: Settings) -> Findings:
    listens_elsewhere = settings.host not in LOOPBACK_NAMES
    is_here = urlsplit(settings.base_url).hostname in LOOPBACK_NAMES
    if not settings.is_secure and (listens_elsewhere or not is_here):
        yield wrong(
            f"People use {settings.base_url}, where passwords travel in the open. Put a proxy with"
            " a certificate in front and set WEBINAR_BASE_URL to its https address"
            " (docs/running.md)."
        )
    else:
        yield fine(f"People use {settings.base_url}.")
    if settings.is_secure and not settings.trusted_proxies:
        yield wrong(
            "WEBINAR_BASE_URL is https, so a proxy stands in front, but WEBINAR_TRUSTED_PROXIES is"
            " empty: limits take all visitors for one. Set it to the proxy's address, for example"
            " 127.0.0.1."
        )


def _scanner(settings: Settings) -> Findings:
    if not settings.scanner:
        return
    if scanner.answers(settings.scanner):
        yield fine(f"The virus scanner answers at {settings.scanner}.")
    else:
        yield wrong(
            f"No virus scanner answers at {settings.scanner}, so uploads wait unread. Start clamd,"
            " let this program's user reach its socket, or set WEBINAR_SCANNER to nothing."
        )


def _time_zones() -> Findings:
    """The system's rules come before those of the tzdata package; they can be older."""
    bundled = importlib.import_module("tzdata").IANA_VERSION
    system = next(filter(None, map(_rules_of, zoneinfo.TZPATH)), None)
    if system is not None and system < bundled:
        yield wrong(
            f"The system's time zone rules are of {system}, those that came along of {bundled}."
            " Bring the system's tzdata up to date, or set PYTHONTZPATH to nothing to use ours."
        )
    else:
        yield fine(f"Time zone rules: {system or bundled}.")


def _rules_of(folder: str) -> str | None:
    try:
        with (Path(folder) / "tzdata.zi").open() as rules:
            first = rules.readline()
    except OSError:
        return None
    return first.removeprefix("# version ").strip() if first.startswith("# version ") else None


def _folders(settings: Settings) -> Findings:
    data = settings.data
    if not data.is_dir():
        yield wrong(
            f"There is no data folder {data}. Set WEBINAR_DATA, or start `webinar serve` once."
        )
        return
    yield fine(f"Data folder: {data}")
    for folder in (data, *(data / name for name in ("files", "incoming", "mail"))):
        if folder.exists() and not (folder.is_dir() and _can_write(folder)):
            yield wrong(f"{folder} cannot be written: give it to the account that runs webinar.")
    secret = data / "secret"
    if not secret.is_file():
        yield wrong(
            f"{secret} is missing. Put it back from a backup; without it `webinar serve` makes a"
            " new one, and all sign-ins and personal links end."
        )
    elif (mode := secret.stat().st_mode & 0o777) != 0o600:
        yield wrong(f"{secret} can be read by others (mode {mode:o}): run `chmod 600 {secret}`.")
    else:
        yield fine("The secret can be read by its owner only.")
    free = shutil.disk_usage(data).free // 2**20
    if free < ENOUGH:
        yield wrong(f"Only {free} MB are free on the disk of {data}; make room for {ENOUGH}.")
    else:
        yield fine(f"{free} MB are free on the disk.")


def _can_write(folder: Path) -> bool:
    """The owner's right counts too: root may write everywhere, the site's account may not."""
    return os.access(folder, os.W_OK) and bool(folder.stat().st_mode & 0o200)


def _sqlite(settings: Settings) -> Findings:
    file = Path(sa.make_url(settings.database_url).database or "").resolve()
    if not file.is_file():
        yield wrong(f"There is no database {file} yet: run `webinar db upgrade`.")
        return
    try:
        # Our own connections switch to WAL: asked by one that does not.
        address = f"{file.as_uri()}?mode=ro"
        with contextlib.closing(sqlite3.connect(address, uri=True)) as database:
            journal = database.execute("PRAGMA journal_mode").fetchone()[0]
    except sqlite3.Error as error:
        yield wrong(f"{file} cannot be read as a database: {error}.")
        return
    if journal == "wal":
        yield fine("SQLite keeps a write-ahead log: readers and writers do not wait.")
    else:
        yield wrong(
            f"{file} is in journal mode {journal}, not WAL. Stop what else uses it, put it on a"
            " local disk and restart `webinar serve`, which switches it."
        )


def _schema() -> Findings:
    try:
        schema.refuse_newer()
        at, newest = schema.current_revision(), schema.newest_revision()
    except schema.WrongSchema as error:
        yield wrong(str(error))
    except sa.exc.SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        yield wrong(f"The database does not answer: {reason}. Is WEBINAR_DATABASE_URL right?")
    else:
        if at == newest:
            yield fine(f"The database is at revision {at}.")
        else:
            yield wrong(
                f"The database is at {at or 'no revision'}, the program at {newest}: run"
                " `webinar db upgrade`."
            )


def _mail_server() -> Findings:
    if not mail.has_server():
        yield wrong(f"Mails are not sent but kept in {mail.mail_folder()}: set WEBINAR_SMTP_URL.")
        return
    try:
        with mail.connected():
            yield fine("The server that WEBINAR_SMTP_URL names takes our mails.")
    except smtplib.SMTPAuthenticationError as error:
        yield wrong(
            f"The mail server refuses the sign-in ({mail.reason(error)}): check user and password"
            " in WEBINAR_SMTP_URL; special characters in them are written as %40."
        )
    except (OSError, smtplib.SMTPException) as error:
        yield wrong(
            f"The mail server does not take our mails ({mail.reason(error)}): check host and port"
            " in WEBINAR_SMTP_URL, and whether the server runs."
        )


def _clock(settings: Settings) -> Findings:
    if settings.is_sqlite:
        return
    theirs: datetime = db.session.scalars(sa.select(sa.func.clock_timestamp())).one()
    skew = abs(theirs - datetime.now(UTC))
    if skew > _SKEW:
        yield wrong(
            f"The clock of this machine and the database's differ by {skew.total_seconds():.0f}"
            " seconds. Let both follow a time server (timedatectl set-ntp true)."
        )
    else:
        yield fine("This machine and the database agree on the time.")


def _jobs(_settings: Settings) -> Findings:
    count = sa.select(sa.func.count()).select_from(jobs.Job)
    dead = db.session.scalar(count.where(jobs.Job.state == jobs.DEAD))
    late = db.session.scalar(
        count.where(jobs.Job.state == jobs.WAITING, jobs.Job.run_at < clock.now() - _LATE)
    )
    if dead:
        yield wrong(f"{dead} jobs have failed for good; the desk's mail page shows which.")
    if late:
        yield wrong(
            f"{late} jobs wait for over a quarter of an hour: start `webinar serve`, or"
            " `webinar worker` beside `webinar serve --without-runner`."
        )
    if not dead and not late:
        yield fine("No job is late, none has failed for good.")


def _stored_files(settings: Settings) -> Findings:
    named = set(db.session.scalars(sa.select(files.StoredFile.storage_name)))
    where = settings.storage or f"{settings.data}/files"
    try:
        stored = {one.name: one.written_at for one in files.storage().held()}
    except StorageAway as error:
        yield wrong(
            f"The storage {where} does not answer ({error}): look at WEBINAR_STORAGE, at its bucket"
            " and at AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
        )
        return
    lost = len(named - stored.keys())
    old = clock.now().timestamp() - _YOUNG.total_seconds()
    over = sum(1 for name in stored.keys() - named if stored[name] < old)
    if lost:
        yield wrong(
            f"{lost} stored files are missing from {where}: put them"
            " back from a backup; their pages answer 404 until then."
        )
    if over:
        yield wrong(
            f"{over} files lie in {where} that nothing names. The daily"
            " sweep removes them; if they stay, the job runner does not run."
        )
    if not lost and not over:
        yield fine(f"All {len(named)} stored files are there.")


def _examples(settings: Settings) -> Findings:
    if has_examples() and urlsplit(settings.base_url).hostname not in LOOPBACK_NAMES:
        yield wrong(
            f"The example programme is shown to everybody at {settings.base_url}: run"
            " `webinar demo remove`."
        )


commands: list[click.Command] = [doctor]
