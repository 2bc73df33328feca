"""What the page of a draft sends by itself, and what it gets back; without scripts the button."""

import re

import lxml.html
import pytest


def _send(maria, paper_id, **fields):
    data = {
        "title": "On rivers",
        "kind": "paper",
        "language": "en",
        "version": maria.version(paper_id),
        "authors-0-name": "Maria Nowak",
        "body": "Rivers.",
    }
    headers = {"X-Autosave": "1"}
    return maria.client.post(maria.path(paper_id), data=data | fields, headers=headers)


def _paper(paper_id):
    from webinar.papers.queries import paper_by_id

    found = paper_by_id(paper_id)
    return found.title, found.body, found.version, found.state


def test_it_is_saved_and_says_what_is_still_missing(writer, stored):
    maria = writer()
    paper_id = maria.draft(body="")
    answer = _send(maria, paper_id, title="On lakes", body="")
    assert answer.status_code == 200
    title, _body, version, state = stored(lambda: _paper(paper_id))
    assert (title, state) == ("On lakes", "draft")
    assert answer.json["version"] == version
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", answer.json["saved_at"])
    lack = {"words": "Paste the text, or add a file.", "href": "#body"}
    assert answer.json["missing"] == [lack]
    # The next one goes on from there.
    after = _send(maria, paper_id, version=str(version), body="Lakes keep.")
    assert (after.status_code, after.json["missing"]) == (200, [])
    # No notice waits for the next page: nobody pressed anything.
    assert "The draft is saved." not in maria.client.get(maria.path(paper_id)).text


def test_one_save_is_one_line_of_the_journal(writer, stored):
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry

    def intentions():
        return [one.intention for one in db.session.query(JournalEntry).order_by(JournalEntry.id)]

    maria = writer()
    paper_id = maria.draft()
    before = len(stored(intentions))
    assert _send(maria, paper_id, title="On lakes").status_code == 200
    assert stored(intentions)[before:] == ["papers.edit_paper"]


def _entries():
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry

    rows = db.session.query(JournalEntry).order_by(JournalEntry.id)
    return [(one.intention, one.changes) for one in rows]


def _fields(changes):
    """Name -> before and after, of the paper alone."""
    return next((one["fields"] for one in changes if one["kind"] == "paper"), {})


def test_a_sitting_is_one_line_of_the_journal(writer, stored, clock):
    maria = writer()
    paper_id = maria.draft()
    before = len(stored(_entries))
    for title in ("On lakes", "On seas", "On ponds"):
        assert _send(maria, paper_id, title=title).status_code == 200
        clock.shift(20 * 60)
    ((intention, changes),) = stored(_entries)[before:]
    assert intention == "papers.edit_paper"
    assert _fields(changes)["title"] == ["On rivers", "On ponds"]
    # What was typed and taken away again is no change.
    assert _send(maria, paper_id, title="On rivers").status_code == 200
    assert "title" not in _fields(stored(_entries)[-1][1])
    assert len(stored(_entries)) == before + 1
    # After a pause it is another sitting.
    clock.shift(31 * 60)
    assert _send(maria, paper_id, title="On bogs").status_code == 200
    assert _fields(stored(_entries)[before + 1][1])["title"] == ["On rivers", "On bogs"]


def test_the_button_ends_a_sitting_and_is_undone_with_it(writer, stored, app):
    from tests.support.world import BY
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry
    from webinar.organize.operations import undo_entry

    maria = writer()
    paper_id = maria.draft()
    before = len(stored(_entries))
    assert _send(maria, paper_id, body="First.").status_code == 200
    names = {"authors-1-name": "Bo Fern"}
    assert _send(maria, paper_id, body="First. Second.", **names).status_code == 200
    assert maria.save(paper_id, body="All.", authors=["Maria Nowak"]).status_code == 303
    assert len(stored(_entries)) == before + 1
    assert _send(maria, paper_id, body="More.").status_code == 200
    assert maria.save(paper_id, body="More. Yes.").status_code == 303
    assert maria.save(paper_id, body="Third time.").status_code == 303
    assert [intention for intention, _ in stored(_entries)[before:]] == ["papers.edit_paper"] * 3
    for words in ("More. Yes.", "All.", "Rivers carry what we give them."):
        with app.app_context():
            newest = db.session.query(JournalEntry).filter_by(
                undone_by=None, intention="papers.edit_paper"
            )
            entry = newest.order_by(JournalEntry.id.desc()).first().public_id
            undo_entry(entry_id=entry, by=BY)
        assert stored(lambda: _paper(paper_id))[1] == words


