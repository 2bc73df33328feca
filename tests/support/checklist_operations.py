"""Every operation about checklists and a person's own page, called once, for the journal."""

from collections.abc import Callable
from typing import Any

from tests.support.world import BY, World


def checklists(w: World) -> dict[str, Callable[[], Any]]:
    from webinar.checklists import operations as ops
    from webinar.checklists.models import DONE
    from webinar.checklists.values import ItemValues
    from webinar.core.db import transaction
    from webinar.speakers.operations import set_session_speakers

    def started() -> str:
        webinar = w.session.webinar.public_id
        ops.start_checklist(webinar_id=webinar, items=[], by=BY)
        return str(webinar)

    def item() -> str:
        values = ItemValues("sound_check")
        return str(ops.add_item(webinar_id=started(), values=values, by=BY).public_id)

    def own(name: str, /, **more: Any) -> Callable[[], Any]:
        return lambda: getattr(ops, name)(item_id=item(), by=BY, **more)

    def marked(name: str, /, **more: Any) -> Callable[[], Any]:
        return own(name, speaker_id=w.speaker.public_id, **more)

    def unmark() -> None:
        ids = {"item_id": item(), "speaker_id": w.speaker.public_id}
        ops.mark_item(**ids, state=DONE, by=BY)
        ops.unmark_item(**ids, by=BY)

    def remind() -> Any:
        speaker, session = w.speaker.public_id, w.session.public_id
        with transaction():
            w.speaker.email = "kim@example.org"
        set_session_speakers(session_id=session, roles=[(speaker, "speaker")], by=BY)
        item()
        return ops.remind(speaker_ids=[speaker], by=BY)

    return {
        "start_checklist": started,
        "write_usual_items": lambda: ops.write_usual_items(items=[ItemValues("title")], by=BY),
        "add_item": item,
        "edit_item": own("edit_item", title="A test call", words="", days_before=2),
        "copy_checklist": lambda: (
            started(),
            ops.copy_checklist(
                original_id=w.session.webinar_id, webinar_id=w.new_webinar().id, by=BY
            ),
        ),
        "ask_now": lambda: ops.ask_now(webinar_id=started(), by=BY),
        "order_items": lambda: ops.order_items(
            webinar_id=started(), item_ids=[item(), item()][::-1], by=BY
        ),
        "remove_item": own("remove_item"),
        "set_reminding": lambda: ops.set_reminding(
            webinar_id=started(), is_reminding=False, remind_days=5, by=BY
        ),
        "mark_item": marked("mark_item", state=DONE),
        "unmark_item": unmark,
        "remind": remind,
    }


def _own_page(w: World) -> dict[str, Callable[[], Any]]:
    """The part of the room of speakers that a person does alone."""
    from webinar.speakers import operations_own as ops

    def own(name: str, /, **more: Any) -> Callable[[], Any]:
        return lambda: getattr(ops, name)(speaker_id=w.speaker.public_id, by=BY, **more)

    from webinar.speakers import operations_merging as merging

    def merged() -> Any:
        other = w.new_speaker().public_id
        kept = w.speaker.public_id
        return merging.merge_speakers(kept_id=kept, merged_id=other, choices={}, by=BY)

    return {
        "merge_speakers": merged,
        "split_speakers": lambda: merging.split_speakers(merge_id=merged().public_id, by=BY),
        "note_distinct": lambda: merging.note_distinct(
            one_id=w.speaker.public_id, other_id=w.new_speaker().public_id, by=BY
        ),
        "choose_zone": own("choose_zone", timezone="Asia/Tokyo"),
        "claim_profile": own("claim_profile"),
        "set_reminded": own("set_reminded", is_reminded=False),
        "disown_profile": own("disown_profile"),
        "open_own_page": own("open_own_page"),
        "ask_for_page": own("ask_for_page"),
    }


def speakers_operations(w: World) -> dict[str, Callable[[], Any]]:
    from webinar.speakers import operations as ops

    def own(name: str, /, **more: Any) -> Callable[[], Any]:
        return lambda: getattr(ops, name)(speaker_id=w.speaker.public_id, by=BY, **more)

    return {
        "create_speaker": lambda: w.speaker,
        "edit_speaker": own("edit_speaker", name="Lin Meadow"),
        "set_portrait": lambda: ops.set_portrait(
            speaker_id=w.speaker.public_id, pictures=w.pictures, by=BY
        ),
        "remove_portrait": lambda: (
            own("set_portrait", pictures=w.pictures)(),
            own("remove_portrait")(),
        ),
        "delete_speaker": own("delete_speaker"),
        "restore_speaker": lambda: (own("delete_speaker")(), own("restore_speaker")()),
        "set_session_speakers": lambda: ops.set_session_speakers(
            session_id=w.session.public_id, roles=[(w.speaker.public_id, "chair")], by=BY
        ),
        "copy_session_speakers": lambda: ops.copy_session_speakers(
            original_id=w.session.id, session_id=w.new_session().id, by=BY
        ),
        "send_personal_link": own("send_personal_link"),
        "renew_personal_link": own("renew_personal_link"),
        "revoke_personal_link": own("revoke_personal_link"),
        **_own_page(w),
    }


def edits(w: World) -> dict[str, tuple[Callable[[], Any], Callable[[], Any]]]:
    """Journaled kind -> how one comes into being, and a change of it."""
    from webinar.checklists import operations as ops
    from webinar.checklists.values import ItemValues
    from webinar.speakers.operations_merging import note_distinct

    webinar = w.webinar.public_id
    ops.start_checklist(webinar_id=webinar, items=[], by=BY)
    item = ops.add_item(webinar_id=webinar, values=ItemValues("own", "A test"), by=BY).public_id

    def mark(state: str) -> Any:
        speaker = w.speaker.public_id
        return ops.mark_item(item_id=item, speaker_id=speaker, state=state, by=BY)

    return {
        "checklist": (
            lambda: None,
            lambda: ops.set_reminding(webinar_id=webinar, is_reminding=False, remind_days=9, by=BY),
        ),
        "checklist_item": (
            lambda: None,
            lambda: ops.edit_item(item_id=item, title="Two", words="x", days_before=1, by=BY),
        ),
        "checklist_mark": (lambda: mark("done"), lambda: mark("waived")),
        "distinct_speakers": (
            lambda: None,
            lambda: note_distinct(
                one_id=w.speaker.public_id, other_id=w.new_speaker().public_id, by=BY
            ),
        ),
    }
