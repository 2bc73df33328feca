"""Every operation about calls and questions, called once: for the journal's test."""

from collections.abc import Callable
from typing import Any

from tests.support.world import BY, World


def _words(title: str = "Mosses wanted", **more: Any) -> Any:
    from webinar.calls.operations import CallWords

    return CallWords(title=title, timezone="Europe/London", **more)


def calls_operations(w: World) -> dict[str, Callable[[], Any]]:
    """Name of the operation -> what calls it."""
    from webinar.calls import operations as ops
    from webinar.calls import part_operations as parts
    from webinar.calls.codes import spend_code
    from webinar.calls.models import Call
    from webinar.core.clock import WallTime
    from webinar.core.db import db, transaction

    def new() -> str:
        made = ops.create_call(words=_words(), webinar_id=w.webinar.public_id, by=BY)
        return str(made.public_id)

    call_id = new()

    def own(*names: str, **more: Any) -> Callable[[], Any]:
        return lambda: [getattr(ops, name)(call_id=call_id, by=BY, **more) for name in names]

    def part(kind: str, *names: str, **more: Any) -> Callable[[], Any]:
        def run() -> None:
            made = getattr(parts, f"add_{kind}")(
                call_id=call_id, words=parts.PartWords("History"), by=BY
            )
            public_id = made.public_id
            for name in names:
                getattr(parts, name)(call_id=call_id, **{f"{kind}_id": public_id}, by=BY, **more)

        return run

    def order(kind: str) -> Callable[[], Any]:
        return lambda: (
            part(kind)(),
            getattr(parts, f"order_{kind}s")(call_id=call_id, **{f"{kind}_ids": []}, by=BY),
        )

    def code(*names: str, **more: Any) -> Callable[[], Any]:
        def run() -> None:
            made = parts.make_codes(call_id=call_id, words=parts.CodeWords(), by=BY)[0].public_id
            for name in names:
                getattr(parts, name)(call_id=call_id, code_id=made, by=BY, **more)

        return run

    def spent() -> None:
        made = parts.make_codes(call_id=call_id, words=parts.CodeWords(), by=BY)[0]
        spend_code(code_id=made.id, by=BY)

    def zone_rules() -> None:
        ops.extend_call(call_id=call_id, closes=WallTime(w.wall(), "Europe/London"), by=BY)
        with transaction():
            row = db.session.query(Call).filter_by(public_id=call_id).one()
            row.closes_at = None
        ops.follow_zone_rules_of_calls(by=BY)

    words = parts.PartWords("Other")
    return {
        "create_call": new,
        "edit_call": own("edit_call", words=_words("Lichens wanted")),
        "publish_call": own("publish_call"),
        "unpublish_call": own("publish_call", "unpublish_call"),
        "close_call": own("publish_call", "close_call"),
        "extend_call": own("extend_call", closes=WallTime(w.wall(), "Europe/London")),
        "delete_call": own("delete_call"),
        "restore_call": own("delete_call", "restore_call"),
        "duplicate_call": own("duplicate_call", title="Again"),
        "follow_zone_rules_of_calls": zone_rules,
        "add_track": part("track"),
        "edit_track": part("track", "edit_track", words=words),
        "delete_track": part("track", "delete_track"),
        "restore_track": part("track", "delete_track", "restore_track"),
        "order_tracks": order("track"),
        "add_type": part("type"),
        "edit_type": part("type", "edit_type", words=words),
        "delete_type": part("type", "delete_type"),
        "restore_type": part("type", "delete_type", "restore_type"),
        "order_types": order("type"),
        "make_codes": code(),
        "edit_code": code("edit_code", words=parts.CodeWords(note="For Lin")),
        "revoke_code": code("revoke_code"),
        "restore_code": code("revoke_code", "restore_code"),
        "spend_code": spent,
        "send_code": code("send_code", email="lin@example.org"),
    }


