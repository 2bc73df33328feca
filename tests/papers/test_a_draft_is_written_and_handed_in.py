"""From an empty form to a version that waits for the organizers, and to readers."""

import pytest

from tests.support import people


def _paper(paper_id):
    from webinar.papers.queries import paper_by_id

    return paper_by_id(paper_id)


def _mails(app):
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail

    with app.app_context():
        return [(one.kind, one.to_address) for one in db.session.query(OutgoingMail)]


def test_a_draft_is_saved_and_shown_again(writer, stored):
    maria = writer()
    paper_id = maria.draft(abstract="What flows.")
    page = maria.client.get(maria.path(paper_id))
    assert page.status_code == 200
    assert "Draft: nobody sees it yet." in page.text
    assert "What flows." in page.text
    authors = stored(lambda: [(one.name, one.speaker.name) for one in _paper(paper_id).authors])
    assert authors == [("Maria Nowak", "Maria Nowak")]


def test_sending_the_new_form_twice_makes_one_paper(writer, stored):
    from webinar.core.db import db
    from webinar.papers.models import Paper

    maria = writer()
    first, second = maria.draft(key="abc"), maria.draft(key="abc")
    assert first == second
    assert stored(lambda: db.session.query(Paper).count()) == 1


@pytest.mark.checklist(22)
def test_handing_in_makes_one_version_however_often_it_is_sent(writer, stored, app):
    from webinar.papers.queries import versions_of

    people.make_account(app)
    maria = writer()
    paper_id = maria.draft()
    assert maria.submit(paper_id, after="0").status_code == 303
    assert maria.submit(paper_id, after="0").status_code == 303
    numbers = stored(lambda: [one.number for one in versions_of(_paper(paper_id))])
    assert numbers == [1]
    assert sorted(_mails(app)) == [
        ("papers/mail/handed_in", "ada@example.org"),
        ("papers/mail/received", "maria@example.org"),
    ]
    assert "Handed in on" in maria.client.get(maria.path(paper_id)).text


def test_a_new_version_says_what_changed(writer, stored):
    from webinar.papers.queries import versions_of

    maria = writer()
    paper_id = maria.draft()
    maria.submit(paper_id)
    assert "What changed" not in maria.client.get(maria.path(paper_id)).text
    maria.save(paper_id, body="Rivers give it back.")
    page = maria.client.get(maria.path(f"{paper_id}/submit")).text
    assert "What changed" in page
    maria.submit(paper_id, note="The end is new.")
    found = stored(
        lambda: [(one.number, one.body, one.changes_note) for one in versions_of(_paper(paper_id))]
    )
    assert found == [
        (2, "Rivers give it back.", "The end is new."),
        (1, "Rivers carry what we give them.", ""),
    ]


@pytest.mark.checklist(20)
def test_an_empty_draft_says_what_is_missing_and_cannot_be_handed_in(writer):
    maria = writer()
    paper_id = maria.draft(body="", authors=[""])
    page = maria.client.get(maria.path(paper_id)).text
    assert "Name at least one author." in page
    assert "Paste the text, or add a file." in page
    answer = maria.client.post(maria.path(f"{paper_id}/submit"), data={"after": "0"})
    assert answer.status_code == 422


def test_a_withdrawn_paper_can_be_handed_in_again(writer, stored):
    maria = writer()
    paper_id = maria.draft()
    maria.submit(paper_id)
    assert maria.client.get(maria.path(f"{paper_id}/withdraw")).status_code == 200
    assert stored(lambda: _paper(paper_id).state) == "submitted"
    maria.client.post(maria.path(f"{paper_id}/withdraw"))
    assert stored(lambda: _paper(paper_id).state) == "withdrawn"
    maria.submit(paper_id)
    assert stored(lambda: _paper(paper_id).state) == "submitted"


def test_the_preview_shows_the_text_as_readers_see_it(writer):
    maria = writer()
    paper_id = maria.draft(body="## Sources\n\n1. spring\n2. rain\n\n<script>x</script>")
    page = maria.client.get(maria.path(f"{paper_id}/preview")).text
    assert '<h2 id="text-sources">Sources</h2>' in page
    assert "<li>spring</li>" in page
    assert "<script>x" not in page


def test_a_stale_tab_shows_both_texts_and_keeps_them(writer, stored):
    maria = writer()
    paper_id = maria.draft()
    old = maria.version(paper_id)
    assert maria.save(paper_id, body="Said first.").status_code == 303
    answer = maria.save(paper_id, body="Said later.", version=old)
    assert answer.status_code == 409
    assert "Said first." in answer.text
    assert "Said later." in answer.text
    assert stored(lambda: _paper(paper_id).body) == "Said first."
    assert maria.save(paper_id, body="Said later.").status_code == 303
    assert stored(lambda: _paper(paper_id).body) == "Said later."


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("add", ["Ada", "Ben", ""]),
        ("remove-0", ["Ben"]),
        ("down-0", ["Ben", "Ada"]),
        ("up-1", ["Ben", "Ada"]),
        ("up-0", ["Ada", "Ben"]),
        ("remove-99", ["Ada", "Ben"]),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_rows_of_authors_work_without_a_script(writer, row, expected):
    import re

    maria = writer()
    paper_id = maria.draft(authors=["Ada", "Ben"])
    answer = maria.save(paper_id, authors=["Ada", "Ben"], row=row)
    assert answer.status_code == 200
    shown = re.findall(r'name="authors-\d+-name"[^>]*value="([^"]*)"', answer.text)
    assert shown == expected


def test_wrong_input_keeps_everything_typed(writer):
    maria = writer()
    answer = maria.new(title="", body="Kept words.", abstract="Kept, too.")
    assert answer.status_code == 422
    assert "Give it a title." in answer.text
    assert "Kept words." in answer.text
    assert "Kept, too." in answer.text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_more_text_than_can_be_rendered_is_refused_unread(writer, monkeypatch):
    from webinar.core.richtext import MAX_SOURCE
    from webinar.papers import reading

    monkeypatch.delattr(reading, "recognise")
    answer = writer().new(body="a" * (MAX_SOURCE + 1))
    assert answer.status_code == 422
    assert "more text than a page can hold" in answer.text
