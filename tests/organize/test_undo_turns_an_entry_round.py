"""Undo: made goes, gone comes back, changed returns; never over somebody else's later work."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from tests.support.call_operations import call_edits
from tests.support.checklist_operations import edits as checklist_edits
from tests.support.review_edits import review_edits
from tests.support.world import BY, World


def newest(intention: str = "") -> Any:
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry

    rows = db.session.query(JournalEntry).order_by(JournalEntry.id.desc())
    if intention:
        rows = rows.filter_by(intention=intention)
    return rows.first()


def undo(entry: Any) -> Any:
    from webinar.organize.operations import undo_entry

    return undo_entry(entry_id=entry.public_id, by=BY)


def values_of(kind: str) -> list[dict[str, Any]]:
    """Everything a table holds but counters and times of writing."""
    from webinar.core.db import db
    from webinar.organize.undo import journaled_models

    table = journaled_models()[kind].__table__
    silent = {"version", "updated_at", "created_at", "id"}
    return [
        {name: value for name, value in row._mapping.items() if name not in silent}
        for row in db.session.execute(sa.select(table).order_by(table.c.id))
    ]


def _edits(w: World) -> dict[str, tuple[Callable[[], Any], Callable[[], Any]]]:
    """Kind -> how one comes into being, and a change of it."""
    from webinar.conversations.operations import comments, messages
    from webinar.organization import operations as organization
    from webinar.papers import operations as papers
    from webinar.posts import operations as posts
    from webinar.speakers import operations as speakers
    from webinar.webinars import operations as webinars

    def edit_paper(title: str, authors: list[Any]) -> Any:
        return papers.edit_paper(
            paper_id=w.paper.public_id,
            title=title,
            abstract="",
            body="Words",
            kind="paper",
            authors=authors,
            by=BY,
        )

    def roles(*wanted: str) -> Any:
        return speakers.set_session_speakers(
            session_id=w.session.public_id,
            roles=[(w.speaker.public_id, role) for role in wanted],
            by=BY,
        )

    helper = w.new_account(roles=())

    def helps(*wanted: str) -> Any:
        return webinars.set_webinar_roles(
            webinar_id=w.webinar.public_id, account_id=helper, roles=wanted, by=BY
        )

    post, page = w.new_post().public_id, w.new_page().public_id
    message, comment = w.new_message().public_id, w.new_comment().public_id
    return {
        **checklist_edits(w),
        "category": (
            lambda: w.category,
            lambda: webinars.edit_category(category_id=w.category.public_id, name="Ferns", by=BY),
        ),
        "series": (
            lambda: w.series,
            lambda: webinars.unlist_series(series_id=w.series.public_id, by=BY),
        ),
        "room": (
            lambda: w.room,
            lambda: webinars.edit_room(
                room_id=w.room.public_id,
                name="Red room",
                join_address="https://meet.example.org/b",
                by=BY,
            ),
        ),
        "webinar": (
            lambda: w.published,
            lambda: webinars.cancel_webinar(
                webinar_id=w.published.public_id, reason="Storm", by=BY
            ),
        ),
        "session": (
            lambda: w.session,
            lambda: webinars.move_session(
                session_id=w.session.public_id, **w.times(hours=3), by=BY
            ),
        ),
        "speaker": (
            lambda: w.speaker,
            lambda: speakers.edit_speaker(speaker_id=w.speaker.public_id, name="Lin Meadow", by=BY),
        ),
        "session_role": (lambda: roles("speaker"), lambda: roles("chair")),
        "paper": (lambda: w.paper, lambda: edit_paper("Other", [])),
        "paper_author": (
            lambda: w.paper,
            lambda: edit_paper("What mosses keep", [papers.Author("Somebody else")]),
        ),
        "post": (
            lambda: posts.publish_post(post_id=post, by=BY),
            lambda: posts.edit_post(post_id=post, title="Other news", body="Sun.", by=BY),
        ),
        "page": (
            lambda: None,
            lambda: posts.edit_page(page_id=page, title="Other page", body="We.", by=BY),
        ),
        "comment": (
            lambda: comments.refuse_comments(comment_ids=[comment], by=BY),
            lambda: comments.approve_comments(comment_ids=[comment], by=BY),
        ),
        "contact_message": (
            lambda: None,
            lambda: messages.close_message(message_id=message, by=BY),
        ),
        "site": (
            lambda: organization.ensure_site(by=BY),
            lambda: organization.change_identity(name="Fern society", by=BY),
        ),
        "holiday": (
            lambda: None,
            lambda: organization.add_holiday(day=w.wall().date(), name="Rest", by=BY),
        ),
        "paper_version": (
            lambda: w.paper,
            lambda: papers.submit_paper(paper_id=w.paper.public_id, by=BY),
        ),
        "paper_file": (lambda: w.paper, w.new_file),
        "webinar_role": (
            lambda: helps("reviewer"),
            lambda: helps("moderator", "organizer"),
        ),
        **call_edits(w),
        **review_edits(w),
    }


KINDS = (
    "access_code call call_track call_type question"
    " checklist checklist_item checklist_mark distinct_speakers"
    " category comment contact_message holiday page paper paper_author paper_erratum paper_file"
    " paper_version post review_assignment review_board review_phase room score_category series"
    " session session_role site speaker webinar webinar_role"
).split()
#: kinds that go another way, with the reason in organize/undo.py
NEVER = (
    "account answer author_invitation contact_answer review review_interest review_remark"
    " review_score"
).split()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_journaled_kind_is_walked(in_app: Any) -> None:
    from webinar.organize.undo import journaled_models

    assert sorted(journaled_models()) == sorted([*KINDS, *NEVER])


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_is_turned_round_and_back_again(world: World, kind: str) -> None:
    """Undo brings every value back; undo of the undo brings the change back."""
    make, change = _edits(world)[kind]
    make()
    before = values_of(kind)
    change()
    entry = newest()
    after = values_of(kind)
    assert before != after, "the change changed nothing of this kind"
    undone = undo(entry)
    assert _alive(values_of(kind)) == _alive(before)
    undo(newest("organize.undo_entry"))
    assert _alive(values_of(kind)) == _alive(after)
    assert undone.undone_by


def _alive(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is not deleted, whatever the order."""
    alive = [row for row in rows if row.get("deleted_at") is None]
    return sorted(alive, key=lambda row: str(sorted(row.items(), key=str)))


