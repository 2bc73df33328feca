"""kill -9: a web worker, the job runner, the whole tree, each in the middle of writes."""

import contextlib
import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from bench.faults import mailserver, sites
from bench.faults.verdicts import Verdict
from bench.faults.writers import Writers
from webinar.core import mail
from webinar.core.db import db
from webinar.core.mail import OutgoingMail

_FAULT = "kill -9"
_KILLS = 3


def faults(folder: Path) -> Iterator[Verdict]:
    """On SQLite; mails go to a server that takes its time."""
    server = mailserver.MailServer()
    server.be(mailserver.WELL)
    more = {"WEBINAR_SMTP_URL": server.url}
    with sites.serving(folder / "data", more=more) as site:
        sites.until(site.has_runner, 30)
        yield _workers(site)
        server.pause = 0.2
        yield _runner(site, server)
        port, data = site.port, site.data
        writers = Writers(site)
        with writers:
            time.sleep(3)
            tree = site.tree()
            for one in tree:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
            site.process.wait(10)
    with contextlib.ExitStack() as stack:
        again = sites.start(data, port=port, more=more)
        stack.callback(again.stop)
        yield _whole_tree(again, writers)
        server.pause = 0.0
        yield _mails(again, server, kills=_KILLS + 1)


def _workers(site: sites.Site) -> Verdict:
    writers = Writers(site, pause=0.3)
    longest = 0.0
    with writers, sites.Load(site.ask, ["/", "/contact"], pause=0.02) as load:
        for _ in range(_KILLS):
            # Of two deaths within 5.5 s granian takes it that they will not end, and gives up.
            time.sleep(6)
            os.kill(site.workers()[0], signal.SIGKILL)
            back = sites.until(lambda: len(site.workers()) == 2, 30, pause=0.05)
            longest = max(longest, back if back is not None else 99)
        time.sleep(2)
    # What was under way in the killed process is lost to its asker, who sees a broken line.
    broken = sum(load.failed().values())
    return Verdict(
        _FAULT,
        f"a web worker, {_KILLS} times",
        f"{len(writers.promised)} comments with a receipt, {len(writers.lost())} lost;"
        f" {broken} of {len(load.seen)} pages broken off; another after {longest:.1f} s at most",
        "none lost, < 5 s",
        not writers.lost() and len(writers.promised) > 10 and longest < 5,
    )


def _runner(site: sites.Site, server: mailserver.MailServer) -> Verdict:
    writers = Writers(site, pause=0.3)
    longest = 0.0
    with writers:
        for _ in range(_KILLS):
            before = sum(server.taken.values())
            sites.until(lambda seen=before: sum(server.taken.values()) > seen, 90, pause=0.05)  # type: ignore[misc]
            killed = site.runner()
            os.kill(killed, signal.SIGKILL)
            back = sites.until(
                lambda old=killed: bool(set(site.runners()) - {old}),  # type: ignore[misc]
                30,
            )
            longest = max(longest, back if back is not None else 99)
    return Verdict(
        _FAULT,
        f"the job runner in the middle of mails, {_KILLS} times",
        f"{writers.words()}; a new one within {longest:.1f} s",
        "none lost, < 20 s",
        writers.is_kept() and longest < 20,
    )


def _whole_tree(site: sites.Site, writers: Writers) -> Verdict:
    with contextlib.closing(sqlite3.connect(site.data / "webinar.sqlite")) as database:
        sound = str(database.execute("PRAGMA integrity_check").fetchone()[0])
    return Verdict(
        _FAULT,
        "the whole tree, and started again",
        f"{len(writers.promised)} comments with a receipt, {len(writers.lost())} lost;"
        f" integrity_check: {sound}",
        "none lost, ok",
        not writers.lost() and len(writers.promised) > 10 and sound == "ok",
    )


def _mails(site: sites.Site, server: mailserver.MailServer, *, kills: int) -> Verdict:
    """Each once; twice only what was cut between the server's 250 and our commit."""

    def waiting() -> int:
        with site.inside():
            state = OutgoingMail.state == mail.WAITING
            return db.session.scalar(sa.select(sa.func.count()).where(state)) or 0

    took = sites.until(lambda: not waiting(), 180, pause=1)
    with site.inside():
        wanted = set(db.session.scalars(sa.select(OutgoingMail.message_id)))
    missing = len(wanted - set(server.taken))
    twice = sum(count - 1 for count in server.taken.values())
    return Verdict(
        _FAULT,
        "all mails of that time",
        f"{len(wanted)} written, {missing} missing, {twice} twice (same Message-ID),"
        f" the last {'NEVER' if took is None else f'after {took:.0f} s'}",
        f"none missing, at most one twice per kill ({kills})",
        took is not None and not missing and twice <= kills,
    )
