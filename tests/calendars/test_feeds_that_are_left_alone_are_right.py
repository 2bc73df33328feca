"""After whatever happens the feeds are those that would be built from everything anew.

SEEDS=50 STEPS=40 looks longer.
"""

import os
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support import programme
from tests.support.programme import ANNA, wall


def feeds_now() -> dict[tuple[str, int], tuple[str, int, int]]:
    from webinar.calendars.models import Feed
    from webinar.core.db import db

    db.session.rollback()
    rows = db.session.execute(
        sa.select(Feed.kind, Feed.subject_id, Feed.etag, Feed.status, Feed.size)
    )
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in rows}


def built_anew() -> dict[tuple[str, int], tuple[str, int, int]]:
    """Every entry and every feed, whatever was noted."""
    from webinar.calendars.models import WHOLE, Feed
    from webinar.calendars.notes import Notes
    from webinar.calendars.operations import rewrite_noted
    from webinar.core.db import db, with_deleted
    from webinar.webinars.models import Series, Session, Webinar

    numbers = [
        set(db.session.scalars(with_deleted(sa.select(one.id))))
        for one in (Session, Webinar, Series)
    ]
    feeds = {(row[0], row[1]) for row in db.session.execute(sa.select(Feed.kind, Feed.subject_id))}
    db.session.rollback()
    rewrite_noted(Notes(*numbers, feeds=feeds | {(kind, 0) for kind in WHOLE}))
    return feeds_now()


def acts(clock: Any) -> list[Callable[[random.Random], Any]]:
    """What may happen to a programme of two webinars and a paper."""
    from webinar.calendars.operations import move_day
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry
    from webinar.organize.operations import undo_entry
    from webinar.papers import operations as papers
    from webinar.speakers import operations as speakers
    from webinar.webinars import operations as webinars

    room = programme.a_room("Blue room").public_id
    maria, john = (programme.a_speaker(name) for name in ("Maria Nowak", "John Moss"))
    made = [programme.a_webinar(title, room_id=room, tags=["Sea"]) for title in ("Tides", "Bogs")]
    sessions = [one.sessions[0].public_id for one in made]
    ids = [one.public_id for one in made]
    category = made[0].category.public_id
    programme.speaks(made[0].sessions[0], maria)
    people = [maria.public_id, john.public_id]
    given = {"title": "On tides", "body": "Words", "abstract": "", "kind": "paper", "by": ANNA}
    authors = [papers.Author("John Moss", "", people[1])]
    start = {key: value for key, value in given.items() if key != "kind"}
    paper = papers.start_paper(**start, authors=authors, session_id=sessions[0]).public_id

    def moved(r: random.Random) -> None:
        at = wall(r.choice(["2026-05-05 14:00", "2026-05-05 14:30", "2024-05-05 14:00"]))
        webinars.edit_session(
            session_id=r.choice(sessions),
            title=r.choice("AB"),
            starts=at,
            ends=at + timedelta(minutes=30),
            by=ANNA,
        )

    def profile(r: random.Random) -> None:
        who = r.choice(people)
        name = r.choice(["Maria Nowak", "John Moss"])
        speakers.edit_speaker(speaker_id=who, name=name, affiliation=r.choice("CD"), by=ANNA)

    def paper_edited(r: random.Random) -> None:
        where = r.choice([*sessions, None])
        papers.edit_paper(
            paper_id=paper, authors=authors, session_id=where, **given | {"title": r.choice("EF")}
        )

    def undone(_r: random.Random) -> None:
        latest = sa.select(JournalEntry.public_id).order_by(JournalEntry.id.desc()).limit(1)
        found = db.session.scalar(latest)
        db.session.rollback()
        undo_entry(entry_id=found, by=ANNA)

    def later(_r: random.Random) -> None:
        clock.shift(86400 * 40)
        move_day()

    def on_session(name: str, **more: Any) -> Callable[[random.Random], Any]:
        return lambda r: getattr(webinars, name)(session_id=r.choice(sessions), by=ANNA, **more)

    def on_webinar(name: str, **more: Any) -> Callable[[random.Random], Any]:
        return lambda r: getattr(webinars, name)(webinar_id=r.choice(ids), by=ANNA, **more)

    def on_paper(name: str) -> Callable[[random.Random], Any]:
        return lambda _r: getattr(papers, name)(paper_id=paper, by=ANNA)

    return [
        *(moved, moved, profile, profile, paper_edited, paper_edited, undone, undone, later),
        on_session("cancel_session", reason="Ill"),
        on_session("reinstate_session"),
        on_session("delete_session"),
        on_session("restore_session"),
        on_webinar("cancel_webinar", reason="Ill"),
        on_webinar("reopen_webinar"),
        on_webinar("archive_webinar"),
        on_webinar("unpublish_webinar"),
        on_webinar("publish_webinar"),
        on_webinar("unlist_webinar"),
        on_webinar("list_webinar"),
        *(
            on_paper(name)
            for name in (
                "publish_paper",
                "publish_paper",
                "unpublish_paper",
                "delete_paper",
                "restore_paper",
            )
        ),
        lambda r: webinars.edit_category(
            category_id=category, name=r.choice(["History", "Past"]), by=ANNA
        ),
    ]


def last_intention() -> str:
    """What was done last, as the journal has it."""
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry

    found = db.session.scalar(
        sa.select(JournalEntry.intention).order_by(JournalEntry.id.desc()).limit(1)
    )
    return str(found)


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", range(int(os.environ.get("SEEDS", "1"))))
def test_whatever_happens(clock: Any, seed: int) -> None:
    from sqlalchemy.exc import NoResultFound

    from webinar.core import jobs
    from webinar.core.plainerror import PlainError
    from webinar.organize.undo import CannotUndo

    r, told, kinds = random.Random(seed), [], acts(clock)  # noqa: S311 - dice
    for _ in range(int(os.environ.get("STEPS", "8"))):
        act = r.choice(kinds)
        try:
            act(r)
        except (PlainError, NoResultFound, CannotUndo):
            continue
        told.append(last_intention())
        jobs.run_due()
        before = feeds_now()
        assert built_anew() == before, told


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_webinar_that_is_published_brings_the_authors_of_its_papers() -> None:
    """Their profiles become public with it, and their feeds."""
    from webinar.papers import operations as papers
    from webinar.webinars.operations import publish_webinar

    webinar, john = programme.a_draft("Tides"), programme.a_speaker("John Moss")
    session = programme.a_session(webinar)
    paper = papers.start_paper(
        title="On tides",
        body="Words",
        authors=[papers.Author("John Moss", "", john.public_id)],
        session_id=session.public_id,
        by=ANNA,
    )
    papers.publish_paper(paper_id=paper.public_id, by=ANNA)
    assert feeds_now()["speaker", john.id][1] == 404
    publish_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert feeds_now()["speaker", john.id][1] == 200