@pytest.mark.parametrize(
    "kind", ["category", "room", "speaker", "post", "page", "paper", "webinar"]
)
def test_what_was_made_goes_and_what_was_deleted_comes_back(world: World, kind: str) -> None:
    from webinar.core.db import db
    from webinar.organize.undo import journaled_models

    made = getattr(world, f"new_{kind}", lambda: getattr(world, kind))()
    row_id, model = made.id, journaled_models()[kind]
    entry = next(e for e in _entries() if e.changes and e.changes[0]["kind"] == kind)
    undo(entry)
    assert db.session.scalar(sa.select(model).where(model.id == row_id)) is None
    undo(newest())
    assert db.session.scalar(sa.select(model).where(model.id == row_id)) is not None


def _entries() -> list[Any]:
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry

    return db.session.query(JournalEntry).order_by(JournalEntry.id.desc()).all()


def test_never_over_later_work(world: World) -> None:
    from webinar.core.db import db
    from webinar.organize.undo import CannotUndo
    from webinar.posts.models import Post
    from webinar.posts.operations import edit_post

    post = world.new_post().public_id
    edit_post(post_id=post, title="Second", body="It rains.", by=BY)
    entry = newest()
    edit_post(post_id=post, title="Third", body="It rains.", by=BY)
    with pytest.raises(CannotUndo, match="changed again since"):
        undo(entry)
    assert db.session.query(Post).one().title == "Third"


def test_an_entry_is_undone_once(world: World) -> None:
    from webinar.organize.undo import CannotUndo

    world.new_post()
    entry = newest()
    undo(entry)
    with pytest.raises(CannotUndo, match="undone already"):
        undo(entry)


def test_values_the_journal_does_not_keep_cannot_come_back(world: World) -> None:
    from webinar.organize.undo import CannotUndo
    from webinar.speakers.operations import edit_speaker

    edit_speaker(
        speaker_id=world.speaker.public_id, name="Lin Field", email="new@example.org", by=BY
    )
    with pytest.raises(CannotUndo, match="does not keep"):
        undo(newest())


@pytest.mark.parametrize("kind", NEVER)
def test_access_and_sent_answers_have_no_undo(world: World, kind: str) -> None:
    from webinar.accounts.operations import change_roles
    from webinar.conversations.operations.messages import answer_message
    from webinar.organize.undo import CannotUndo

    if kind == "account":
        world.new_account(roles=("organizer",))
        change_roles(account_id=world.new_account(), roles=["organizer"], by=BY)
    else:
        answer_message(message_id=world.new_message().public_id, body="In May.", by=BY)
    with pytest.raises(CannotUndo):
        undo(newest())


def test_the_old_address_lives_on(world: World) -> None:
    """Undoing a new slug makes that slug a former address of the same thing."""
    from webinar.core.slugs import find_former
    from webinar.webinars.operations import edit_category

    category = world.category
    public_id, old = category.public_id, category.slug
    edit_category(category_id=public_id, name="Ferns", slug="ferns", by=BY)
    undo(newest())
    assert find_former("category", "ferns") == public_id
    assert find_former("category", old) is None


def test_a_move_undone_is_told_and_raises_the_calendar(world: World) -> None:
    from webinar.core import news
    from webinar.webinars.announcements import SessionMoved
    from webinar.webinars.operations import move_session

    session = world.new_session(world.published).public_id
    move_session(session_id=session, **world.times(hours=5), by=BY)
    entry = newest()
    heard: list[Any] = []
    news.listen(SessionMoved, heard.append)
    undo(entry)
    assert len(heard) == 1
    assert heard[0].old_starts_at.hour == world.times(hours=5)["starts"].hour


def test_the_site_itself_stays(in_app: Any) -> None:
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import ensure_site
    from webinar.organization.queries import stored_site
    from webinar.organize.undo import CannotUndo

    ensure_site(by=SYSTEM)
    with pytest.raises(CannotUndo):
        undo(newest("organization.make_site"))
    assert stored_site() is not None
