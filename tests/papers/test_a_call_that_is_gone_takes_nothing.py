"""A call or a part of it was deleted: no way in, nothing wider than before; and codes that fit."""

from typing import Any

import pytest

from tests.papers.calling import (
    BY,
    a_call,
    a_code,
    a_part,
    a_question,
    draft,
    hand_in,
    paper_of,
    save,
)
from tests.support import people

HEADERS = {"Sec-Fetch-Site": "same-origin"}


def test_a_deleted_call_takes_no_draft_and_lets_go_of_it(client: Any, app: Any) -> None:
    from webinar.calls.operations import delete_call

    call, slug = a_call(app, needs_code=True)
    track = a_part(app, call, "track", "Shores")
    a_question(app, call, "Why?", is_required=True)
    path = draft(client, app, slug, track_id=track)
    assert hand_in(client, path).status_code == 422
    with app.app_context():
        delete_call(call_id=call, by=BY)
    page = client.get(path).text
    assert "The call was deleted. The draft stays yours" in page
    # It can be written on; it is not taken as if nothing had been asked.
    assert save(client, path, title="On mosses").status_code == 303
    refused = hand_in(client, path)
    assert refused.status_code == 422
    assert "The call was deleted" in refused.text
    assert paper_of(app, path, lambda paper: paper.state) == "draft"
    assert "Hand it in to the open call instead" in page
    assert client.post(f"{path}/leave-call", headers=HEADERS).status_code == 303
    assert paper_of(app, path, lambda paper: (paper.call_id, paper.track_id)) == (None, None)
    assert save(client, path, body="Text.").status_code == 303
    assert hand_in(client, path).status_code == 303


def test_what_was_handed_in_to_it_stays_as_it_is(client: Any, app: Any) -> None:
    from webinar.calls.operations import delete_call, restore_call

    call, slug = a_call(app)
    path = draft(client, app, slug, body="Text.")
    assert hand_in(client, path).status_code == 303
    with app.app_context():
        delete_call(call_id=call, by=BY)
    assert "what you handed in stays as it is" in client.get(path).text
    paper = path.rsplit("/", maxsplit=1)[-1]
    desk = people.organizer(app)
    assert save(desk, f"/organize/papers/{paper}/edit", title="By the desk").status_code == 303
    with app.app_context():
        restore_call(call_id=call, by=BY)
    assert save(client, path, title="Mine again").status_code == 303


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_only_for_a_deleted_track_never_becomes_for_everything(client: Any, app: Any) -> None:
    from webinar.calls import part_operations as parts
    from webinar.calls.models import AccessCode
    from webinar.core.db import db
    from webinar.questions.models import Question

    call, _slug = a_call(app)
    track = a_part(app, call, "track", "Invited", needs_code=True)
    a_part(app, call, "track", "Secret", needs_code=True)
    a_code(app, call, "MOSSES", only_for=(track,))
    question = a_question(app, call, "Which flight?", only_for=[track]).removeprefix("answer_")
    with app.app_context():
        parts.delete_track(call_id=call, track_id=track, by=BY)
        code = db.session.query(AccessCode).one().public_id
    desk = people.organizer(app)
    for path in (f"codes/{code}", f"questions/{question}"):
        assert "Deleted: Invited" in desk.get(f"/organize/calls/{call}/{path}").text
    assert save(desk, f"/organize/calls/{call}/codes/{code}", note="For Li").status_code == 303
    answer = save(desk, f"/organize/calls/{call}/questions/{question}", help="Its number.")
    assert answer.status_code == 303
    with app.app_context():
        assert db.session.query(AccessCode).one().only_for == [track]
        assert db.session.query(Question).one().only_for == [track]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_accepted_paper_spends_no_code_for_its_next_version(
    client: Any, app: Any, clock: Any
) -> None:
    from webinar.calls.models import AccessCode
    from webinar.core.db import db, transaction
    from webinar.papers.models import Paper

    call, slug = a_call(app)
    a_code(app, call, "LATE", is_for_late=True, most_uses=1)
    path = draft(client, app, slug, body="In time.", code="late")
    assert hand_in(client, path).status_code == 303
    clock.shift(10 * 24 * 3600)
    for state, used in (("accepted", 0), ("confirmed", 1)):
        with app.app_context(), transaction() as session:
            session.query(Paper).one().state = state
            session.query(AccessCode).one().used = used
        assert save(client, path, title=f"For {state}").status_code == 303
        # Whether somebody else has used it up meanwhile or not.
        assert hand_in(client, path).status_code == 303
        with app.app_context():
            assert db.session.query(AccessCode).one().used == used


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_right_codes_are_no_guesses(client: Any, app: Any) -> None:
    call, slug = a_call(app, needs_code=True)
    a_code(app, call, "MOSSES", most_uses=None)
    # A lecture hall has one network address.
    pages = [client.get(f"/calls/{slug}/new?code=mosses").text for _ in range(12)]
    assert not any("These were many codes." in page for page in pages)
    pages = [client.get(f"/calls/{slug}/new?code=x{number}").text for number in range(11)]
    assert "These were many codes." not in pages[9]
    assert "These were many codes." in pages[10]


def test_readers_see_no_answer_that_is_not_asked_any_more(client: Any, app: Any) -> None:
    from webinar.papers.operations import publish_paper

    call, slug = a_call(app)
    track, other = (a_part(app, call, "track", name) for name in ("Shores", "Woods"))
    name = a_question(app, call, "Sponsor?", audience="readers", only_for=[track])
    path = draft(client, app, slug, body="Text.", track_id=track)
    assert save(client, path, **{name: "Acme Inc"}).status_code == 303
    assert hand_in(client, path).status_code == 303
    with app.app_context():
        made = publish_paper(paper_id=path.rsplit("/", maxsplit=1)[-1], by=BY)
        page = f"/papers/{made.slug}/"
    assert "Acme Inc" in client.get(page).text
    # Its author has no field for it now; back in the track it is there again.
    assert save(client, path, track_id=other).status_code == 303
    assert "Acme Inc" not in client.get(path).text
    assert "Acme Inc" not in client.get(page).text
    assert save(client, path, track_id=track).status_code == 303
    assert "Acme Inc" in client.get(page).text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_code_that_others_used_up_keeps_no_draft_from_being_saved(client: Any, app: Any) -> None:
    from webinar.calls.models import AccessCode
    from webinar.core.db import transaction

    call, slug = a_call(app, needs_code=True)
    a_code(app, call, "MOSSES", most_uses=1)
    path = draft(client, app, slug, body="Text.", code="mosses")
    with app.app_context(), transaction() as session:
        session.query(AccessCode).one().used = 1
    autosaved = save(client, path, {"X-Autosave": "1"}, title="By itself")
    assert autosaved.status_code == 200
    assert "used as often as it can be" in autosaved.json["missing"][0]["words"]
    assert save(client, path, title="By the button").status_code == 303
    assert paper_of(app, path, lambda paper: paper.title) == "By the button"
    assert "used as often as it can be" in client.get(path).text
    assert hand_in(client, path).status_code == 422
