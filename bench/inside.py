"""Inside one process: what an answer costs before it is kept, writes, the search, imports."""

import contextlib
import io
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bench import content
from bench.table import Row
from webinar.accounts import passwords
from webinar.app import ROOMS
from webinar.calendars import feeds
from webinar.calendars.models import CalendarEntry, Feed
from webinar.core import limits
from webinar.core.db import db, transaction
from webinar.core.journal import SYSTEM
from webinar.organization.models import Site
from webinar.webinars import operations as webinars
from webinar.webinars.models import Session, Webinar

_UNCACHED = "Before it is kept, one process"


def milliseconds(work: Callable[[], Any], *, times: int = 9) -> float:
    """The median; one turn before it warms up."""
    work()
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


@contextlib.contextmanager
def counting() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.upper().startswith(("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK")):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def pages(app: Flask, paths: dict[str, str], bars: dict[str, float]) -> Iterator[Row]:
    """Every page as Flask makes it, and its statements."""
    browser = app.test_client()

    def ask(path: str) -> None:
        app.extensions["bytecache"].clear()
        answer = browser.get(path, base_url=app.config["BASE_URL"])
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answers {answer.status_code}")

    for name, path in paths.items():
        spent = milliseconds(lambda path=path: ask(path))  # type: ignore[misc]
        with counting() as seen:
            ask(path)
        bar = bars.get(name)
        yield Row(
            _UNCACHED,
            f"{name}, {len(seen)} statements",
            f"{spent:.1f} ms",
            bar=f"{bar:.0f} ms" if bar else "",
            is_kept=spent < bar if bar else None,
            value=spent,
            size=_sessions_in(name) if name.startswith("webinar page") else 0,
            line="webinar page",
        )


def _sessions_in(name: str) -> int:
    return int(name.rpartition(" ")[2].replace(",", ""))


def first_build(slug: str, size: int) -> Iterator[Row]:
    """A feed joined from stored entries, hashed; and what one edit of a session renders."""
    webinar = db.session.scalars(sa.select(Webinar).where(Webinar.slug == slug)).one()
    found = db.session.scalars(
        sa.select(Feed).where(Feed.kind == "webinar", Feed.subject_id == webinar.id)
    ).one()
    number, webinar_id = found.id, webinar.id
    talk = db.session.scalars(
        sa.select(Session.public_id).where(Session.webinar_id == webinar_id).limit(1)
    ).one()
    db.session.rollback()

    def build() -> None:
        # Rolled back: the same work each time.
        with contextlib.suppress(_Enough), transaction() as session:
            feed = session.get_one(Feed, number)
            feed.etag = ""
            feeds._build(feed, session.get_one(Site, 1), session.get_one(Webinar, webinar_id))
            session.flush()
            raise _Enough

    spent = milliseconds(build, times=5)
    bar = 10.0 if size == 1_000 else None
    yield Row(
        "Feeds",
        f"first build of {size:,} sessions from stored entries",
        f"{spent:.1f} ms",
        bar="10 ms" if bar else "",
        is_kept=spent < bar if bar else None,
        value=spent,
        size=size,
        line="first build of the feed",
    )
    before = _stamps(webinar_id)
    began = time.perf_counter()
    webinars.cancel_session(session_id=talk, reason="Measured", by=SYSTEM)
    edit = (time.perf_counter() - began) * 1000
    changed = sum(1 for key, stamp in _stamps(webinar_id).items() if before.get(key) != stamp)
    yield Row(
        "Feeds",
        f"one edit among {size:,} sessions, {changed} entry rendered anew",
        f"{edit:.1f} ms",
        bar="1 entry",
        is_kept=changed == 1,
        value=edit,
        size=size,
        line="one edit of a session",
    )


class _Enough(Exception):
    """Nothing of it is kept."""


def _stamps(webinar_id: int) -> dict[int, Any]:
    rows = db.session.execute(
        sa.select(CalendarEntry.id, CalendarEntry.body).where(
            CalendarEntry.webinar_id == webinar_id
        )
    ).all()
    db.session.rollback()
    return {row[0]: row[1] for row in rows}


def searching(app: Flask, papers: int, words: int) -> Iterator[Row]:
    """p50 and p95 of the whole page, over queries from very frequent to rare."""
    queries = content.a_library(papers, words)
    app.config["LIMITS_OFF"] = True
    browser = app.test_client()
    spent = []
    for _ in range(5):
        for query in queries:
            began = time.perf_counter()
            answer = browser.get(
                "/search", query_string={"q": query}, base_url=app.config["BASE_URL"]
            )
            spent.append((time.perf_counter() - began) * 1000)
            if answer.status_code != 200:
                raise RuntimeError(f"search for {query!r} answers {answer.status_code}")
    p50, p95 = statistics.median(spent), statistics.quantiles(spent, n=20)[18]
    what = f"search page over {papers:,} papers of {words:,} words"
    yield Row("Search", f"{what}, p50", f"{p50:.1f} ms", value=p50)
    yield Row("Search", f"{what}, p95", f"{p95:.1f} ms", bar="50 ms", is_kept=p95 < 50, value=p95)


