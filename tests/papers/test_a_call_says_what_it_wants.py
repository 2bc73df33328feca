"""The form of a call: fields, limits, tracks and types, questions; a draft is always kept."""

import io

import lxml.html
import pytest

from tests.papers.calling import (
    a_call,
    a_code,
    a_part,
    a_question,
    begin,
    draft,
    hand_in,
    paper_of,
    save,
)

HUNDRED = " ".join(f"word{number}" for number in range(100))


def test_what_is_not_asked_is_not_there_and_stays_as_it_is(client, app, valid_html):
    asked = {"note": {"asked": "no"}, "orcid": {"asked": "no"}, "text": {"asked": "no"}}
    _call, slug = a_call(app, asked=asked)
    page = client.get(f"/calls/{slug}/new")
    assert page.status_code == 200
    valid_html(page.text)
    for name in ("note", "orcid", "body"):
        assert f'name="{name}"' not in page.text
    assert 'name="abstract"' in page.text
    path = draft(client, app, slug, note="Smuggled in", body="Smuggled in")
    page = client.get(path)
    valid_html(page.text)
    assert 'name="body"' not in page.text
    assert "Smuggled" not in page.text
    assert paper_of(app, path, lambda paper: (paper.note, paper.body)) == ("", "")
    assert paper_of(app, path, lambda paper: paper.call.slug) == slug
    assert save(client, path, title="On lakes").status_code == 303
    assert paper_of(app, path, lambda paper: paper.title) == "On lakes"


def test_limits_are_said_beside_the_field_and_keep_no_draft_from_being_saved(
    client, app, valid_html
):
    asked = {"abstract": {"asked": "required", "least": 5, "most": 20, "unit": "words"}}
    _call, slug = a_call(app, asked=asked)
    page = client.get(f"/calls/{slug}/new").text
    assert "5 to 20 words." in page
    assert 'data-count="words"' in page
    assert 'data-most="20"' in page
    path = draft(client, app, slug, abstract=HUNDRED, body="Text.")
    page = client.get(path).text
    valid_html(page)
    assert page.count("Abstract: 100 words, at most 20.") == 2
    assert 'id="abstract-lacking"' in page
    assert '<a href="#abstract">' in page
    refused = hand_in(client, path)
    assert refused.status_code == 422
    assert paper_of(app, path, lambda paper: paper.state) == "draft"
    assert save(client, path, abstract="One two three four five six.").status_code == 303
    assert hand_in(client, path).status_code == 303
    assert paper_of(app, path, lambda paper: paper.state) == "submitted"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_everything_that_is_missing_is_listed_with_its_field(client, app):
    needed = ("abstract", "text", "files", "affiliation", "orcid", "biography", "portrait", "note")
    call, slug = a_call(app, asked={name: {"asked": "required"} for name in needed})
    a_part(app, call, "track", "History")
    a_part(app, call, "type", "Talk")
    question = a_question(app, call, "Which room?", is_required=True)
    path = draft(client, app, slug)
    page = client.get(path).text
    anchors = ["type_id", "track_id", "authors-0-affiliation", "authors-0-orcid"]
    anchors += ["abstract", "body", "files", "note", question]
    for anchor in anchors:
        assert f'<a href="#{anchor}">' in page, anchor
        assert f'id="{anchor}"' in page, anchor
    # What stands on the person's own page: the link in the mail leads there.
    assert "Biography: is missing." in page
    assert "Portrait: is missing." in page
    assert hand_in(client, path).status_code == 422


def test_tracks_and_types_have_their_own_words_and_closing(client, app, clock):
    from tests.papers.calling import wall

    call, slug = a_call(app)
    with app.app_context():
        soon = wall(days=2)
    talk = a_part(app, call, "type", "Talk", minutes=20)
    poster = a_part(app, call, "type", "Poster", minutes=5, closes=soon)
    page = client.get(f"/calls/{slug}/new").text
    assert "Talk · 20 minutes" in page
    assert "Poster, until " in page
    path = draft(client, app, slug, type_id=poster, body="Text.")
    other = draft(client, app, slug, type_id=talk, body="Text.")
    clock.shift(3 * 24 * 3600 - 60)
    page = client.get(f"/calls/{slug}/new").text
    assert "Talk" in page
    assert "5 minutes" not in page
    wrong = begin(client, app, slug, type_id=poster, email="b@example.org", abstract="Kept words")
    assert wrong.status_code == 422
    assert "Kept words" in wrong.text
    # The draft of the poster stays, and says what is possible; the talk goes in.
    clock.shift(-1)
    page = client.get(f"/my/{path.split('/')[2]}/papers/{path.split('/')[-1]}").text
    assert "The call closed on" in page
    assert hand_in(client, path).status_code == 422
    assert hand_in(client, other).status_code == 303


