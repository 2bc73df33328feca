"""Access codes and the closing: what is taken, refused, kept, spent, and who is told what."""

import re
import threading

import pytest

from tests.papers.calling import (
    a_call,
    a_code,
    a_part,
    begin,
    draft,
    hand_in,
    paper_of,
    save,
)

DAY = 24 * 3600


def _used(app, code):
    from webinar.calls.models import AccessCode
    from webinar.core.db import db

    with app.app_context():
        return db.session.query(AccessCode).filter_by(code=code).one().used


def _state(app, path):
    return paper_of(app, path, lambda paper: paper.state)


def test_a_code_is_spent_when_it_is_handed_in_and_only_once(client, app):
    call, slug = a_call(app, needs_code=True)
    a_code(app, call, "MOSSES", most_uses=1)
    path = draft(client, app, slug, code="mosses ", body="Text.")
    assert _used(app, "MOSSES") == 0
    assert hand_in(client, path).status_code == 303
    assert _used(app, "MOSSES") == 1
    # A next version of the same paper needs no other one.
    assert save(client, path, body="More text.").status_code == 303
    assert hand_in(client, path).status_code == 303
    assert _used(app, "MOSSES") == 1
    other = begin(client, app, slug, code="MOSSES", email="b@example.org")
    assert other.status_code == 422
    assert "was used as often as it can be" in other.text


def test_without_the_code_the_draft_stays_and_nothing_is_taken(client, app):
    _call, slug = a_call(app, needs_code=True)
    assert "access code from the organizers" in client.get(f"/calls/{slug}/new").text
    path = draft(client, app, slug, body="Text.")
    assert "This needs an access code" in client.get(path).text
    assert hand_in(client, path).status_code == 422
    assert _state(app, path) == "draft"


def test_a_code_that_nothing_needs_stays_whole(client, app):
    call, slug = a_call(app)
    a_code(app, call, "MOSSES", most_uses=1)
    path = draft(client, app, slug, code="MOSSES", body="Text.")
    assert hand_in(client, path).status_code == 303
    assert _used(app, "MOSSES") == 0


def test_two_at_once_never_spend_more_than_there_is(client, app):
    call, slug = a_call(app, needs_code=True)
    a_code(app, call, "MOSSES", most_uses=2)
    paths = [
        draft(client, app, slug, code="MOSSES", body="Text.", email=f"p{number}@example.org")
        for number in range(4)
    ]
    codes = []

    def send(path):
        codes.append(hand_in(app.test_client(), path).status_code)

    threads = [threading.Thread(target=send, args=(path,)) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [303, 303, 422, 422]
    assert _used(app, "MOSSES") == 2
    states = sorted(_state(app, path) for path in paths)
    assert states == ["draft", "draft", "submitted", "submitted"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_code_opens_its_track_and_nobody_guesses_one(client, app):
    call, slug = a_call(app)
    a_part(app, call, "track", "Invited", needs_code=True)
    a_part(app, call, "track", "Open")
    a_code(app, call, "MOSSES")
    assert "Invited" not in client.get(f"/calls/{slug}/new").text
    assert "Invited" in client.get(f"/calls/{slug}/new?code=mosses").text
    wrong = client.get(f"/calls/{slug}/new?code=ferns").text
    assert "This code opens nothing here." in wrong
    pages = [client.get(f"/calls/{slug}/new?code=x{number}").text for number in range(12)]
    assert "These were many codes." in pages[-1]


def test_closed_while_typing_the_draft_stays_and_says_what_is_possible(client, app, clock):
    call, slug = a_call(app)
    a_code(app, call, "LATE", is_for_late=True, most_uses=1)
    path = draft(client, app, slug, body="Text.")
    clock.shift(10 * DAY)
    answer = begin(client, app, slug, title="In the last minute", email="b@example.org")
    # The form itself was older than its days; what was typed is there, and can be sent again.
    assert answer.status_code in (303, 422)
    if answer.status_code == 303:
        assert "The call closed on" in client.get(answer.location).text
    page = client.get(f"/calls/{slug}/new").text
    assert "The call has closed." in page
    assert 'name="title"' not in page
    late = client.get(f"/calls/{slug}/new?code=late").text
    assert 'name="title"' in late
    # The way of the browser has ended; the mailed link leads there.
    mailed = _mailed(app, path)
    page = client.get(mailed).text
    assert "The call closed on" in page
    assert "With a code for late papers" in page
    assert hand_in(client, mailed).status_code == 422
    assert save(client, mailed, code="late").status_code == 303
    assert hand_in(client, mailed).status_code == 303
    assert _used(app, "LATE") == 1


def _mailed(app, path):
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail, write

    with app.app_context():
        for one in db.session.query(OutgoingMail).filter_by(kind="papers/mail/begun"):
            found = re.search(r"http://localhost(/my/\S+)", write(one).text)[1]
            if found.endswith(path.split("/")[-1]):
                return found
    raise AssertionError("no mail")


def test_after_the_closing_what_was_handed_in_stays_as_it_is(client, app, clock):
    from webinar.core.db import transaction

    call, slug = a_call(app)
    a_code(app, call, "LATE", is_for_late=True)
    path = draft(client, app, slug, body="Handed in.")
    assert hand_in(client, path).status_code == 303
    mailed = _mailed(app, path)
    clock.shift(10 * DAY)
    page = client.get(mailed).text
    assert "what you handed in stays as it is" in page
    assert 'name="title"' not in page
    version = paper_of(app, path, lambda paper: str(paper.version))
    sent = {"title": "Changed", "kind": "paper", "language": "en", "version": version}
    sent["authors-0-name"] = "Li Qingsi"
    headers = {"Sec-Fetch-Site": "same-origin"}
    refused = client.post(mailed, data=sent, headers=headers)
    assert refused.status_code == 422
    assert 'value="Changed"' in refused.text
    autosaved = client.post(mailed, data=sent, headers={**headers, "X-Autosave": "1"})
    assert autosaved.status_code == 403
    assert client.post(f"{mailed}/submit", data={"after": "1"}, headers=headers).status_code == 422
    assert paper_of(app, path, lambda paper: paper.title) == "On rivers"
    # Where changes were asked for they are taken; so are the last files of what was accepted.
    for state in ("changes", "accepted", "confirmed"):
        with app.app_context(), transaction() as session:
            from webinar.papers.models import Paper

            session.query(Paper).one().state = state
        assert save(client, mailed, title=f"For {state}").status_code == 303
        assert hand_in(client, mailed).status_code == 303


def test_a_draft_goes_to_the_open_call_when_its_own_has_closed(client, app, clock):
    _call, slug = a_call(app)
    path = draft(client, app, slug, body="Text.")
    mailed = _mailed(app, path)
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert "to the open call instead" not in client.get(mailed).text
    clock.shift(10 * DAY)
    assert "to the open call instead" in client.get(mailed).text
    assert client.post(f"{mailed}/leave-call", headers=headers).status_code == 303
    assert hand_in(client, mailed).status_code == 303
    assert paper_of(app, path, lambda paper: (paper.state, paper.call)) == ("submitted", None)


def test_organizers_are_held_to_no_closing(client, app, clock):
    from tests.support import people

    _call, slug = a_call(app)
    path = draft(client, app, slug, body="Handed in.")
    hand_in(client, path)
    clock.shift(10 * DAY)
    desk = people.organizer(app)
    paper = path.split("/")[-1]
    assert save(desk, f"/organize/papers/{paper}/edit", title="By the desk").status_code == 303
    assert paper_of(app, path, lambda found: found.title) == "By the desk"
