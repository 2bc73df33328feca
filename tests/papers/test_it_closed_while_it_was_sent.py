"""What becomes impossible between the first look and the write is told, with the words kept."""

import pytest

from tests.papers.calling import a_call, begin, draft, hand_in, paper_of, save
from tests.papers.conftest import a_file
from tests.support.world import BY


@pytest.fixture
def late(client, app, monkeypatch):
    """A paper that was handed in; the call closes after the page looked whether it may change."""
    from webinar.calls.operations import close_call
    from webinar.papers.views import editing

    call, slug = a_call(app)
    path = draft(client, app, slug, body="Text.")
    assert hand_in(client, path).status_code == 303

    def look(_paper):
        close_call(call_id=call, by=BY)
        monkeypatch.setattr(editing, "why_locked_now", lambda _paper: "")
        return ""

    monkeypatch.setattr(editing, "why_locked_now", look)
    return path


def test_a_save_is_refused_beside_what_was_typed(client, app, late, valid_html):
    answer = save(client, late, body="Another text.")
    assert answer.status_code == 422
    assert "Another text." in answer.text
    assert "closed" in answer.text
    valid_html(answer.text)
    assert paper_of(app, late, lambda paper: paper.body) == "Text."


def test_a_file_is_refused_beside_its_field(client, app, late):
    answer = save(client, late, title="", files=a_file(b"Words\n", "rivers.txt"))
    assert answer.status_code == 422
    assert "rivers.txt: " in answer.text
    assert paper_of(app, late, lambda paper: paper.title) == "On rivers"


def test_a_call_that_goes_while_the_first_form_comes(client, app, monkeypatch, valid_html):
    from webinar.calls.operations import delete_call
    from webinar.papers.views import starting

    call, slug = a_call(app)
    begun = starting.begin_paper

    def gone_first(**values):
        delete_call(call_id=call, by=BY)
        return begun(**values)

    monkeypatch.setattr(starting, "begin_paper", gone_first)
    answer = begin(client, app, slug, body="Another text.")
    assert answer.status_code == 422
    assert "Another text." in answer.text
    assert "not there any more" in answer.text
    valid_html(answer.text)


@pytest.mark.parametrize("is_owner", [True, False])
def test_only_the_owner_goes_on_alone(client, app, is_owner):
    """The address may be corrected, and a co-author may look, at the very same moment."""
    from webinar.papers.beginning import begun_of
    from webinar.papers.start_operations import settle_start
    from webinar.speakers.operations import create_speaker
    from webinar.speakers.queries import speaker_by_email

    _call, slug = a_call(app)
    paper_id = draft(client, app, slug).rpartition("/")[2]
    with app.app_context():
        owner = speaker_by_email("li@example.org")
        other = create_speaker(name="Kim Lee", email="kim@example.org", by=BY)
        who = owner if is_owner else other
        settle_start(paper_id=paper_id, owner_id=who.public_id, by=BY)
        assert (begun_of(paper_id) is None) == is_owner
        assert (speaker_by_email("li@example.org").claimed_at is not None) == is_owner


def test_a_draft_that_was_handed_in_meanwhile_is_not_deleted(client, app, monkeypatch):
    from webinar.papers.views import own

    _call, slug = a_call(app)
    path = draft(client, app, slug, body="Text.")

    def handed_in_in_the_other_window(paper):
        monkeypatch.undo()
        assert hand_in(client, path).status_code == 303
        return True

    monkeypatch.setattr(own, "_was_never_in", handed_in_in_the_other_window)
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = client.post(f"{path}/withdraw", headers=headers, follow_redirects=True)
    assert "It was handed in meanwhile." in answer.text
    assert paper_of(app, path, lambda paper: paper.state) == "submitted"
