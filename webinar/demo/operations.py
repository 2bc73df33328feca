"""Load and remove the example programme, with the operations that people use."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import gettext

from webinar.accounts.models import Account
from webinar.calls.models import Call
from webinar.calls.operations import delete_call
from webinar.conversations.models import Comment
from webinar.conversations.operations import approve_comments, write_comment
from webinar.core import clock, news
from webinar.core.db import db, with_deleted
from webinar.core.journal import Actor, operation, visitor
from webinar.core.prepared import html_of
from webinar.core.purge import purge
from webinar.demo.board_operations import load_board
from webinar.demo.call_operations import load_call, words_of
from webinar.demo.checklist_operations import start_example
from webinar.demo.content import kinds
from webinar.demo.content.choosing import SUBMISSIONS
from webinar.demo.content.programme import PROGRAMME, paper_body
from webinar.demo.models import ExampleRow
from webinar.organization.models import Site
from webinar.organization.operations import remember_examples, set_office_hours
from webinar.organization.queries import stored_site
from webinar.papers.drafts import Author
from webinar.papers.models import Paper
from webinar.papers.operations import delete_paper, publish_paper, start_paper
from webinar.papers.versions import BODY
from webinar.posts.announcements import PostChanged
from webinar.posts.models import Page, Post
from webinar.posts.operations import (
    create_page,
    create_post,
    delete_page,
    delete_post,
    publish_post,
)
from webinar.questions.models import Questionnaire
from webinar.speakers.models import Speaker
from webinar.speakers.operations import create_speaker, delete_speaker, set_session_speakers
from webinar.webinars.models import Category, Room, Series, Session, Webinar
from webinar.webinars.operations import (
    add_session,
    archive_webinar,
    cancel_session,
    cancel_webinar,
    create_category,
    create_room,
    create_series,
    create_webinar,
    delete_category,
    delete_room,
    delete_series,
    delete_webinar,
    publish_series,
    publish_webinar,
)
from webinar.webinars.recurrence import WEEKLY, Recurrence
from webinar.webinars.seriesqueries import dates_of_series

#: called with what is done and how many parts there are, to show progress
Progress = Callable[[str], None]


class _Loader:
    """Remembers what each key of the programme became."""

    def __init__(self, by: Actor, today: date, say: Progress) -> None:
        self.by, self.today, self.say = by, today, say
        self.rows: dict[tuple[str, str], Any] = {}

    def keep(self, kind: str, key: str, row: Any) -> Any:
        db.session.flush()
        db.session.add(ExampleRow(kind=row.__tablename__, row_id=row.id))
        self.rows[kind, key] = row
        return row

    def id_of(self, kind: str, key: str | None) -> str:
        return self.rows[kind, key].public_id if key else ""

    def at(self, day_offset: int, hour: int = 9) -> datetime:
        day = self.today + timedelta(days=day_offset)
        return min(clock.now(), datetime(day.year, day.month, day.day, hour, tzinfo=UTC))

    def load(self, programme: kinds.Programme) -> None:
        self.say(gettext("Categories, rooms, speakers"))
        for category in programme.categories:
            filed = create_category(
                name=category.name,
                slug=category.slug,
                description=category.description,
                accent=category.accent,
                by=self.by,
            )
            self.keep("category", category.slug, filed)
        for room in programme.rooms:
            row = create_room(
                name=room.name,
                join_address=room.join_address,
                opens_minutes_before=room.opens_minutes_before,
                by=self.by,
            )
            self.keep("room", room.key, row)
        for speaker in programme.speakers:
            self.speaker(speaker)
        for webinar in programme.webinars:
            self.say(webinar.title)
            self.webinar(webinar)
        for series in programme.series:
            self.say(series.title)
            self.series(series)
        for call in programme.calls:
            self.say(call.title)
            named = self.id_of("webinar", call.webinar)
            self.keep("call", call.key, load_call(call, named, self.today, self.by))
        for paper in programme.papers:
            self.say(paper.title)
            self.paper(paper)
        self.say(gettext("Papers to choose from"))
        load_board(self.rows, self.keep, self.by)
        start_example([r for (kind, _), r in self.rows.items() if kind == "webinar"], self.by)
        self.say(gettext("News, pages, comments"))
        for post in programme.posts:
            self.post(post)
        for place, page in enumerate(programme.pages):
            made = create_page(
                title=page.title, slug=page.slug, body=page.body, position=place, by=self.by
            )
            self.keep("page", page.slug, made)
        for comment in programme.comments:
            kind, key = comment.on
            self.comment(comment, kind, self.id_of(kind, key), "")
        self.office_hours(programme)

    def office_hours(self, programme: kinds.Programme) -> None:
        """Where a site has none: what its people decided stays."""
        here = stored_site()
        if here is not None and not any(here.office_hours.values()):
            _set_hours(here, programme.office_hours, self.by)
            self.keep("site", "office hours", here)

    def speaker(self, speaker: kinds.Speaker) -> None:
        made = create_speaker(
            name=speaker.name,
            slug=speaker.key,
            position_title=speaker.position_title,
            affiliation=speaker.affiliation,
            biography=speaker.biography,
            language=speaker.language,
            links=[{"label": label, "url": url} for label, url in speaker.links],
            by=self.by,
        )
        self.keep("speaker", speaker.key, made)

    def webinar(self, webinar: kinds.Webinar) -> None:
        starts, ends = webinar.span(self.today)
        made = create_webinar(
            title=webinar.title,
            slug=webinar.key,
            subtitle=webinar.subtitle,
            summary=webinar.summary,
            description=webinar.description,
            timezone=webinar.timezone,
            starts=starts.replace(tzinfo=None),
            ends=ends.replace(tzinfo=None),
            language=webinar.language,
            category_id=self.id_of("category", webinar.category),
            tags=list(webinar.tags),
            by=self.by,
        )
        self.keep("webinar", webinar.key, made)
        for session in webinar.sessions:
            self.session(webinar, session)
        if webinar.state != "draft":
            publish_webinar(webinar_id=made.public_id, by=self.by)
            made.published_at = min(clock.now(), made.starts_at - timedelta(days=40))
        if webinar.state == "cancelled":
            reason = webinar.cancelled_reason or ""
            cancel_webinar(webinar_id=made.public_id, reason=reason, by=self.by)
        if webinar.state == "archived":
            archive_webinar(webinar_id=made.public_id, by=self.by)

    def series(self, series: kinds.Series) -> None:
        day = self.today + timedelta(days=series.day_offset)
        starts = datetime.combine(day, time.fromisoformat(series.start))
        made = create_series(
            title=series.title,
            slug=series.key,
            summary=series.summary,
            description=series.description,
            timezone=series.timezone,
            language=series.language,
            category_id=self.id_of("category", series.category),
            room_id=self.id_of("room", series.room),
            starts=starts,
            minutes=series.minutes,
            recurrence_words=Recurrence(
                WEEKLY, interval=series.weeks, weekdays=(day.weekday(),), times=series.times
            ),
            by=self.by,
        )
        self.keep("series", series.key, made)
        for one in dates_of_series(made):
            self.keep("webinar", one.slug, one)
        publish_series(series_id=made.public_id, by=self.by)

    def session(self, webinar: kinds.Webinar, session: kinds.Session) -> None:
        starts, ends = session.span(webinar.first_day(self.today), webinar.timezone)
        made = add_session(
            webinar_id=self.id_of("webinar", webinar.key),
            title=session.title,
            slug=session.key,
            kind=session.kind,
            language=session.language,
            starts=starts.replace(tzinfo=None),
            ends=ends.replace(tzinfo=None),
            abstract=session.abstract,
            room_id=self.id_of("room", session.room),
            recording_url=session.recording_url or "",
            slides_url=session.slides_url or "",
            by=self.by,
        )
        self.keep("session", session.key, made)
        if session.speakers:
            roles = [(self.id_of("speaker", key), role) for key, role in session.speakers]
            set_session_speakers(session_id=made.public_id, roles=roles, by=self.by)
        if session.cancelled_reason:
            cancel_session(session_id=made.public_id, reason=session.cancelled_reason, by=self.by)

    def paper(self, paper: kinds.Paper) -> None:
        people = [self.rows["speaker", key] for key in paper.authors]
        session = self.rows["session", paper.session]
        made = start_paper(
            title=paper.title,
            kind=paper.kind,
            language=paper.language,
            abstract=paper.abstract,
            body=paper_body(paper),
            authors=[
                Author(person.name, person.affiliation, person.public_id) for person in people
            ],
            submitter_id=people[0].public_id,
            session_id=session.public_id,
            by=self.by,
        )
        self.keep("paper", paper.key, made)
        publish_paper(paper_id=made.public_id, by=self.by)
        made.published_at = min(clock.now(), session.ends_at)

    def post(self, post: kinds.Post) -> None:
        made = create_post(title=post.title, slug=post.slug, body=post.body, by=self.by)
        self.keep("post", post.slug, made)
        publish_post(post_id=made.public_id, by=self.by)
        made.published_at = self.at(post.day_offset)
        news.announce(PostChanged(made.id))

    def comment(
        self, comment: kinds.Comment | kinds.Reply, kind: str, subject: str, parent: str
    ) -> None:
        made = write_comment(
            kind=kind,
            subject_id=subject,
            parent_id=parent,
            author_name=comment.author_name,
            body=comment.body,
            send_receipt=False,
            by=visitor(comment.author_name),
        )
        self.keep("comment", made.public_id, made)
        if not comment.waiting:
            approve_comments(comment_ids=[made.public_id], by=self.by)
        made.created_at = self.at(comment.day_offset, 11)
        made.shown_at = made.created_at if made.shown_at else None
        for reply in comment.replies:
            self.comment(reply, kind, subject, made.public_id)


def _silence(_words: str) -> None:
    """Nobody watches."""


def load_examples(*, by: Actor, say: Progress = _silence) -> None:
    """Fill the site with the example programme, dated relative to today; all or nothing.

    `say` hears what is being loaded.
    """
    # Rendered before the write lock is taken.
    for text in (*map(paper_body, PROGRAMME.papers), *(one.body for one in SUBMISSIONS)):
        html_of(text, BODY)
    for call in PROGRAMME.calls:
        words_of(call, clock.now().date()).make_ready()
    _load_examples(by=by, say=say)


@operation
def _load_examples(*, by: Actor, say: Progress) -> None:
    _Loader(by, clock.now().date(), say).load(PROGRAMME)
    remember_examples(loaded_at=clock.now(), by=by)


def remove_examples(*, by: Actor) -> int:
    """Take all example rows away for good; how many there were.

    What people added stays: a category, room or speaker that their rows need is kept.
    """
    count = _take_from_readers(by=by)
    _purge_examples(by=by)
    return count


def _examples(model: Any) -> list[Any]:
    """Example rows of a model, also those that were deleted meanwhile."""
    ids = sa.select(ExampleRow.row_id).where(ExampleRow.kind == model.__tablename__)
    return list(db.session.scalars(with_deleted(sa.select(model).where(model.id.in_(ids)))))


def _set_hours(here: Site, office_hours: Mapping[str, Any], by: Actor) -> None:
    set_office_hours(
        office_hours=office_hours,
        away_text=here.away_text,
        answer_hours=here.answer_hours,
        by=by,
    )


def _take_office_hours(by: Actor) -> None:
    """Nobody has office hours as before, unless people changed those of the examples."""
    for here in _examples(Site):
        kept = {day: tuple(map(tuple, spans)) for day, spans in here.office_hours.items()}
        if kept == PROGRAMME.office_hours:
            _set_hours(here, {}, by)


def _is_needed(row: Category | Room | Speaker) -> bool:
    """Something that people added refers to it."""
    own_sessions = sa.select(Session.id).where(Session.deleted_at.is_(None))
    if isinstance(row, Category):
        wanted = sa.select(Webinar.id).where(Webinar.category_id == row.id)
    elif isinstance(row, Room):
        wanted = own_sessions.where(Session.room_id == row.id)
    else:
        from_roles = sa.text("SELECT session_id FROM session_role WHERE speaker_id = :speaker")
        ids = db.session.scalars(from_roles, {"speaker": row.id}).all()
        wanted = own_sessions.where(Session.id.in_(ids))
    return db.session.scalar(wanted.limit(1)) is not None


@operation
def _take_from_readers(*, by: Actor) -> int:
    """First step: everything is deleted as people delete, so that feeds and search follow."""
    steps: list[tuple[Any, Callable[[str], Any]]] = [
        (Paper, lambda name: delete_paper(paper_id=name, by=by)),
        (Call, lambda name: delete_call(call_id=name, by=by)),
        (Webinar, lambda name: delete_webinar(webinar_id=name, by=by)),
        (Series, lambda name: delete_series(series_id=name, by=by)),
        (Post, lambda name: delete_post(post_id=name, by=by)),
        (Page, lambda name: delete_page(page_id=name, by=by)),
        (Speaker, lambda name: delete_speaker(speaker_id=name, by=by)),
        (Room, lambda name: delete_room(room_id=name, by=by)),
        (Category, lambda name: delete_category(category_id=name, by=by)),
    ]
    count = 0
    for model, delete in steps:
        for row in _examples(model):
            if isinstance(row, Speaker | Room | Category) and _is_needed(row):
                continue
            if row.deleted_at is None:
                delete(row.public_id)
            count += 1
    _take_office_hours(by)
    return count


@operation
def _purge_examples(*, by: Actor) -> None:
    """Second step: the rows go, and their addresses are free again."""
    subjects: list[str] = []
    for kind in (Paper, Webinar, Session, Post):
        subjects += [row.public_id for row in _examples(kind)]
    under = sa.select(Comment.id).where(Comment.subject_id.in_(subjects))
    purge(_table(Comment), set(db.session.scalars(with_deleted(under))))
    asked = {row.questionnaire_id for row in _examples(Call) if row.deleted_at is not None}
    for model in (Paper, Call, Webinar, Series, Post, Page, Speaker, Room, Category):
        rows = [row.id for row in _examples(model) if row.deleted_at is not None]
        purge(_table(model), rows)
    purge(_table(Questionnaire), asked - {None})
    purge(_table(Account), {row.id for row in _examples(Account) if row.password is None})
    db.session.execute(sa.delete(ExampleRow))
    db.session.expire_all()
    remember_examples(loaded_at=None, by=by)


def _table(model: Any) -> sa.Table:
    table: sa.Table = model.__table__
    return table