def test_questions_are_answered_and_a_file_survives_a_slip_elsewhere(client, app, valid_html):
    call, slug = a_call(app)
    line = a_question(app, call, "Which room?", is_required=True)
    file = a_question(app, call, "Your consent, signed", "file")
    page = client.get(f"/calls/{slug}/new").text
    assert "Which room?" in page
    assert "Your consent, signed" in page
    path = draft(client, app, slug, body="Text.", **{line: "The blue one"})
    page = client.get(path).text
    valid_html(page)
    assert 'value="The blue one"' in page
    wrong = save(
        client,
        path,
        title="",
        **{file: (io.BytesIO(b"Signed by Li."), "consent.txt"), line: "The red one"},
    )
    assert wrong.status_code == 422
    assert "The red one" in wrong.text
    assert "consent.txt" in client.get(path).text
    question = file.removeprefix("answer_")
    sent = client.get(f"{path}/answers/{question}")
    assert sent.data == b"Signed by Li."
    assert app.test_client().get(f"{path[:-3]}abc/answers/{question}").status_code == 404
    assert hand_in(client, path).status_code == 303


def test_a_call_that_is_not_there_has_no_form(client, app):
    from tests.support.world import BY
    from webinar.calls import operations as ops

    call, slug = a_call(app)
    with app.app_context():
        ops.unpublish_call(call_id=call, by=BY)
    assert client.get(f"/calls/{slug}/new").status_code == 404
    assert client.get("/calls/nowhere/new").status_code == 404
    assert begin(client, app, slug).status_code == 404


def test_the_page_of_calls_leads_to_the_forms(client, app, valid_html):
    _call, slug = a_call(app, summary="About mosses.")
    # With an open call of the site its page stands there.
    assert client.get("/call").location == f"/calls/{slug}"
    assert f'href="/calls/{slug}/new"' in client.get(f"/calls/{slug}").text
    page = client.get("/call/link").text
    valid_html(page)
    assert f'href="/calls/{slug}"' in page
    assert "About mosses." in page
    assert f'href="/calls/{slug}/new"' in page


def test_two_devices_see_both_answers(client, app):
    call, slug = a_call(app)
    line = a_question(app, call, "Which room?")
    path = draft(client, app, slug, **{line: "Blue"})
    version = paper_of(app, path, lambda paper: str(paper.version))
    assert save(client, path, **{line: "Green"}).status_code == 303
    both = save(client, path, version=version, **{line: "Red"})
    assert both.status_code == 409
    conflict = both.text.partition('id="conflict"')[2].partition("<form")[0]
    for words in ("Which room?", "Green", "Red"):
        assert words in conflict


def test_two_devices_see_all_that_differs(client, app):
    call, slug = a_call(app)
    tracks = [a_part(app, call, "track", name) for name in ("Moors", "Rocks")]
    types = [a_part(app, call, "type", name, minutes=20) for name in ("Talk", "Poster")]
    a_code(app, call, "MOSS", most_uses=3)
    choice = a_question(app, call, "Diet", "choice", choices=[{"label": "All"}, {"label": "None"}])
    file = a_question(app, call, "Letter", "file")
    path = draft(client, app, slug, track_id=tracks[0], type_id=types[0])
    version = paper_of(app, path, lambda paper: str(paper.version))
    page = lxml.html.fromstring(client.get(path).text)
    keys = [one.get("value") for one in page.xpath(f'//input[@name="{choice}"]')]
    theirs = {"track_id": tracks[1], "type_id": types[1], "language": "de", "code": "moss"}
    assert save(client, path, **theirs, **{choice: keys[0]}).status_code == 303
    mine = {"track_id": tracks[0], "type_id": types[0], "language": "fr", "code": ""}
    letter = {file: (io.BytesIO(b"Dear all"), "letter.txt")}
    both = save(client, path, version=version, **mine, **{choice: keys[1]}, **letter)
    assert both.status_code == 409
    conflict = both.text.partition('id="conflict"')[2].partition("<form")[0]
    shown = " ".join(lxml.html.fromstring(conflict).text_content().split())
    for label, typed, saved in (
        ("Track", "Moors", "Rocks"),
        ("Kind of contribution", "Talk · 20 minutes", "Poster · 20 minutes"),
        ("Language of the text", "French", "German"),
        ("Access code", "(empty)", "MOSS"),
        ("Diet", "None", "All"),
    ):
        assert f"{label} What you typed {typed} What is saved now {saved}" in shown, label
    # The same code written otherwise is the same, and a file that came along is kept.
    assert "letter.txt" in client.get(path).text
    again = save(client, path, version=version, code=" moss ")
    assert again.status_code == 409
    assert "Access code" not in again.text.partition('id="conflict"')[2].partition("<form")[0]
