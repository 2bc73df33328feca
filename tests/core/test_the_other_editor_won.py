"""409 for every form that two people can have open: both texts side by side, one's own kept."""

from typing import Any

import lxml.html
import pytest

from tests.support import people
from tests.support.formwalk import Case, filled, values_of
from tests.support.world import BY, World

MINE, THEIRS = "What I typed", "What the other one saved"


@pytest.fixture
def forms(app: Any) -> dict[str, tuple[str, str, str, str]]:
    """Name -> page, field, what I type into it, what the other one saved."""
    from webinar.core import links
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import ensure_site
    from webinar.papers.operations import Author, start_paper
    from webinar.speakers.operations import send_personal_link

    app.config["LIMITS_OFF"] = True
    with app.app_context():
        ensure_site(by=SYSTEM)
        world = World(app)
        speaker = world.speaker.public_id
        my = f"/my/{links.token(send_personal_link(speaker_id=speaker, by=BY))}"
        own = start_paper(
            title="Her own", body="Words", abstract="", authors=[Author("Lin Field")],
            submitter_id=speaker, by=BY,
        ).public_id  # fmt: skip
        desk = "/organize"
        mornings, evenings = "09:00–12:00", "18:00–20:00"
        return {
            "site": (f"{desk}/site/", "tagline", MINE, THEIRS),
            "hours": (f"{desk}/site/hours", "monday", mornings, evenings),
            "webinar": (f"{desk}/webinars/{world.webinar.public_id}/edit", "title", MINE, THEIRS),
            "category": (f"{desk}/categories/{world.category.public_id}/", "name", MINE, THEIRS),
            "room": (f"{desk}/rooms/{world.room.public_id}/", "place", MINE, THEIRS),
            "session": (f"{desk}/sessions/{world.session.public_id}/", "abstract", MINE, THEIRS),
            "move": (
                f"{desk}/sessions/{world.session.public_id}/move",
                "ends",
                world.wall(hours=3).strftime("%Y-%m-%dT%H:%M"),
                world.wall(hours=4).strftime("%Y-%m-%dT%H:%M"),
            ),
            "speaker": (f"{desk}/speakers/{speaker}/", "affiliation", MINE, THEIRS),
            "paper": (f"{desk}/papers/{world.paper.public_id}/edit", "body", MINE, THEIRS),
            "post": (f"{desk}/news/{world.new_post().public_id}/edit", "summary", MINE, THEIRS),
            "page": (f"{desk}/pages/{world.new_page().public_id}/edit", "title", MINE, THEIRS),
            "answer": (f"{desk}/messages/{world.new_message().public_id}/", "body", MINE, THEIRS),
            "account": (f"{desk}/profile/", "name", MINE, THEIRS),
            "own profile": (f"{my}/profile", "biography", MINE, THEIRS),
            "own paper": (f"{my}/papers/{own}", "abstract", MINE, THEIRS),
        }


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_both_texts_stand_there_and_mine_is_sent_again(app: Any, forms: dict[str, Any]) -> None:
    account = people.make_account(app)
    me, other = people.signed_in(app, account), people.signed_in(app, account)
    wrong = []
    for name, (page, field, mine, theirs) in forms.items():
        sent = filled(me, Case(page, {field: mine}))
        saved = other.post(page, data=filled(other, Case(page, {field: theirs})))
        assert saved.status_code == 303, f"{name}: {saved.status_code}"
        answer = me.post(page, data=sent)
        if answer.status_code != 409:
            wrong.append(f"{name}: {answer.status_code}")
            continue
        shown = lxml.html.fromstring(answer.text)
        compared = " ".join(one.text_content() for one in shown.xpath("//*[@class='pair']"))
        if mine not in compared or theirs not in compared:
            wrong.append(f"{name}: the texts are not side by side")
        if not shown.xpath("//*[@id='conflict' and @tabindex='-1']"):
            wrong.append(f"{name}: nothing takes the focus")
        (form,) = [one for one in shown.forms if (one.get("action") or page) == page]
        again = values_of(form)
        if again.get(field, "").strip() != mine:
            wrong.append(f"{name}: mine is lost")
        if (final := me.post(page, data=again).status_code) != 303:
            wrong.append(f"{name}: a second time {final}")
    assert not wrong, "\n".join(wrong)