def questions_operations(w: World) -> dict[str, Callable[[], Any]]:
    """The same for questions and answers."""
    from webinar.questions import operations as ops

    number = ops.make_questionnaire(by=BY).id
    asking = ops.Asking(kind="line", label="Your diet?")
    question_id = ops.add_question(questionnaire_id=number, asking=asking, by=BY).public_id

    def own(*names: str, **more: Any) -> Callable[[], Any]:
        return lambda: [
            getattr(ops, name)(questionnaire_id=number, question_id=question_id, by=BY, **more)
            for name in names
        ]

    return {
        "make_questionnaire": lambda: ops.make_questionnaire(by=BY),
        "add_question": lambda: ops.add_question(questionnaire_id=number, asking=asking, by=BY),
        "edit_question": own("edit_question", asking=ops.Asking(kind="text", label="Diet?")),
        "delete_question": own("delete_question"),
        "restore_question": own("delete_question", "restore_question"),
        "order_questions": lambda: ops.order_questions(
            questionnaire_id=number, question_ids=[question_id], by=BY
        ),
        "copy_questions": lambda: ops.copy_questions(questionnaire_id=number, by=BY),
        "save_answers": lambda: ops.save_answers(
            sheet_id=None, questionnaire_id=number, values={question_id: "Moss"}, by=BY
        ),
    }


def closing_operations(w: World) -> dict[str, Callable[[], Any]]:
    """What the closing of a call makes of papers."""
    from webinar.calls.models import Call
    from webinar.core import clock
    from webinar.core.db import db, transaction
    from webinar.papers import closing_operations as ops
    from webinar.papers.models import Paper

    def answering() -> tuple[str, str]:
        """Public identifiers of a call and of a draft for it."""
        call_id = calls_operations(w)["create_call"]()
        paper_id = w.new_paper().public_id
        with transaction():
            call = db.session.query(Call).filter_by(public_id=call_id).one()
            paper = db.session.query(Paper).filter_by(public_id=paper_id).one()
            paper.call_id, paper.submitter_id = call.id, w.speaker.id
        return call_id, paper_id

    return {
        "remind_of_closing": lambda: ops.remind_of_closing(
            paper_id=answering()[1], closes_at=clock.now(), by=BY
        ),
        "tell_call_closed": lambda: ops.tell_call_closed(
            call_id=answering()[0], closes_at=clock.now(), by=BY
        ),
    }


def call_edits(w: World) -> dict[str, tuple[Callable[[], Any], Callable[[], Any]]]:
    """Kind -> what makes a row of it, and an operation that changes it: for undo's test."""
    from webinar.calls import operations as ops
    from webinar.calls import part_operations as parts
    from webinar.questions import operations as questions

    call = ops.create_call(words=_words(), webinar_id=w.webinar.public_id, by=BY)
    number, call_id = call.questionnaire_id, call.public_id
    track = parts.add_track(call_id=call_id, words=parts.PartWords("One"), by=BY).public_id
    kind = parts.add_type(call_id=call_id, words=parts.PartWords("One"), by=BY).public_id
    code = parts.make_codes(call_id=call_id, words=parts.CodeWords(), by=BY)[0].public_id
    asking = questions.Asking(kind="line", label="Diet?")
    question = questions.add_question(questionnaire_id=number, asking=asking, by=BY).public_id
    words = parts.PartWords("Two")
    changes: dict[str, Callable[[], Any]] = {
        "call": lambda: ops.edit_call(call_id=call_id, words=_words("Ferns"), by=BY),
        "call_track": lambda: parts.edit_track(call_id=call_id, track_id=track, words=words, by=BY),
        "call_type": lambda: parts.edit_type(call_id=call_id, type_id=kind, words=words, by=BY),
        "access_code": lambda: parts.edit_code(
            call_id=call_id, code_id=code, words=parts.CodeWords(note="For Lin"), by=BY
        ),
        "question": lambda: questions.edit_question(
            questionnaire_id=number,
            question_id=question,
            asking=questions.Asking(kind="text", label="Diet?"),
            by=BY,
        ),
    }
    return {name: (lambda: None, change) for name, change in changes.items()}