def test_another_hand_or_another_act_begins_a_line_of_its_own(writer, stored, app):
    from tests.papers.conftest import a_file

    maria = writer()
    paper_id = maria.draft()
    before = len(stored(_entries))
    assert _send(maria, paper_id, title="On lakes").status_code == 200
    sent = {"files": a_file(b"Words.", "words.txt")}
    assert maria.client.post(maria.path(f"{paper_id}/files"), data=sent).status_code == 303
    assert _send(maria, paper_id, title="On seas").status_code == 200
    _send_from_desk(app, paper_id, title="On ponds", submitter_id=maria.speaker_id)
    assert _send(maria, paper_id, title="On bogs").status_code == 200
    assert [intention for intention, _ in stored(_entries)[before:]] == [
        "papers.edit_paper",
        "papers.attach_file",
        *["papers.edit_paper"] * 3,
    ]


def test_answers_of_a_sitting_are_one_line_too(client, app, stored):
    from tests.papers.calling import a_call, a_question, draft, save

    call, slug = a_call(app)
    question = a_question(app, call, "Diet")
    path = draft(client, app, slug)
    before = len(stored(_entries))
    for words in ("Moss", "Moss and fern", ""):
        answer = save(client, path, headers={"X-Autosave": "1"}, **{question: words})
        assert answer.status_code == 200
    found = [intention for intention, _ in stored(_entries)[before:]]
    assert sorted(found) == ["papers.edit_paper", "questions.save_answers"]
    steps = [changes for intention, changes in stored(_entries) if "answers" in intention]
    assert steps[-1] == []


def test_two_devices_keep_both_texts(writer, stored):
    maria = writer()
    paper_id = maria.draft()
    seen = maria.version(paper_id)
    assert _send(maria, paper_id, version=seen, body="From the telephone.").status_code == 200
    refused = _send(maria, paper_id, version=seen, body="From the desk.")
    assert refused.status_code == 409
    assert stored(lambda: _paper(paper_id))[1] == "From the telephone."
    # The button shows both side by side.
    page = maria.save(paper_id, version=seen, body="From the desk.")
    assert page.status_code == 409
    assert "From the telephone." in page.text
    assert "From the desk." in page.text


def test_a_slip_is_told_and_nothing_is_saved(writer, stored):
    maria = writer()
    paper_id = maria.draft()
    answer = _send(maria, paper_id, **{"authors-0-orcid": "0000-0002-1825-0098", "body": "New."})
    assert answer.status_code == 422
    assert "its last digit does not fit" in answer.json["words"]
    assert stored(lambda: _paper(paper_id))[1] == "Rivers carry what we give them."


def test_too_often_says_when_to_come_again(clock, writer):
    maria = writer()
    paper_id = maria.draft()
    codes = [_send(maria, paper_id, version="").status_code for _ in range(61)]
    assert codes[-1] == 429


def test_the_page_works_without_scripts_and_offers_the_way_with_them(writer):
    maria = writer()
    paper_id = maria.draft()
    page = maria.client.get(maria.path(paper_id)).text
    assert "data-autosave" in page
    assert re.search(r'<p class="saved" id="autosave" hidden', page)
    assert "Save the draft" in page
    # A paper that was never saved has nowhere to be saved to.
    assert "data-autosave" not in maria.client.get(maria.path("new")).text


def _send_from_desk(app, paper_id, **fields):
    from tests.support import people

    client = people.organizer(app)
    path = f"/organize/papers/{paper_id}/edit"
    version = re.search(r'name="version"[^>]*value="(\d+)"', client.get(path).text)[1]
    data = {"title": "By the desk", "kind": "paper", "language": "en", "version": version}
    headers = {"X-Autosave": "1", "Sec-Fetch-Site": "same-origin"}
    return [client.post(path, data=data | fields, headers=headers) for _ in range(2)]


def test_organizers_papers_save_themselves_too(writer, app, stored):
    maria = writer()
    paper_id = maria.draft()
    first, stale = _send_from_desk(app, paper_id)
    assert (first.status_code, stale.status_code) == (200, 409)
    assert stored(lambda: _paper(paper_id))[0] == "By the desk"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_page_says_that_something_is_missing_or_that_nothing_is(writer, valid_html):
    """Never both; what the script would say instead is no part of the page."""
    maria = writer()
    paper_id = maria.draft()
    some, none = "Still missing, before it can be handed in:", "Nothing is missing."
    for body, said in (("Rivers.", none), ("", some)):
        _send(maria, paper_id, body=body)
        text = maria.client.get(maria.path(paper_id)).text
        valid_html(text)
        page = lxml.html.fromstring(text)
        (missing,) = page.xpath("//*[@id='missing']")
        assert said in missing.text_content()
        inert = [one.text_content() for one in page.xpath("//template[contains(@id, '-missing')]")]
        assert [some in inert[0], none in inert[1]] == [True, True]
        for one in page.xpath("//template"):
            one.drop_tree()
        text = page.text_content()
        assert (some in text, none in text) == (said == some, said == none)
