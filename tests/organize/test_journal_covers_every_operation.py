"""Every operation that any room registers is called here, and leaves an entry."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.support.account_operations import accounts
from tests.support.calendar_operations import calendars
from tests.support.call_operations import calls_operations, closing_operations, questions_operations
from tests.support.checklist_operations import checklists, speakers_operations
from tests.support.release_operations import release_operations
from tests.support.review_operations import decision_operations, review_operations
from tests.support.series_operations import series_operations
from tests.support.world import BY, World


def _organization(w: World) -> dict[str, Callable[[], Any]]:
    from webinar.core import clock
    from webinar.core.db import transaction
    from webinar.organization import operations as ops
    from webinar.organization.models import Site

    def first_start() -> Any:
        with transaction() as session:
            session.query(Site).delete()
        return ops.ensure_site(by=BY)

    return {
        "make_site": first_start,
        "change_identity": lambda: ops.change_identity(name="Moss society", by=BY),
        "set_logo": lambda: ops.set_logo(
            data=b"x", filename="l.webp", media_type="image/webp", sha256="0" * 64, by=BY
        ),
        "remove_logo": lambda: ops.remove_logo(by=BY),
        "set_office_hours": lambda: ops.set_office_hours(
            office_hours={"0": [["09:00", "17:00"]]}, by=BY
        ),
        "add_holiday": lambda: ops.add_holiday(day=date(2026, 12, 25), by=BY),
        "remove_holiday": lambda: ops.remove_holiday(
            holiday_id=ops.add_holiday(day=date(2026, 12, 26), by=BY).public_id, by=BY
        ),
        "remember_examples": lambda: ops.remember_examples(loaded_at=clock.now(), by=BY),
        "mark_used": lambda: ops.mark_used(by=BY),
    }


def _webinars(w: World) -> dict[str, Callable[[], Any]]:
    from webinar.webinars import operations as ops

    def webinar(name: str, /, **more: Any) -> Callable[[], Any]:
        return lambda: getattr(ops, name)(webinar_id=w.published.public_id, by=BY, **more)

    def after(first: str, name: str, /, **more: Any) -> Callable[[], Any]:
        return lambda: (webinar(first, **more)(), webinar(name)())

    def helped(first: str, *then: str) -> Callable[[], Any]:
        def run() -> None:
            helper = w.new_account(roles=())
            webinar(first, account_id=helper, roles=["moderator"])()
            for name in then:
                webinar(name, account_id=helper)()

        return run

    def session(name: str, /, **more: Any) -> Callable[[], Any]:
        return lambda: getattr(ops, name)(session_id=w.session.public_id, by=BY, **more)

    def own(kind: str, name: str, /, **more: Any) -> Callable[[], Any]:
        return lambda: getattr(ops, name)(
            **{f"{kind}_id": getattr(w, kind).public_id}, by=BY, **more
        )

    return {
        **series_operations(w),
        "create_category": lambda: w.category,
        "edit_category": own("category", "edit_category", name="Mosses"),
        "delete_category": own("category", "delete_category"),
        "restore_category": lambda: (
            own("category", "delete_category")(),
            own("category", "restore_category")(),
        ),
        "create_room": lambda: w.room,
        "edit_room": own("room", "edit_room", name="Red room"),
        "delete_room": own("room", "delete_room"),
        "restore_room": lambda: (own("room", "delete_room")(), own("room", "restore_room")()),
        "create_webinar": lambda: w.webinar,
        "edit_webinar": lambda: ops.edit_webinar(
            webinar_id=w.published.public_id,
            title="Other",
            timezone="UTC",
            category_id=w.category.public_id,
            **w.times(),
            by=BY,
        ),
        "publish_webinar": lambda: w.published,
        "unpublish_webinar": webinar("unpublish_webinar"),
        "archive_webinar": webinar("archive_webinar"),
        "reopen_webinar": after("archive_webinar", "reopen_webinar"),
        "cancel_webinar": webinar("cancel_webinar", reason="Storm"),
        "unlist_webinar": webinar("unlist_webinar"),
        "list_webinar": after("unlist_webinar", "list_webinar"),
        "duplicate_webinar": webinar("duplicate_webinar", starts=w.wall(days=60)),
        "delete_webinar": webinar("delete_webinar"),
        "restore_webinar": after("delete_webinar", "restore_webinar"),
        "add_to_webinar": webinar("add_to_webinar", email="eve@example.org", roles=["reviewer"]),
        "set_webinar_roles": helped("set_webinar_roles"),
        "leave_webinar": helped("set_webinar_roles", "leave_webinar"),
        "add_session": lambda: w.session,
        "describe_session": session(
            "describe_session", title="Other", abstract="Words", slides_url=""
        ),
        "edit_session": session("edit_session", title="Other", **w.times(hours=2)),
        "move_session": session("move_session", **w.times(hours=3)),
        "cancel_session": session("cancel_session", reason="Storm"),
        "reinstate_session": lambda: (
            session("cancel_session", reason="Storm")(),
            session("reinstate_session")(),
        ),
        "delete_session": session("delete_session"),
        "restore_session": lambda: (session("delete_session")(), session("restore_session")()),
        "follow_zone_rules": lambda: ops.follow_zone_rules(by=BY),
    }


def _papers(w: World) -> dict[str, Callable[[], Any]]:
    from tests.support.paper_operations import starts
    from webinar.core.db import db, transaction
    from webinar.core.files import StoredFile
    from webinar.papers import joint_operations, uploads
    from webinar.papers import operations as ops

    def paper(name: str, start: Callable[[], Any] | None = None) -> Callable[[], Any]:
        return lambda: getattr(ops, name)(paper_id=(start or w.new_paper)().public_id, by=BY)

    def facts() -> Any:
        return uploads.note_file_facts(
            stored_id=w.new_file().file_id, text="words", pages=1, cover=None, trouble="", by=BY
        )

    def scanned() -> Any:
        file = w.new_file().file
        with transaction():
            db.session.get_one(StoredFile, file.id).scan = "waiting"
        return uploads.note_scan(stored_id=file.id, verdict="infected", by=BY)

    def declined() -> Any:
        return ops.decline_paper(paper_id=w.submitted_paper().public_id, by=BY)

    return {
        **release_operations(w),
        **decision_operations(w),
        "answer_call": lambda: joint_operations.answer_call(
            name="Caller", email="caller@example.org", language="en", by=BY
        ),
        "take_over_text": lambda: joint_operations.take_over_text(
            paper_id=w.paper.public_id,
            title="Recognised",
            abstract="",
            body="Words",
            kind="paper",
            authors=[],
            expected_version=None,
            by=BY,
        ),
        "start_paper": lambda: w.paper,
        "edit_paper": lambda: ops.edit_paper(
            paper_id=w.paper.public_id,
            title="Other",
            abstract="",
            body="Words",
            kind="paper",
            authors=[],
            by=BY,
        ),
        "submit_paper": w.submitted_paper,
        "publish_paper": w.published_paper,
        "unpublish_paper": paper("unpublish_paper", w.published_paper),
        "decline_paper": declined,
        "reconsider_paper": paper("reconsider_paper", declined),
        "withdraw_paper": paper("withdraw_paper", w.submitted_paper),
        "delete_paper": paper("delete_paper"),
        "restore_paper": lambda: (
            ops.delete_paper(paper_id=w.paper.public_id, by=BY),
            ops.restore_paper(paper_id=w.paper.public_id, by=BY),
        ),
        **starts(w),
        "attach_file": w.new_file,
        "remove_file": lambda: uploads.remove_file(
            paper_id=w.paper.public_id, file_id=w.new_file().public_id, by=BY
        ),
        "note_file_facts": facts,
        "note_scan": scanned,
        **closing_operations(w),
    }


def _posts(w: World) -> dict[str, Callable[[], Any]]:
    from webinar.posts import operations as ops

    def steps(kind: str, *names: str) -> Callable[[], Any]:
        def run() -> None:
            row = getattr(w, f"new_{kind}")()
            for name in names:
                getattr(ops, f"{name}_{kind}")(**{f"{kind}_id": row.public_id}, by=BY)

        return run

    found: dict[str, Callable[[], Any]] = {}
    for kind in ("post", "page"):
        found |= {
            f"create_{kind}": steps(kind),
            f"publish_{kind}": steps(kind, "unpublish", "publish"),
            f"unpublish_{kind}": steps(kind, "publish", "unpublish"),
            f"delete_{kind}": steps(kind, "delete"),
            f"restore_{kind}": steps(kind, "delete", "restore"),
        }
    found["edit_post"] = lambda: ops.edit_post(
        post_id=w.new_post().public_id, title="Other", body="Words", by=BY
    )
    found["edit_page"] = lambda: ops.edit_page(
        page_id=w.new_page().public_id, title="Other", body="Words", by=BY
    )
    return found


def _conversations(w: World) -> dict[str, Callable[[], Any]]:
    from webinar.conversations.operations import comments, messages

    def comment(name: str) -> Callable[[], Any]:
        return lambda: getattr(comments, name)(comment_ids=[w.new_comment().public_id], by=BY)

    def restore() -> None:
        chosen = [w.new_comment().public_id]
        comments.delete_comments(comment_ids=chosen, by=BY)
        comments.restore_comments(comment_ids=chosen, by=BY)

    def message(*names: str) -> Callable[[], Any]:
        def run() -> None:
            message_id = w.new_message().public_id
            for name in names:
                getattr(messages, f"{name}_message")(message_id=message_id, by=BY)

        return run

    return {
        "write_comment": w.new_comment,
        "confirm_comment": lambda: comments.confirm_comment(link_id=w.comment_link(), by=BY),
        "withdraw_comment": lambda: comments.withdraw_comment(link_id=w.comment_link(), by=BY),
        "approve_comments": comment("approve_comments"),
        "refuse_comments": comment("refuse_comments"),
        "delete_comments": comment("delete_comments"),
        "restore_comments": restore,
        "put_back_comments": lambda: comments.put_back_comments(
            states={w.new_comment().public_id: "shown"}, by=BY
        ),
        "write_message": w.new_message,
        "answer_message": lambda: messages.answer_message(
            message_id=w.new_message().public_id, body="In May.", by=BY
        ),
        "close_message": message("close"),
        "reopen_message": message("close", "reopen"),
        "renew_message": message("renew"),
        "delete_message": message("delete"),
        "restore_message": message("delete", "restore"),
    }


def _demo(w: World) -> dict[str, Callable[[], Any]]:
    from webinar.demo import operations as ops

    return {
        "load_examples": lambda: ops.load_examples(by=BY),
        "take_from_readers": lambda: ops.remove_examples(by=BY),
        "purge_examples": lambda: ops.remove_examples(by=BY),
    }


def _organize(w: World) -> dict[str, Callable[[], Any]]:
    from webinar.core.db import db, transaction
    from webinar.core.journal import JournalEntry
    from webinar.core.mail import FAILED, OutgoingMail
    from webinar.organize import operations as ops

    def undo() -> Any:
        w.new_post()
        newest = db.session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()
        return ops.undo_entry(entry_id=newest.public_id, by=BY)

    def again() -> Any:
        w.invited()
        with transaction() as session:
            row = session.query(OutgoingMail).first()
            row.state = FAILED
            mail_id = row.public_id
        return ops.send_mail_again(mail_id=mail_id, by=BY)

    def whole() -> Any:
        _transfer(w)["import_programme"]()
        newest = db.session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()
        return ops.undo_whole(entry_id=newest.public_id, by=BY)

    return {"undo_entry": undo, "undo_whole": whole, "send_mail_again": again}


def _transfer(w: World) -> dict[str, Callable[[], Any]]:
    from webinar.transfer import operations as ops
    from webinar.transfer.imports.kept import programme_in
    from webinar.transfer.imports.options import Options

    def carried_out() -> Any:
        row = w.new_import()
        programme = programme_in(row, Options())
        return ops.import_programme(programme=programme, options=Options(), source="s", by=BY)

    return {
        "begin_import": w.new_import,
        "ask_for_import": lambda: ops.ask_for_import(
            import_id=w.new_import().public_id, options=Options(), by=BY
        ),
        "import_programme": carried_out,
        "refuse_import": lambda: ops.refuse_import(
            import_id=w.new_import().public_id, message="No.", values={}, by=BY
        ),
    }


ROOMS = {
    "accounts": accounts,
    "organization": _organization,
    "webinars": _webinars,
    "speakers": speakers_operations,
    "papers": _papers,
    "checklists": checklists,
    "calendars": calendars,
    "calls": calls_operations,
    "questions": questions_operations,
    "reviews": review_operations,
    "posts": _posts,
    "conversations": _conversations,
    "demo": _demo,
    "organize": _organize,
    "transfer": _transfer,
}


def calls(world: World) -> dict[str, Callable[[], Any]]:
    """`room.operation` -> what calls it."""
    return {
        f"{room}.{name}": call
        for room, table in ROOMS.items()
        for name, call in table(world).items()
    }


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_operation_is_forgotten_here(world: World) -> None:
    from webinar.core.journal import OPERATIONS

    assert sorted(OPERATIONS) == sorted(calls(world))


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_each_operation_leaves_an_entry(world: World, room: str) -> None:
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry

    silent, broken = [], []
    for name in ROOMS[room](world):
        before = db.session.query(JournalEntry.id).count()
        # Each starts from a world of its own: one may delete what another needs.
        call = ROOMS[room](World(world.app))[name]
        try:
            call()
        except Exception as error:  # noqa: BLE001 - all of them are wanted in one report
            db.session.rollback()
            broken.append(f"{name}: {error!r}")
            continue
        entries = db.session.query(JournalEntry).order_by(JournalEntry.id).offset(before).all()
        entry = next((one for one in entries if one.intention == f"{room}.{name}"), None)
        if entry is None or not entry.actor_label:
            silent.append(name)
    assert (silent, broken) == ([], [])
