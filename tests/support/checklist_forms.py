"""Forms of speakers, checklists and of a speaker's own page, each sent wrongly."""

import io
from datetime import timedelta

from tests.support.formwalk import Case
from tests.support.world import BY, World

HOUR = timedelta(hours=1)


def checklist_forms(world: World, my: str) -> dict[str, Case]:
    """Endpoint -> a form; `my` is the way to the page of the world's speaker."""
    from webinar.checklists.operations import add_item, start_checklist
    from webinar.checklists.values import ItemValues
    from webinar.speakers.operations import set_session_speakers

    webinar, session = world.session.webinar.public_id, world.session.public_id
    person = world.speaker.public_id
    parts = [(person, "speaker")]
    set_session_speakers(session_id=session, roles=parts, by=BY)
    start_checklist(webinar_id=webinar, items=[], by=BY)
    consent = ItemValues("consent", words="May we record you?")
    item = add_item(webinar_id=webinar, values=consent, by=BY).public_id
    usual = add_item(webinar_id="", values=ItemValues("slides"), by=BY).public_id
    desk = f"/organize/webinars/{webinar}/checklist"
    return {
        "checklists.save_my_talk": Case(
            f"{my}/sessions/{session}",
            {"title": "", "slides_url": "over there"},
            "guest",
            typed={"abstract": "a\n\nb"},
        ),
        "speakers.create": Case(
            "/organize/speakers/new",
            {"name": "", "email": "not an address"},
            typed={"biography": "a\n\nb"},
        ),
        "speakers.save": Case(
            f"/organize/speakers/{person}/",
            {"name": "w" * 400, "links-0-label": "Home", "links-0-url": "home"},
            said_at=("name", "links-0-url"),
        ),
        "speakers.set_portrait": Case(
            f"/organize/speakers/{person}/",
            {"picture": (io.BytesIO(b"no picture"), "me.png")},
            action=f"/organize/speakers/{person}/portrait",
        ),
        "speakers.set_portrait numbers": Case(
            f"/organize/speakers/{person}/",
            {"left": "x", "side": "0"},
            action=f"/organize/speakers/{person}/portrait",
        ),
        "checklists.add": Case(
            f"{desk}/items",
            {"title": "", "days_before": "soon"},
            typed={"kind": "own", "details": "a\n\nb"},
        ),
        "checklists.save": Case(
            f"{desk}/items/{item}", {"title": "w" * 400, "details": "", "days_before": "400"}
        ),
        "checklists.set_reminding": Case(
            f"{desk}/items", {"remind_days": "a week"}, action=f"{desk}/reminding"
        ),
        "checklists.add_usual": Case(
            "/organize/checklist/",
            {"kind": "consent", "details": "", "days_before": "-1"},
            said_at=("details", "days_before"),
            typed={"title": "Photographs"},
        ),
        "checklists.save_usual": Case(
            f"/organize/checklist/{usual}", {"title": "w" * 400, "days_before": ""}
        ),
    }


def open_checklists(ids: dict[str, str], world: World) -> str:
    """Something is asked of a webinar's speaker, and their calendar has an address; the way to the
    checklist of a copy, of which nobody was asked yet."""
    from webinar.calendars.personal.operations import open_speaking_feed
    from webinar.checklists.operations import add_item, start_checklist
    from webinar.checklists.values import ItemValues
    from webinar.speakers.operations import create_speaker, set_session_speakers
    from webinar.speakers.operations_merging import merge_speakers
    from webinar.speakers.queries import speaker_by_id
    from webinar.webinars.operations import add_session, duplicate_webinar

    for kind in ("slides", "title"):
        add_item(webinar_id="", values=ItemValues(kind), by=BY)
    listed = world.new_webinar()
    start_checklist(webinar_id=listed.public_id, items=[], by=BY)
    copy = duplicate_webinar(webinar_id=listed.public_id, starts=listed.starts_wall, by=BY)
    pair = [create_speaker(name="Twice Named", by=BY).public_id for _ in range(3)]
    merge_speakers(kept_id=pair[0], merged_id=pair[1], choices={}, by=BY)
    start = world.wall()
    talk = add_session(
        webinar_id=ids["webinar_id"], title="A talk", starts=start, ends=start + HOUR, by=BY
    )
    parts = [(ids["speaker_id"], "speaker")]
    set_session_speakers(session_id=talk.public_id, roles=parts, by=BY)
    speaker = speaker_by_id(ids["speaker_id"])
    assert speaker is not None
    open_speaking_feed(
        email=speaker.email, feed_id="b" * 26, token_hash="h", name="Talks", language="en", by=BY
    )
    return f"/organize/webinars/{copy.public_id}/checklist"


def namesake(account_id: str) -> str:
    """A profile with an account's address."""
    from webinar.accounts.queries import account_by_id
    from webinar.speakers.operations import create_speaker

    account = account_by_id(account_id)
    assert account is not None
    return str(create_speaker(name="Ada", email=account.email, by=BY).public_id)
