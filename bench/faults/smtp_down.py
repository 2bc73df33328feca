"""The mail server is away, hangs, puts off, refuses; then it is back."""

from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from bench.faults import mailserver, sites
from bench.faults.verdicts import Verdict, milliseconds, percentile
from webinar.core import clock, jobs, mail
from webinar.core.db import db, transaction
from webinar.core.mail import OutgoingMail

_FAULT = "mail server down"
_MESSAGES = 8
#: seconds in which a mail that hangs is given up (core/mail)
_HANGS = 24


def faults(folder: Path) -> Iterator[Verdict]:
    """Messages are written in every mood; each causes a confirmation to its sender."""
    server = mailserver.MailServer()
    with sites.serving(folder / "data", more={"WEBINAR_SMTP_URL": server.url}) as site:
        site.sign_in()
        spent: dict[str, list[float]] = {}
        statuses: set[int] = set()
        for mood in (mailserver.CLOSED, mailserver.HANGS, mailserver.LATER):
            server.be(mood)
            _due_now(site)
            spent[mood] = []
            probe = _another_job(site) if mood == mailserver.HANGS else ""
            with sites.Load(site.ask, ["/", "/webinars/"], pause=0.05) as load:
                for number in range(_MESSAGES):
                    answer = _write(site, f"{mood}-{number}")
                    statuses.add(answer.status)
                    spent[mood].append(answer.seconds)
                _until_tried(site, server, mood)
            if probe:
                waited = sites.until(lambda name=probe: _is_done(site, name), 60)  # type: ignore[misc]
                yield Verdict(
                    _FAULT,
                    "another job while the server hangs",
                    "never" if waited is None else f"done after {waited + _HANGS:.0f} s at most",
                    "< 60 s",
                    waited is not None and waited + _HANGS < 60,
                )
            yield Verdict(
                _FAULT,
                f"pages and the contact form, server {_WORDS[mood]}",
                f"pages p99 {milliseconds(percentile(load.seconds(), 0.99))}"
                f" ({len(load.seen)} asked, {sum(load.failed().values())} failed),"
                f" form {milliseconds(max(spent[mood]))} at most",
                "all answered, form < 1 s",
                not load.failed() and statuses == {303} and max(spent[mood]) < 1,
            )
        waiting = _mails(site)
        yield Verdict(
            _FAULT,
            "what became of the mails meanwhile",
            f"{waiting.count(mail.WAITING)} of {len(waiting)} wait,"
            f" {sum(server.taken.values())} taken",
            "all wait",
            set(waiting) == {mail.WAITING},
        )
        server.be(mailserver.NEVER)
        _write(site, "refused")
        sites.until(lambda: mail.FAILED in _mails(site), 30)
        desk = site.ask("/organize/mails/", cookies=True)
        failed = _mails(site).count(mail.FAILED)
        yield Verdict(
            _FAULT,
            "a permanent refusal (550)",
            f"{failed} given up, the reason is"
            f" {'' if 'no such person' in desk.text else 'NOT '}on the desk",
            "an organizer sees it",
            failed >= 1 and "no such person" in desk.text,
        )
        server.be(mailserver.WELL)
        _due_now(site)
        took = sites.until(lambda: mail.WAITING not in _mails(site), 90)
        with site.inside():
            is_sent = OutgoingMail.state == mail.SENT
            sent = set(db.session.scalars(sa.select(OutgoingMail.message_id).where(is_sent)))
        yield Verdict(
            _FAULT,
            "the server is back",
            f"{len(sent)} sent after {took or 0:.1f} s (pauses cut short),"
            f" {len(server.taken)} arrived, {sum(n - 1 for n in server.taken.values())} twice",
            "each exactly once",
            took is not None and sent == set(server.taken) and set(server.taken.values()) == {1},
        )


_WORDS = {
    mailserver.CLOSED: "refuses the connection",
    mailserver.HANGS: "accepts and hangs",
    mailserver.LATER: "answers 451",
}


def _write(site: sites.Site, who: str) -> sites.Answer:
    return site.ask(
        "/contact",
        {
            "form_time": site.form_time(),
            "name": "Ada",
            "email": f"{who}@example.org",
            "subject": "A question",
            "body": f"When is the next one, asks {who}?",
        },
    )


def _mails(site: sites.Site) -> list[str]:
    """The state of every mail."""
    with site.inside():
        return list(db.session.scalars(sa.select(OutgoingMail.state)))


def _until_tried(site: sites.Site, server: mailserver.MailServer, mood: str) -> None:
    """Some deliveries have failed in this mood."""
    before = server.attempts
    if mood == mailserver.HANGS:
        sites.until(lambda: False, _HANGS)
        return
    if mood == mailserver.CLOSED:
        sites.until(lambda: _attempts(site) > 2, 15)
        return
    # After a server that hung there is a rest of a minute.
    sites.until(lambda: _due_now(site) or server.attempts > before + 2, 90, pause=2)


def _another_job(site: sites.Site) -> str:
    """A job that has nothing to do with mails, written down behind the first of them."""
    with site.inside(), transaction():
        jobs.enqueue("forget_limits", unique_key="behind the mails")
    return "behind the mails"


def _is_done(site: sites.Site, key: str) -> bool:
    with site.inside():
        state = db.session.scalar(sa.select(jobs.Job.state).where(jobs.Job.unique_key == key))
    return state == jobs.DONE


def _attempts(site: sites.Site) -> int:
    with site.inside():
        return db.session.scalar(sa.select(sa.func.sum(OutgoingMail.attempts))) or 0


def _due_now(site: sites.Site) -> bool:
    """What hours of waiting would do: every put-off delivery is due. Always false."""
    with site.inside(), transaction() as session:
        session.execute(
            sa.update(jobs.Job)
            .where(jobs.Job.state == jobs.WAITING, jobs.Job.kind == "deliver_mail")
            .values(run_at=clock.now())
        )
    return False
