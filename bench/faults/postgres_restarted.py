"""PostgreSQL is stopped hard for some seconds under load; then single connections are cut."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import sqlalchemy as sa

from bench import content
from bench.faults import mailserver, postgres, sites
from bench.faults.verdicts import Verdict, milliseconds, percentile
from webinar.conversations.models import Comment
from webinar.core import clock, jobs
from webinar.core.db import db, transaction
from webinar.webinars.models import Webinar

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
    writer = _Writer(site, _a_webinar(site))
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
    yield writer.verdict()
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
    writer = _Writer(site, _a_webinar(site))
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
            time.sleep(0.15)
    yield Verdict(
        _FAULT,
        f"{cut} connections cut in the middle of their work",
        writer.words(),
        "receipt = stored",
        writer.is_kept() and cut > 0,
    )
    after = [site.ask("/search?q=river").status for _ in range(6)]
    yield Verdict(_FAULT, "afterwards", f"{after}", "all 200", set(after) == {200})


class _Writer:
    """Visitors who comment, one after the other; each has words of its own."""

    def __init__(self, site: sites.Site, webinar: str) -> None:
        self._site = site
        self._webinar = webinar
        self._form_time = site.form_time()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._go, args=(one,)) for one in range(2)]
        self.promised: set[str] = set()
        self.refused: list[str] = []
        self.strange: list[str] = []

    def _go(self, who: int) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            words = f"Comment {number} of visitor {who} at {time.monotonic_ns()}"
            fields = {"name": "Ada", "email": f"v{who}-{number}@example.org", "body": words}
            fields["form_time"] = self._form_time
            try:
                answer = self._site.ask(f"/comments/webinar/{self._webinar}", fields)
            except OSError as error:
                self.strange.append(type(error).__name__)
                continue
            if answer.status == 303:
                self.promised.add(words)
            elif answer.status == 503 and answer.is_designed and words in answer.text:
                self.refused.append(words)
            else:
                self.strange.append(str(answer.status))
            time.sleep(0.05)

    def __enter__(self) -> "_Writer":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _lost(self) -> set[str]:
        with self._site.inside():
            return self.promised - set(db.session.scalars(sa.select(Comment.body)))

    def is_kept(self) -> bool:
        return not self._lost() and not self.strange and len(self.promised) > 10

    def words(self) -> str:
        return (
            f"{len(self.promised)} comments with a receipt, {len(self._lost())} of them lost;"
            f" {len(self.refused)} answered 503 with their words,"
            f" otherwise {', '.join(sorted(set(self.strange))) or 'nothing'}"
        )

    def verdict(self) -> Verdict:
        return Verdict(
            _FAULT, "comments written all the time", self.words(), "none lost", self.is_kept()
        )


def _failed(seen: list[tuple[int | str, float, float]]) -> dict[int | str, int]:
    found: dict[int | str, int] = {}
    for said, *_ in seen:
        if said != 200:
            found[said] = found.get(said, 0) + 1
    return found


def _a_webinar(site: sites.Site) -> str:
    with site.inside():
        known = db.session.scalars(sa.select(Webinar.public_id).where(Webinar.title.like("A web%")))
        found = known.first()
        if found:
            return found
        slug = content.a_webinar(2, now=clock.now())
        return db.session.scalars(sa.select(Webinar.public_id).where(Webinar.slug == slug)).one()


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
