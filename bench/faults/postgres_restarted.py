"""PostgreSQL is stopped hard for some seconds under load; then single connections are cut."""

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import sqlalchemy as sa

from bench.faults import mailserver, postgres, sites
from bench.faults.verdicts import Verdict, milliseconds, percentile
from bench.faults.writers import Writers
from webinar.core import clock, jobs
from webinar.core.db import db, transaction

_FAULT = "PostgreSQL"
#: seconds without it
_AWAY = 5
_PATHS = ("/", "/webinars/", "/papers/", "/feeds/site.ics")


def faults(folder: Path) -> Iterator[Verdict]:
    """Needs Debian's postgresql."""
    with postgres.server() as server:
        if server is None:
            yield Verdict(_FAULT, "everything", "PostgreSQL is not installed", is_kept=None)
            return
        taker = mailserver.MailServer()
        taker.be(mailserver.WELL)
        more = {"WEBINAR_SMTP_URL": taker.url}
        with sites.serving(folder / "data", database_url=server.url, more=more) as site:
            yield from _readers(site, server)
            yield from _restarted(site, server, taker)
            yield from _cut(site, server)


def _readers(site: sites.Site, server: postgres.Server) -> Iterator[Verdict]:
    """Nobody writes: what is kept is what stands in the database."""
    for path in _PATHS:
        # Both workers have them.
        for _ in range(8):
            site.ask(path)
    with sites.Load(site.ask, _PATHS, pause=0.05) as load:
        server.stop()
        stopped = time.monotonic()
        time.sleep(_AWAY)
        server.start()
        started = time.monotonic()
        time.sleep(2)
    away = [one for one in load.seen if stopped < one[2] < started]
    yield Verdict(
        _FAULT,
        f"kept pages, {_AWAY} s without the database",
        f"{len(away)} asked, failed {_failed(load.seen) or 'none'},"
        f" p99 {milliseconds(percentile([one[1] for one in away], 0.99))}",
        "all 200",
        not _failed(load.seen) and len(away) > 50,
    )


def _restarted(
    site: sites.Site, server: postgres.Server, taker: mailserver.MailServer
) -> Iterator[Verdict]:
    processes = set(site.tree())
    writer = Writers(site)
    with sites.Load(site.ask, _PATHS, pause=0.05) as kept, writer:
        time.sleep(2)
        server.stop()
        stopped = time.monotonic()
        time.sleep(1)
        fresh = site.ask("/search?q=river")
        while time.monotonic() - stopped < _AWAY:
            time.sleep(0.1)
        server.start()
        started = time.monotonic()
        first = site.ask("/search?q=river")
        took = time.monotonic() - started
        time.sleep(4)
    away = [one for one in kept.seen if stopped < one[2] < started]
    yield Verdict(
        _FAULT,
        "the same while visitors write until the end",
        f"{len(away)} asked, not 200: {_failed(away) or 'none'}",
        "200 or 503 with a page",
        set(_failed(away)) <= {503} and len(away) > 50,
    )
    yield Verdict(
        _FAULT,
        "a page that is not kept, meanwhile",
        f"{fresh.status}, {'a page' if fresh.is_designed else 'NO page'},"
        f" Retry-After {fresh.headers['Retry-After']}, {milliseconds(fresh.seconds)}",
        "503, a page",
        fresh.status == 503 and fresh.is_designed and bool(fresh.headers["Retry-After"]),
    )
    after = [one for one in kept.seen if one[2] > started + 1]
    yield Verdict(
        _FAULT,
        "the first request after the start",
        f"{first.status} within {took:.1f} s; later {_failed(after) or 'none failed'}",
        "200",
        first.status == 200 and not _failed(after),
    )
    yield Verdict(
        _FAULT, "comments written all the time", writer.words(), "none lost", writer.is_kept()
    )
    ran = sites.until(lambda: _open_jobs(site) == 0, 150, pause=1)
    twice = sum(count - 1 for count in taker.taken.values())
    yield Verdict(
        _FAULT,
        "jobs and mails",
        f"queue empty after {'never' if ran is None else f'{ran:.0f} s'}, {len(taker.taken)} mails,"
        f" {twice} twice, {_dead_jobs(site)} jobs dead",
        "all done, none twice",
        ran is not None and not twice and not _dead_jobs(site),
    )
    gone = processes - set(site.tree())
    yield Verdict(
        _FAULT, "processes that died of it", f"{len(gone)} of {len(processes)}", "0", not gone
    )


def _cut(site: sites.Site, server: postgres.Server) -> Iterator[Verdict]:
    """Backends are terminated while comments are written."""
    writer = Writers(site)
    cut = 0
    with writer, psycopg.connect(server.url, autocommit=True) as admin:
        until = time.monotonic() + 8
        while time.monotonic() < until:
            found = admin.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = 'webinar' AND pid <> pg_backend_pid()"
                " AND state IN ('active', 'idle in transaction')"
            ).fetchone()
            cut += found[0] if found else 0
            time.sleep(0.3)
    yield Verdict(
        _FAULT,
        f"{cut} connections cut in the middle of their work",
        writer.words(),
        "receipt = stored",
        writer.is_kept(at_least=3) and cut > 5,
    )
    after = [site.ask("/search?q=river").status for _ in range(6)]
    yield Verdict(_FAULT, "afterwards", f"{after}", "all 200", set(after) == {200})


def _failed(seen: list[tuple[int | str, float, float]]) -> dict[int | str, int]:
    found: dict[int | str, int] = {}
    for said, *_ in seen:
        if said != 200:
            found[said] = found.get(said, 0) + 1
    return found


def _open_jobs(site: sites.Site) -> int:
    with site.inside():
        open_ones = jobs.Job.state.in_((jobs.WAITING, jobs.RUNNING))
        with transaction() as session:
            # What waiting would do.
            put_off = sa.and_(jobs.Job.state == jobs.WAITING, jobs.Job.run_at > clock.now())
            session.execute(sa.update(jobs.Job).where(put_off).values(run_at=clock.now()))
        return db.session.scalar(sa.select(sa.func.count()).where(open_ones)) or 0


def _dead_jobs(site: sites.Site) -> int:
    with site.inside():
        return db.session.scalar(sa.select(sa.func.count()).where(jobs.Job.state == jobs.DEAD)) or 0
