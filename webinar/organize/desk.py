"""What needs doing: a table of named queries, each with its count and the address of its list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext, ngettext

from webinar.conversations.queries import overdue_messages, waiting_comments
from webinar.core import clock
from webinar.core.db import db
from webinar.core.mail import FAILED, OutgoingMail
from webinar.papers.queries import HANDED_IN, papers_handed_in
from webinar.speakers.queries import without_speaker
from webinar.webinars.models import Session, Webinar
from webinar.webinars.queries import WITHOUT_SESSION, without_session


@dataclass(frozen=True)
class NamedQuery:
    """One thing that may wait for somebody."""

    name: str
    #: the rows that wait, in this instant
    rows: Callable[[], sa.Select[Any]]
    #: a sentence for a count, in the reader's language
    words: Callable[[int], str]
    #: what the list is called, without a number
    label: Callable[[], str]
    #: what the button says that leads there
    action: Callable[[], str]
    #: the list that shows exactly these rows
    url: Callable[[], str]
    #: moderators see it, too
    for_moderators: bool = False


@dataclass(frozen=True)
class Waiting:
    """A named query's answer."""

    name: str
    count: int
    words: str
    label: str
    action: str
    url: str


#: the most urgent first: people who wait come before work that is not finished
NAMED_QUERIES = (
    NamedQuery(
        "overdue-messages",
        lambda: overdue_messages(clock.now()).rows,
        lambda n: ngettext(
            "%(num)s message is past its promised answer",
            "%(num)s messages are past their promised answer",
            n,
        ),
        lambda: gettext("Messages past their promised answer"),
        lambda: gettext("Answer"),
        lambda: overdue_messages(clock.now()).path,
        for_moderators=True,
    ),
    NamedQuery(
        "failed-mails",
        lambda: sa.select(OutgoingMail).where(OutgoingMail.state == FAILED),
        lambda n: ngettext(
            "%(num)s mail could not be delivered", "%(num)s mails could not be delivered", n
        ),
        lambda: gettext("Mails that could not be delivered"),
        lambda: gettext("See why"),
        lambda: url_for("organize.mails", state=FAILED),
    ),
    NamedQuery(
        "papers-handed-in",
        papers_handed_in,
        lambda n: ngettext(
            "%(num)s paper was handed in and waits for you",
            "%(num)s papers were handed in and wait for you",
            n,
        ),
        lambda: gettext("Papers that were handed in"),
        lambda: gettext("Read and decide"),
        lambda: url_for("papers.index", state=HANDED_IN),
    ),
    NamedQuery(
        "waiting-comments",
        lambda: waiting_comments().rows,
        lambda n: ngettext(
            "%(num)s comment waits for approval", "%(num)s comments wait for approval", n
        ),
        lambda: gettext("Comments that wait for approval"),
        lambda: gettext("Read them"),
        lambda: waiting_comments().path,
        for_moderators=True,
    ),
    NamedQuery(
        "webinars-without-session",
        lambda: sa.select(Webinar).where(without_session(clock.now())),
        lambda n: ngettext(
            "%(num)s webinar has no session yet", "%(num)s webinars have no session yet", n
        ),
        lambda: gettext("Webinars without a session"),
        lambda: gettext("Fill the timetable"),
        lambda: url_for("webinars.index", show=WITHOUT_SESSION),
    ),
    NamedQuery(
        "sessions-without-speaker",
        lambda: sa.select(Session).join(Session.webinar).where(without_speaker()),
        lambda n: ngettext(
            "%(num)s session has no speaker yet", "%(num)s sessions have no speaker yet", n
        ),
        lambda: gettext("Sessions without a speaker"),
        lambda: gettext("Name the speakers"),
        lambda: url_for("organize.sessions"),
    ),
)


def waiting(*, is_organizer: bool) -> list[Waiting]:
    """Every named query that this person may see, with its count. One statement."""
    asked = [query for query in NAMED_QUERIES if is_organizer or query.for_moderators]
    counts = db.session.execute(sa.select(*(_counted(query) for query in asked))).one()
    return [
        Waiting(query.name, count, query.words(count), query.label(), query.action(), query.url())
        for query, count in zip(asked, counts, strict=True)
    ]


def _counted(query: NamedQuery) -> sa.ScalarSelect[int]:
    rows = query.rows().order_by(None)
    return rows.with_only_columns(sa.func.count()).scalar_subquery()


@dataclass(frozen=True)
class Beginning:
    """What a site that is still (nearly) empty has."""

    webinars: int
    has_coming: bool

    @property
    def is_empty(self) -> bool:
        return self.webinars == 0


def beginning() -> Beginning:
    """How far the site has come. One statement."""
    coming = sa.func.count().filter(Webinar.ends_at >= clock.now())
    found = db.session.execute(sa.select(sa.func.count(), coming).select_from(Webinar)).one()
    return Beginning(found[0], found[1] > 0)
