"""A throw-away PostgreSQL server: one for the whole run, started when first needed.

It listens on a socket file in its own folder and on no port at all, so a test can
never reach a server that is not ours. PostgreSQL refuses to run as root; then it
runs as the account that Debian's package made, or as nobody.
"""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.support import missing, run

USER = "webinar"
_PATIENCE = 40
_numbers = itertools.count(1)

# Nothing here has to survive a power cut.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # a vacuum worker inside the template would make copying it wait
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "1h",
}


def url(name: str) -> str:
    """The address of a database on the run's server, as WEBINAR_DATABASE_URL takes it."""
    return f"postgresql://{USER}@/{name}?host={_server()['folder']}"


def create(name: str, *, template: str = "template1") -> None:
    _admin().execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template)
        )
    )


def drop(name: str) -> None:
    """Drop it, whoever is still connected."""
    _admin().execute(
        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    )


def new_name() -> str:
    """A database name that no other test of this run uses."""
    return f"test_{os.getpid()}_{next(_numbers)}"


def _server() -> dict[str, Any]:
    missing.find("postgresql")
    return run.once("postgresql", _start)


@lru_cache(maxsize=1)
def _admin() -> psycopg.Connection[Any]:
    return _connect(_server()["folder"])


def connect(name: str) -> psycopg.Connection[Any]:
    """A connection of its own to one database of the run, each statement committed at once."""
    return _connect(_server()["folder"], name)


def _connect(folder: str, name: str = "postgres") -> psycopg.Connection[Any]:
    return psycopg.connect(host=folder, user=USER, dbname=name, autocommit=True)


def _start() -> dict[str, Any]:
    binaries = missing.postgresql()
    assert binaries is not None
    # The path of a socket file may have 107 bytes: not below TMPDIR, which can be long.
    folder = Path(tempfile.mkdtemp(prefix="webinar-pg-", dir=run.place() or "/tmp"))
    account = _account()
    if account:
        shutil.chown(folder, account, account)
    data, log = folder / "data", run.folder() / "postgresql.log"
    who: dict[str, Any] = {"user": account, "group": account, "extra_groups": []} if account else {}
    made = subprocess.run(
        [
            str(binaries / "initdb"),
            *("--pgdata", str(data), "--username", USER, "--auth", "trust", "--no-sync"),
            # Sorts as real servers do, not by code point: tests that lean on one order see it.
            *("--encoding", "UTF8", "--locale", "C.UTF-8"),
            *("--locale-provider", "icu", "--icu-locale", "en-US"),
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        **who,
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed:\n{made.stderr}")
    options = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
    guard = run.guarded(
        [str(binaries / "postgres"), "-D", str(data), "-k", str(folder), *options],
        log=log,
        stop_signal=signal.SIGINT,
        account=account,
        remove=folder,
    )
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            with _connect(str(folder)) as connection:
                answer = connection.execute("SHOW data_directory").fetchone()
                assert answer == (str(data),), f"another server answers: {answer}"
                break
        except psycopg.OperationalError as error:
            if guard.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from error
            time.sleep(0.05)
    return {"folder": str(folder), "guard": guard.pid}


def _account() -> str:
    """Whom the server runs as; "" for the present user."""
    if os.geteuid() != 0:
        return ""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
