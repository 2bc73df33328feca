"""What needs doing: a table of named queries, each with its count and the address of its list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import url_for
from flask_babel import gettext, ngettext

from webinar.accounts.models import MODERATOR, ORGANIZER, REVIEWER
from webinar.accounts.policy import is_moderator, is_organizer
from webinar.accounts.queries import me
from webinar.calls.queries import calls_closing
from webinar.calls.words import CLOSING
from webinar.conversations.queries import WAITING_COMMENTS, overdue_messages, waiting_comments
from webinar.core import clock
from webinar.core.db import db
from webinar.core.mail import FAILED, OutgoingMail
from webinar.papers.queries import HANDED_IN, papers_handed_in
from webinar.papers.reviewing import papers_to_review
from webinar.reviews.guarding import may_read_mail
from webinar.reviews.waiting import papers_waiting, reviews_to_write
from webinar.reviews.words import waiting_heading
from webinar.speakers.queries import without_speaker
from webinar.webinars.models import Session, Webinar
from webinar.webinars.queries import WITHOUT_SESSION, without_session
from webinar.webinars.scope import EVERYTHING, NOTHING, Scope, scope_of


def organized() -> Scope:
    return scope_of(ORGANIZER)


def moderated() -> Scope:
    return scope_of(MODERATOR)


def reviewed() -> Scope:
    """Where one reads papers without deciding about them."""
    here, arranged = scope_of(REVIEWER), organized()
    return (
        NOTHING if arranged.everything else Scope(here.everything, here.numbers - arranged.numbers)
    )


def whole_site(is_theirs: Callable[[], bool]) -> Callable[[], Scope]:
    """For what belongs to no webinar."""
    return lambda: EVERYTHING if is_theirs() else NOTHING


@dataclass(frozen=True)
class NamedQuery:
    """One thing that may wait for somebody."""

    name: str
    #: the rows that wait, in this instant
    rows: Callable[[Scope], sa.Select[*tuple[Any, ...]]]
    #: a sentence for a count, in the reader's language
    words: Callable[[int], str]
    #: what the list is called, without a number
    label: Callable[[], str]
    #: what the button says that leads there
    action: Callable[[], str]
    #: the list that shows exactly these rows
    url: Callable[[], str]
    #: the webinars whose rows the person who asks sees; none hides the query
    open_to: Callable[[], Scope] = organized


@dataclass(frozen=True)
class Waiting:
    """A named query's answer."""

    name: str
    count: int
    words: str
    label: str
    action: str
    url: str


def _choosing(what: str, words: Callable[[int], str], action: Callable[[], str]) -> NamedQuery:
    """Papers on boards that wait for that."""
    return NamedQuery(
        f"papers-for-{what}",
        lambda scope: papers_waiting(what, scope, me()),
        words,
        lambda: waiting_heading(what),
        action,
        lambda: url_for("reviews.waiting", what=what),
    )


