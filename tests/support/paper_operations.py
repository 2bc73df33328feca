"""Operations about papers that begin without an account, called once: for the journal's test."""

from collections.abc import Callable
from typing import Any

from tests.support.world import BY, World


def starts(w: World) -> dict[str, Callable[[], Any]]:
    from webinar.papers import start_operations as ops
    from webinar.speakers.queries import speaker_by_email

    def begun() -> str:
        link = ops.begin_paper(
            name="Kim",
            email="kim@example.org",
            title="Mosses",
            text_language="en",
            page_language="en",
            mails=True,
            by=BY,
        )
        return str(link.subject_id)

    def settled() -> Any:
        paper_id, owner = begun(), speaker_by_email("kim@example.org")
        return ops.settle_start(paper_id=paper_id, owner_id=owner.public_id, by=BY)

    return {
        **_with_calls(w),
        **_coauthors(w),
        "begin_paper": begun,
        "clear_unconfirmed": lambda: ops.clear_unconfirmed(paper_id=begun(), by=BY),
        "correct_start": lambda: ops.correct_start(
            paper_id=begun(), email="kim@example.com", page_language="en", mails=True, by=BY
        ),
        "own_page_link": lambda: ops.own_page_link(speaker_id=w.speaker.public_id, by=BY),
        "settle_start": settled,
    }


def _with_calls(w: World) -> dict[str, Callable[[], Any]]:
    from webinar.calls.models import Call
    from webinar.calls.operations import CallWords, create_call, publish_call
    from webinar.core.db import db
    from webinar.papers import call_operations as ops
    from webinar.papers.operations import start_paper
    from webinar.papers.wanted import Choice, Given
    from webinar.questions.operations import Asking, add_question

    def call() -> Call:
        made = create_call(words=CallWords(title="Ferns", timezone="UTC"), by=BY)
        publish_call(call_id=made.public_id, by=BY)
        return db.session.get_one(Call, made.id)

    def answered() -> Any:
        wanted = call()
        number = wanted.questionnaire_id
        asking = Asking(kind="line", label="Why?")
        question = add_question(questionnaire_id=number, asking=asking, by=BY)
        paper = start_paper(title="Ferns", choice=Choice(wanted.public_id), by=BY)
        given = Given({question.public_id: "Because."})
        return ops.keep_answers(paper_id=paper.public_id, given=given, by=BY)

    return {
        "keep_answers": answered,
        "leave_call": lambda: ops.leave_call(
            paper_id=start_paper(title="Ferns", choice=Choice(call().public_id), by=BY).public_id,
            by=BY,
        ),
    }


def _coauthors(w: World) -> dict[str, Callable[[], Any]]:
    from datetime import timedelta

    from webinar.core.db import transaction
    from webinar.papers import author_operations as ops
    from webinar.papers.inviting import Correction, links_to, whose

    def invited() -> Any:
        return ops.invite_author(
            paper_id=w.submitted_paper().public_id,
            name="Lin Field",
            email="lin@example.org",
            by=BY,
        )

    def again() -> Any:
        made = invited()
        with transaction():
            made.sent_at -= timedelta(hours=2)
        return ops.resend_invitation(
            paper_id=made.paper.public_id, invitation_id=made.public_id, by=BY
        )

    def answered() -> Any:
        return ops.answer_invitation(
            invitation_id=invited().public_id,
            agrees=True,
            correction=Correction("Lin A. Field", "Fern House"),
            by=BY,
        )

    def taken_over() -> Any:
        made = answered()
        return ops.take_over_correction(
            paper_id=made.paper.public_id, invitation_id=made.public_id, by=BY
        )

    return {
        "invite_author": invited,
        "resend_invitation": again,
        "answer_invitation": answered,
        "take_over_correction": taken_over,
        "stop_invitations": lambda: ops.stop_invitations(
            link_id=links_to(whose(invited().email))[0].public_id, is_last=True, by=BY
        ),
    }