def one_bare_row() -> float:
    """Milliseconds of one row committed to the same database: what every write stands beside."""
    engine = db.engines.get("writer", db.engines[None])

    def bare() -> None:
        with engine.begin() as connection:
            connection.execute(
                sa.text(
                    "INSERT INTO limit_bucket (key, level, at) VALUES (:key, 1, '2026-01-01')"
                    " ON CONFLICT (key) DO UPDATE SET level = limit_bucket.level + 1"
                ),
                {"key": "measured"},
            )

    return milliseconds(bare, times=30)


def a_browser(app: Flask) -> Any:
    """One that no limit holds back."""
    app.config["LIMITS_OFF"] = True
    browser = app.test_client()
    browser.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    return browser


def downloads(app: Flask) -> Iterator[Row]:
    """A paper's file, counted for a reader who comes the first time, beside one that is not."""
    from webinar.papers.operations import Author, publish_paper, start_paper
    from webinar.papers.uploads import attach_file, take_upload

    made = start_paper(title="Measured once more", authors=[Author("Ada")], by=SYSTEM)
    paper_id = made.public_id
    place, accepted = take_upload(io.BytesIO(b"%PDF-1.4\n" + bytes(100_000)), "measured.pdf")
    attach_file(paper_id=paper_id, path=place, accepted=accepted, by=SYSTEM)
    path = f"/papers/{publish_paper(paper_id=paper_id, by=SYSTEM).slug}/files/measured.pdf"
    browser, readers, base = a_browser(app), iter(range(10_000)), app.config["BASE_URL"]

    def take(agent: str) -> None:
        with browser.get(path, base_url=base, headers={"User-Agent": agent}) as answer:
            if answer.status_code != 200 or not answer.data:
                raise RuntimeError(f"{path} answers {answer.status_code}")

    bare = milliseconds(lambda: take("a program: bot"), times=30)
    spent = milliseconds(lambda: take(f"Mozilla/5.0 number {next(readers)}"), times=30)
    what = "a paper's file, counted"
    yield Row("Downloads", what, f"{spent:.1f} ms", f"{bare:.1f} ms", spent / bare, value=spent)


def writes(app: Flask, slug: str) -> Iterator[Row]:
    """Forms sent through the pages, beside one bare row committed to the same database."""
    floor, browser = one_bare_row(), a_browser(app)
    webinar = db.session.scalars(sa.select(Webinar).where(Webinar.slug == slug)).one()
    about = webinar.public_id
    db.session.rollback()
    numbers = iter(range(10_000))

    def send(path: str, **values: Any) -> None:
        data = {"form_time": limits.form_time(), "name": "Ada", "email": "ada@example.org"}
        answer = browser.post(path, data=data | values, base_url=app.config["BASE_URL"])
        if answer.status_code != 303:
            raise RuntimeError(f"{path} answers {answer.status_code}: {answer.text[:2000]}")

    def comment() -> None:
        send(f"/comments/webinar/{about}", body=f"A measured comment, number {next(numbers)}.")

    def message() -> None:
        send("/contact", subject="Measured", body=f"A measured message, number {next(numbers)}.")

    for what, work in (("a comment", comment), ("a contact message", message)):
        spent = milliseconds(work, times=30)
        yield Row(
            "Writes, through the page",
            what,
            f"{spent:.1f} ms",
            f"{floor:.1f} ms",
            spent / floor,
            value=spent,
        )
    yield from _sign_in(browser, app)


def _sign_in(browser: Any, app: Flask) -> Iterator[Row]:
    from webinar.accounts.models import Account
    from webinar.core import clock

    password = "a long measured passphrase"  # noqa: S105
    hashed = passwords.make_hash(password)
    with transaction() as session:
        session.add(
            Account(
                name="Measured",
                email="measured@example.org",
                site_roles=["organizer"],
                confirmed_at=clock.now(),
                password=hashed,
            )
        )
    floor = milliseconds(lambda: passwords.is_right(password, hashed), times=5)

    def sign_in() -> None:
        answer = browser.post(
            "/sign-in",
            data={"email": "measured@example.org", "password": password},
            base_url=app.config["BASE_URL"],
        )
        if answer.status_code not in (302, 303):
            raise RuntimeError(f"signing in answers {answer.status_code}")

    spent = milliseconds(sign_in, times=5)
    yield Row(
        "Writes, through the page",
        "signing in, beside its hash",
        f"{spent:.0f} ms",
        f"{floor:.0f} ms",
        spent / floor,
    )


_TIMED = """
import importlib, importlib.util, time
began = time.perf_counter()
for name in ROOMS:
    importlib.import_module("webinar." + name)
    for part in ("models", "jobs", "setup", "views"):
        if importlib.util.find_spec(f"webinar.{name}.{part}"):
            importlib.import_module(f"webinar.{name}.{part}")
    print(name, time.perf_counter() - began)
    began = time.perf_counter()
"""


def imports() -> Iterator[Row]:
    """What each room costs to import, after the rooms below it; the first brings the libraries."""
    code = _TIMED.replace("ROOMS", repr(ROOMS))
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    for line in done.stdout.splitlines():
        name, seconds = line.split()
        spent = float(seconds) * 1000
        yield Row("Import", name, f"{spent:.0f} ms", value=spent)
