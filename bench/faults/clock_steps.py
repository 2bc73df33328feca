"""The clock goes back an hour, and then forward two, under a running site (libfaketime)."""

import os
import signal
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path

import sqlalchemy as sa

from bench import content
from bench.faults import mailserver, sites
from bench.faults.verdicts import Verdict
from webinar.core import clock, mail
from webinar.core.db import db
from webinar.core.mail import OutgoingMail

_FAULT = "clock"
_LIBRARY = Path("/usr/lib")
_FEEDS = ("/feeds/site.ics", "/feeds/news.atom")


def faults(folder: Path) -> Iterator[Verdict]:
    """Needs Debian's libfaketime. Only the wall clock is changed, as by `date --set`."""
    library = next(_LIBRARY.glob("*/faketime/libfaketimeMT.so.1"), None)
    if library is None:
        yield Verdict(_FAULT, "everything", "libfaketime is not installed", is_kept=None)
        return
    hand = folder / "clock"
    hand.write_text("+0")
    server = mailserver.MailServer()
    more = {
        "LD_PRELOAD": str(library),
        "FAKETIME_TIMESTAMP_FILE": str(hand),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "WEBINAR_SMTP_URL": server.url,
    }
    with sites.serving(folder / "data", more=more) as site:
        site.sign_in()
        with site.inside():
            content.a_webinar(3, now=clock.now())
        for _ in range(6):
            site.ask("/contact")
        sites.until(site.has_runner, 60)
        modified = _modified(site)
        server.be(mailserver.HANGS)
        before = _write(site)
        sites.until(lambda: server.attempts > 0, 60)
        # Its lease and everything that waits were written by the old clock.
        os.kill(site.runner(), signal.SIGKILL)
        refused = _too_often(site)
        hand.write_text("-3600")
        server.be(mailserver.WELL)
        yield from _after(site, "an hour back", -3600, modified, refused)
        yield _delivered(site, "an hour back", before, 100)
        modified = _modified(site)
        refused = _too_often(site)
        server.be(mailserver.CLOSED)
        before = _write(site)
        time.sleep(2)
        hand.write_text("+3600")
        server.be(mailserver.WELL)
        yield from _after(site, "two hours forward", 3600, modified, refused)
        yield _delivered(site, "two hours forward", before, 60)


def _after(
    site: sites.Site, when: str, shift: int, modified: list[float], refused: bool
) -> Iterator[Verdict]:
    desk = site.ask("/organize/", cookies=True).status
    yield Verdict(_FAULT, f"{when}: whoever was signed in", f"desk {desk}", "200", desk == 200)
    hours = {int(site.form_time().split(".")[0]) for _ in range(6)}
    due = {int((time.time() + shift) // 3600), int((time.time() + shift - 2) // 3600)}
    yield Verdict(
        _FAULT,
        f"{when}: pages made before",
        f"the hour in a kept form is {'right' if hours <= due else 'OLD'}",
        "right",
        hours <= due,
    )
    title = f"News of {time.monotonic_ns()}"
    fields = {"title": title, "body": "It rains.", "language": "en", "publish": "yes"}
    site.ask("/organize/news/new", fields, cookies=True)
    seen = sites.until(lambda: title in site.ask("/news/").text, 10, pause=0.1)
    now = _modified(site)
    yield Verdict(
        _FAULT,
        f"{when}: something new is published",
        f"{'NOT seen' if seen is None else f'seen after {seen:.1f} s'}, Last-Modified of feeds"
        f" {'GOES BACK' if _goes_back(modified, now) else 'does not go back'}",
        "seen < 2 s, not back",
        seen is not None and seen < 2 and not _goes_back(modified, now),
    )
    first = _search(site)
    time.sleep(5)
    second = _search(site)
    yield Verdict(
        _FAULT,
        f"{when}: whoever had reached a limit",
        f"{'429' if refused else 'NO 429'} before, {first} at once, {second} after 5 s",
        "free soon",
        refused and second == 200,
    )


def _goes_back(before: list[float], after: list[float]) -> bool:
    return any(one > other for one, other in zip(before, after, strict=True))


def _modified(site: sites.Site) -> list[float]:
    return [
        parsedate_to_datetime(site.ask(path).headers["Last-Modified"]).timestamp()
        for path in _FEEDS
    ]


def _search(site: sites.Site) -> int:
    return site.ask(f"/search?q=river{time.monotonic_ns()}").status


def _too_often(site: sites.Site) -> bool:
    """Ask until the limit says no."""
    return any(_search(site) == 429 for _ in range(120))


def _write(site: sites.Site) -> float:
    """A message whose confirmation now waits; when it was written (monotonic)."""
    fields = {"name": "Ada", "email": f"a{time.monotonic_ns()}@example.org", "subject": "Clocks"}
    fields |= {"body": f"What time is it? {time.monotonic_ns()}", "form_time": site.form_time()}
    answer = site.ask("/contact", fields)
    if answer.status != 303:
        raise RuntimeError(f"the contact form answers {answer.status}")
    return time.monotonic()


def _delivered(site: sites.Site, when: str, before: float, bar: int) -> Verdict:
    def waiting() -> int:
        with site.inside():
            state = OutgoingMail.state == mail.WAITING
            return db.session.scalar(sa.select(sa.func.count()).where(state)) or 0

    took = sites.until(lambda: not waiting(), bar + 30, pause=1)
    began = time.monotonic() - before
    back = "its runner killed, " if when == "an hour back" else ""
    return Verdict(
        _FAULT,
        f"{when}: mails that waited ({back}tried again by itself)",
        f"{waiting()} still wait"
        if took is None
        else f"all sent {began:.0f} s after they were written",
        f"< {bar} s",
        took is not None and took < bar,
    )