#: the most urgent first: people who wait come before work that is not finished
NAMED_QUERIES = (
    NamedQuery(
        "overdue-messages",
        lambda scope: overdue_messages(clock.now()).rows,
        lambda n: ngettext(
            "%(num)s message is past its promised answer",
            "%(num)s messages are past their promised answer",
            n,
        ),
        lambda: gettext("Messages past their promised answer"),
        lambda: gettext("Answer"),
        lambda: overdue_messages(clock.now()).path,
        whole_site(is_moderator),
    ),
    NamedQuery(
        "failed-mails",
        lambda scope: sa.select(OutgoingMail).where(
            OutgoingMail.state == FAILED, may_read_mail(me())
        ),
        lambda n: ngettext(
            "%(num)s mail could not be delivered", "%(num)s mails could not be delivered", n
        ),
        lambda: gettext("Mails that could not be delivered"),
        lambda: gettext("See why"),
        lambda: url_for("organize.mails", state=FAILED),
        whole_site(is_organizer),
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
        "papers-to-review",
        papers_to_review,
        lambda n: ngettext(
            "%(num)s paper was handed in for you to read",
            "%(num)s papers were handed in for you to read",
            n,
        ),
        lambda: gettext("Papers to read"),
        lambda: gettext("Read"),
        lambda: url_for("papers.review_list", state="waiting"),
        reviewed,
    ),
    NamedQuery(
        "reviews-to-write",
        lambda scope: reviews_to_write(scope, organized(), me()),
        lambda n: ngettext("%(num)s review waits for you", "%(num)s reviews wait for you", n),
        lambda: waiting_heading(""),
        lambda: gettext("Review"),
        lambda: url_for("reviews.to_write"),
        lambda: scope_of(REVIEWER),
    ),
    _choosing(
        "decision",
        lambda n: ngettext(
            "%(num)s paper waits for a decision", "%(num)s papers wait for a decision", n
        ),
        lambda: gettext("Decide"),
    ),
    _choosing(
        "announcement",
        lambda n: ngettext(
            "%(num)s decision is to be announced", "%(num)s decisions are to be announced", n
        ),
        lambda: gettext("See them"),
    ),
    _choosing(
        "confirmation",
        lambda n: ngettext(
            "%(num)s speaker has not confirmed", "%(num)s speakers have not confirmed", n
        ),
        lambda: gettext("See who"),
    ),
    _choosing(
        "programme",
        lambda n: ngettext(
            "%(num)s accepted paper has no session", "%(num)s accepted papers have no session", n
        ),
        lambda: gettext("Plan them"),
    ),
    NamedQuery(
        "calls-closing-soon",
        lambda scope: calls_closing(scope, clock.now()),
        lambda n: ngettext(
            "%(num)s call closes within a week", "%(num)s calls close within a week", n
        ),
        lambda: gettext("Calls that close within a week"),
        lambda: gettext("See which"),
        lambda: url_for("calls.index", show=CLOSING),
    ),
    NamedQuery(
        "waiting-comments",
        lambda scope: waiting_comments(scope).rows,
        lambda n: ngettext(
            "%(num)s comment waits for approval", "%(num)s comments wait for approval", n
        ),
        lambda: gettext("Comments that wait for approval"),
        lambda: gettext("Read them"),
        lambda: WAITING_COMMENTS,
        moderated,
    ),
    NamedQuery(
        "webinars-without-session",
        lambda scope: sa.select(Webinar).where(
            without_session(clock.now()), scope.covers(Webinar.id)
        ),
        lambda n: ngettext(
            "%(num)s webinar has no session yet", "%(num)s webinars have no session yet", n
        ),
        lambda: gettext("Webinars without a session"),
        lambda: gettext("Fill the timetable"),
        lambda: url_for("webinars.index", show=WITHOUT_SESSION),
    ),
    NamedQuery(
        "sessions-without-speaker",
        lambda scope: (
            sa.select(Session)
            .join(Session.webinar)
            .where(without_speaker(), scope.covers(Session.webinar_id))
        ),
        lambda n: ngettext(
            "%(num)s session has no speaker yet", "%(num)s sessions have no speaker yet", n
        ),
        lambda: gettext("Sessions without a speaker"),
        lambda: gettext("Name the speakers"),
        lambda: url_for("organize.sessions"),
    ),
)


def waiting() -> list[Waiting]:
    """Every named query that the person who asks may see, with its count. One statement."""
    scopes = [(query, query.open_to()) for query in NAMED_QUERIES]
    asked = [(query, scope) for query, scope in scopes if not scope.is_empty]
    if not asked:
        return []
    counts = db.session.execute(sa.select(*(_counted(*one) for one in asked))).one()
    return [
        Waiting(query.name, count, query.words(count), query.label(), query.action(), query.url())
        for (query, _scope), count in zip(asked, counts, strict=True)
    ]


def _counted(query: NamedQuery, scope: Scope) -> sa.ScalarSelect[int]:
    rows = query.rows(scope).order_by(None)
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
