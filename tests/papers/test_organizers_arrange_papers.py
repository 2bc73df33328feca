"""`/organize/papers/`: the list and its filters, the page of one paper, its steps and back."""

import re

import pytest

from tests.papers.conftest import a_file, paper_data
from tests.support import people, programme


def _paper(paper_id):
    from webinar.papers.queries import paper_by_id

    return paper_by_id(paper_id)


def _mails(app, kind):
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail, write

    with app.app_context():
        return [write(one).text for one in db.session.query(OutgoingMail).filter_by(kind=kind)]


@pytest.fixture
def ada(app):
    return people.organizer(app)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_needs_the_same_statements_for_any_number(ada, writer, statements, rows):
    maria = writer()
    for number in range(rows):
        maria.submit(maria.draft(title=f"Paper {number}", authors=["Ada", "Ben"]))
    ada.get("/organize/papers/")
    with statements(exactly=9):
        page = ada.get("/organize/papers/?state=handed-in")
    assert page.text.count("/organize/papers/") >= rows


def test_the_list_is_filtered_by_its_address(ada, writer, app):
    maria = writer()
    maria.draft(title="A draft")
    maria.submit(maria.draft(title="Handed over"))
    published = maria.draft(title="Out already")
    ada.post(f"/organize/papers/{published}/publish")
    declined = maria.draft(title="Not taken", authors=["Zoe Álvarez"])
    ada.post(f"/organize/papers/{declined}/decline")

    def shown(query):
        page = ada.get(f"/organize/papers/{query}").text
        return {
            title
            for title in ("A draft", "Handed over", "Out already", "Not taken")
            if title in page
        }

    assert shown("") == {"A draft", "Handed over", "Out already", "Not taken"}
    assert shown("?state=handed-in") == {"Handed over"}
    assert shown("?state=drafts") == {"A draft"}
    assert shown("?state=published") == {"Out already"}
    assert shown("?state=declined") == {"Not taken"}
    assert shown("?q=alvarez") == {"Not taken"}
    assert shown("?q=%25") == set()


def test_a_paper_is_found_by_its_webinar(ada, app):
    from webinar.papers.operations import start_paper

    with app.app_context():
        webinar = programme.a_webinar("Rivers of Europe")
        session_id = webinar.sessions[0].public_id
        start_paper(title="Given there", session_id=session_id, by=programme.ANNA)
        start_paper(title="Given nowhere", by=programme.ANNA)
        webinar_id = webinar.public_id
    page = ada.get(f"/organize/papers/?webinar={webinar_id}").text
    assert "Given there" in page
    assert "Given nowhere" not in page


def test_publishing_tells_the_author_and_can_be_undone(ada, writer, app, client, stored):
    maria = writer()
    paper_id = maria.draft()
    maria.submit(paper_id)
    assert "It waits for a decision." in ada.get(f"/organize/papers/{paper_id}/").text
    answer = ada.post(f"/organize/papers/{paper_id}/publish")
    assert answer.status_code == 303
    page = ada.get(answer.location).text
    assert f"/organize/papers/{paper_id}/unpublish" in page
    slug = stored(lambda: _paper(paper_id).slug)
    assert client.get(f"/papers/{slug}/").status_code == 200
    (mail,) = _mails(app, "papers/mail/published")
    assert f"http://localhost/papers/{slug}/" in mail
    assert f"/my/{maria.token}" in mail
    ada.post(f"/organize/papers/{paper_id}/unpublish")
    assert client.get(f"/papers/{slug}/").status_code == 404


def test_declining_is_reconsidered(ada, writer, stored):
    maria = writer()
    paper_id = maria.draft()
    maria.submit(paper_id)
    ada.post(f"/organize/papers/{paper_id}/decline")
    assert stored(lambda: _paper(paper_id).state) == "declined"
    assert "The organizers do not publish it." in maria.client.get(maria.path(paper_id)).text
    ada.post(f"/organize/papers/{paper_id}/reconsider")
    assert stored(lambda: _paper(paper_id).state) == "submitted"


@pytest.mark.parametrize("step", ["withdraw", "decline"])
def test_what_left_meanwhile_is_not_published(ada, writer, client, stored, step):
    maria = writer()
    paper_id = maria.draft()
    maria.submit(paper_id)
    if step == "withdraw":
        maria.client.post(maria.path(f"{paper_id}/withdraw"), data={})
    else:
        ada.post(f"/organize/papers/{paper_id}/decline")
    answer = ada.post(f"/organize/papers/{paper_id}/publish")
    assert "Somebody changed this paper meanwhile." in ada.get(answer.location).text
    assert stored(lambda: _paper(paper_id).published_at) is None
    assert client.get(f"/papers/{stored(lambda: _paper(paper_id).slug)}/").status_code == 404


