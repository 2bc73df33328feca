"""Two webinars that have nothing to do with each other, each with one of everything."""

import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.support import people
from tests.support.world import BY, World

#: stands in every text of the second webinar; searched for by its beginning
SECRET, BEGINNING = "zanzibar", "zanzib"


@dataclass
class Side:
    """A webinar's things by the names that routes give them: public identifiers."""

    ids: dict[str, str]
    #: name -> identifier of what no route names so
    more: dict[str, str] = field(default_factory=dict)


def two_sides(app: Any) -> tuple[Side, Side]:
    """Drafts both: of the second no word is known to anybody outside."""
    from webinar.core.db import transaction

    world = World(app)
    words = ("harbour", SECRET)
    helpers = [
        people.make_account(
            app, roles=(), name=f"Helper {word}", email=f"helper-{word}@example.org"
        )
        for word in words
    ]
    assert world.pictures
    # One commit for all: the operations join it.
    with transaction():
        first, second = (a_side(world, *one) for one in zip(words, helpers, strict=True))
    return first, second


def a_side(world: World, word: str, helper: str) -> Side:
    from webinar.checklists.operations import add_item, start_checklist
    from webinar.checklists.values import ItemValues
    from webinar.conversations.operations import write_comment
    from webinar.papers.operations import Author, edit_paper, start_paper, submit_paper
    from webinar.papers.uploads import attach_file, take_upload
    from webinar.speakers.operations import create_speaker, set_portrait, set_session_speakers
    from webinar.webinars import operations

    start = world.wall()
    webinar = operations.create_webinar(
        title=f"Title {word}",
        subtitle=f"Subtitle {word}",
        summary=f"Summary {word}",
        description=f"Description {word}",
        timezone="UTC",
        starts=start,
        ends=start + timedelta(hours=3),
        category_id=world.category.public_id,
        by=BY,
    ).public_id
    session = operations.add_session(
        webinar_id=webinar,
        title=f"Session {word}",
        abstract=f"Abstract {word}",
        recording_url=f"https://recording.example.org/{word}",
        slides_url=f"https://slides.example.org/{word}",
        starts=start,
        ends=start + timedelta(hours=3),
        room_id=world.room.public_id,
        by=BY,
    ).public_id
    speaker = create_speaker(
        name=f"Name {word}",
        position_title=f"Position {word}",
        affiliation=f"Affiliation {word}",
        biography=f"Biography {word}",
        email=f"speaker-{word}@example.org",
        links=[{"label": f"Link {word}", "url": f"https://example.org/{word}"}],
        by=BY,
    ).public_id
    set_portrait(speaker_id=speaker, pictures=world.pictures, by=BY)
    set_session_speakers(session_id=session, roles=[(speaker, "speaker")], by=BY)
    words = {
        "kind": "paper",
        "authors": [Author(f"Author {word}", f"House {word}", speaker)],
        "by": BY,
    }
    paper = start_paper(
        title=f"Paper {word}",
        abstract=f"In short {word}",
        body=f"Text {word}",
        session_id=session,
        submitter_id=speaker,
        note=f"Word to the organizers {word} note-{word}",
        **words,
    ).public_id

    def attach(name: str) -> str:
        path, accepted = take_upload(io.BytesIO(f"File {word}\n".encode()), f"{name}-{word}.txt")
        return str(attach_file(paper_id=paper, path=path, accepted=accepted, by=BY).public_id)

    attach("handed-in")
    version = submit_paper(paper_id=paper, changes_note=f"What changed {word}", by=BY)
    file = version.files[0].public_id
    draft_file = attach("only-draft")
    edit_paper(
        paper_id=paper,
        title=f"Drafted {word}",
        abstract=f"Drafted {word}",
        body=f"Drafted {word}",
        **words,
    )
    operations.publish_webinar(webinar_id=webinar, by=BY)
    comments = [
        write_comment(
            kind=kind,
            subject_id=subject,
            author_name=f"Reader {word}",
            author_email=f"{kind}-{word}@example.org",
            body=f"Comment {word}",
            by=BY,
        ).public_id
        for kind, subject in (("webinar", webinar), ("session", session))
    ]
    operations.unpublish_webinar(webinar_id=webinar, by=BY)
    call = _a_call(webinar, word)
    start_checklist(webinar_id=webinar, items=[], by=BY)
    items = [
        add_item(webinar_id=webinar, values=ItemValues(kind, f"Item {word}", text), by=BY)
        for kind, text in (("own", ""), ("sound_check", ""), ("consent", f"Consent {word}"))
    ]
    operations.set_webinar_roles(webinar_id=webinar, account_id=helper, roles=["moderator"], by=BY)
    return Side(
        {
            "webinar_id": webinar,
            "session_id": session,
            "speaker_id": speaker,
            "paper_id": paper,
            "file_id": file,
            "account_id": helper,
            **call,
            "item_id": items[0].public_id,
        },
        {
            "draft file": draft_file,
            "comment": comments[0],
            "comment on session": comments[1],
            "helper's name": f"Helper {word}",
            "speaker's name": f"Name {word}",
        },
    )


def _a_call(webinar_id: str, word: str) -> dict[str, str]:
    """A draft with a track, a question and a code."""
    from webinar.calls import part_operations as parts
    from webinar.calls.operations import create_call
    from webinar.calls.said import CallWords, CodeWords, PartWords
    from webinar.questions.operations import add_question
    from webinar.questions.said import Asking

    words = CallWords(
        title=f"Call {word}",
        timezone="UTC",
        summary=f"Wanted {word}",
        description=f"About {word}",
        guidelines=f"Rules {word}",
        example=f"Such as {word}",
    )
    call = create_call(words=words, webinar_id=webinar_id, by=BY)
    call_id, asking = call.public_id, Asking(kind="line", label=f"Why {word}")
    track, code = PartWords(f"Track {word}"), CodeWords(note=f"For {word}")
    return {
        "call_id": call_id,
        "question_id": add_question(
            questionnaire_id=call.questionnaire_id, asking=asking, by=BY
        ).public_id,
        "part_id": parts.add_track(call_id=call_id, words=track, by=BY).public_id,
        "code_id": parts.make_codes(call_id=call_id, words=code, by=BY)[0].public_id,
    }
