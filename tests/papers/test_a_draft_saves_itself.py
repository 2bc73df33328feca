"""What the page of a draft sends by itself, and what it gets back; without scripts the button."""

import re


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


def test_organizers_papers_save_themselves_too(writer, app, stored):
    from tests.support import people

    maria = writer()
    paper_id = maria.draft()
    client = people.organizer(app)
    path = f"/organize/papers/{paper_id}/edit"
    version = re.search(r'name="version"[^>]*value="(\d+)"', client.get(path).text)[1]
    data = {"title": "By the desk", "kind": "paper", "language": "en", "version": version}
    headers = {"X-Autosave": "1", "Sec-Fetch-Site": "same-origin"}
    answer = client.post(path, data=data, headers=headers)
    assert answer.status_code == 200
    assert stored(lambda: _paper(paper_id))[0] == "By the desk"
    assert client.post(path, data=data, headers=headers).status_code == 409