def test_a_deleted_paper_comes_back_with_its_files(ada, writer, stored):
    from webinar.papers.queries import draft_files

    maria = writer()
    paper_id = maria.draft(files=a_file(b"words", "notes.txt"))
    answer = ada.post(f"/organize/papers/{paper_id}/delete")
    assert answer.location.endswith("/organize/papers/")
    assert maria.client.get(maria.path(paper_id)).status_code == 404
    assert f"/organize/papers/{paper_id}/restore" in ada.get(answer.location).text
    ada.post(f"/organize/papers/{paper_id}/restore")
    assert stored(lambda: [one.name for one in draft_files(_paper(paper_id))]) == ["notes.txt"]
    assert ada.post("/organize/papers/nothing/restore").status_code == 404


def test_organizers_write_for_a_speaker(ada, app, writer, stored, client):
    maria = writer()
    with app.app_context():
        session_id = programme.a_webinar("Rivers of Europe").sessions[0].public_id
    page = ada.get("/organize/papers/new").text
    data = paper_data(
        key=re.search(r'name="key"[^>]*value="(\w+)"', page)[1],
        session_id=session_id,
        submitter_id=maria.speaker_id,
        **{"authors-0-speaker_id": maria.speaker_id},
    )
    answer = ada.post("/organize/papers/new", data=data)
    assert answer.status_code == 303, answer.text
    paper_id = answer.location.split("/")[3]
    shown = ada.get(answer.location).text
    assert f"/organize/speakers/{maria.speaker_id}" in shown
    assert "Rivers of Europe" in shown
    assert maria.client.get(maria.path(paper_id)).status_code == 200
    ada.post(f"/organize/papers/{paper_id}/publish")
    slug = stored(lambda: _paper(paper_id).slug)
    assert "Rivers carry" in client.get(f"/papers/{slug}/").text


def test_where_nobody_is_named_the_speaker_is_the_author(ada, writer, stored):
    maria = writer()
    page = ada.get("/organize/papers/new").text
    data = paper_data(
        key=re.search(r'name="key"[^>]*value="(\w+)"', page)[1],
        authors=[""],
        submitter_id=maria.speaker_id,
    )
    paper_id = ada.post("/organize/papers/new", data=data).location.split("/")[3]
    (author,) = stored(lambda: [(a.name, a.speaker.public_id) for a in _paper(paper_id).authors])
    assert author == ("Maria Nowak", maria.speaker_id)
    page = ada.get(f"/organize/papers/{paper_id}/").text
    assert f"/organize/papers/{paper_id}/publish" in page, "nothing is missing"


def test_an_organizers_save_is_taken_back_from_its_notice(ada, stored):
    answer = ada.post("/organize/papers/new", data=paper_data(key="one", title="First"))
    paper_id = answer.location.split("/")[3]
    assert f'action="/organize/papers/{paper_id}/delete"' in ada.get(answer.location).text
    page = ada.get(f"/organize/papers/{paper_id}/edit").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)[1]
    answer = ada.post(
        f"/organize/papers/{paper_id}/edit", data=paper_data(title="Second", version=version)
    )
    entries = re.findall(r'name="entry" value="(\w+)"', ada.get(answer.location).text)
    ada.post("/organize/journal/undo", data={"entry": entries})
    assert stored(lambda: _paper(paper_id).title) == "First"


def test_a_changed_draft_becomes_the_next_version(ada, writer, stored):
    maria = writer()
    paper_id = maria.draft()
    ada.post(f"/organize/papers/{paper_id}/publish")
    page = ada.get(f"/organize/papers/{paper_id}/edit").text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)[1]
    data = paper_data(version=version, body="Corrected.", submitter_id=maria.speaker_id)
    data["slug"] = stored(lambda: _paper(paper_id).slug)
    assert ada.post(f"/organize/papers/{paper_id}/edit", data=data).status_code == 303
    assert "Make version 2" in ada.get(f"/organize/papers/{paper_id}/").text
    made = {"after": "1", "changes_note": "A typo."}
    ada.post(f"/organize/papers/{paper_id}/version", data=made)
    ada.post(f"/organize/papers/{paper_id}/version", data=made)
    assert stored(lambda: [one.number for one in _paper(paper_id).versions]) == [1, 2]
    assert "Publish version 2" in ada.get(f"/organize/papers/{paper_id}/").text
    ada.post(f"/organize/papers/{paper_id}/publish")
    assert stored(lambda: _paper(paper_id).current_number) == 2


def test_the_pages_are_valid(ada, writer, valid_html):
    maria = writer()
    paper_id = maria.draft(files=a_file(b"words", "notes.txt"))
    maria.submit(paper_id)
    maria.save(paper_id, body="Changed since.")
    for page in ("", "new", f"{paper_id}/", f"{paper_id}/edit", f"{paper_id}/preview"):
        valid_html(ada.get(f"/organize/papers/{page}").text)
    for page in ("new", paper_id, f"{paper_id}/preview", f"{paper_id}/submit"):
        valid_html(maria.client.get(maria.path(page)).text)
    valid_html(maria.client.get(maria.path(f"{paper_id}/withdraw")).text)
    valid_html(maria.new(title="", authors=["", "Ben"], **{"authors-0-affiliation": "X"}).text)
