"""`/papers/<slug>/files/<name>`: the files of what readers see, safe and cheap to send."""

import pytest

from tests.papers.conftest import a_file
from tests.support import people

PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def published(writer, app):
    """A published paper with a PDF and a text: its writer, its identifier and its slug."""
    from webinar.core.journal import SYSTEM
    from webinar.papers.operations import publish_paper

    maria = writer()
    files = [a_file(PDF, "On rivers.pdf"), a_file(b"words & <b>more", "notes.txt")]
    paper_id = maria.draft(files=files)
    maria.submit(paper_id)
    with app.app_context():
        slug = publish_paper(paper_id=paper_id, by=SYSTEM).slug
    return maria, paper_id, slug


@pytest.mark.checklist(33)
def test_a_file_is_an_attachment_that_runs_nothing(published, client):
    _, _, slug = published
    answer = client.get(f"/papers/{slug}/files/On rivers.pdf")
    assert answer.status_code == 200
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="On rivers.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_parts_and_unchanged_files_are_not_sent_whole(published, client):
    _, _, slug = published
    address = f"/papers/{slug}/files/On rivers.pdf"
    part = client.get(address, headers={"Range": "bytes=0-7"})
    assert (part.status_code, part.data) == (206, b"%PDF-1.4")
    etag = part.headers["ETag"]
    assert not etag.startswith("W/")
    assert client.get(address, headers={"If-None-Match": etag}).status_code == 304
    other = client.get(address, headers={"If-Match": '"another"'})
    assert (other.status_code, b"%PDF" in other.data) == (412, False)


@pytest.mark.checklist(33)
def test_only_a_pdf_can_be_viewed(published, client):
    _, _, slug = published
    pdf = client.get(f"/papers/{slug}/files/On rivers.pdf?view=1")
    assert pdf.headers["Content-Disposition"].startswith("inline")
    policy = pdf.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    text = client.get(f"/papers/{slug}/files/notes.txt?view=1")
    assert text.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in text.headers["Content-Security-Policy"]


def test_one_statement_finds_the_file(published, client, statements):
    _, _, slug = published
    address = f"/papers/{slug}/files/On rivers.pdf"
    client.get(address)
    with statements(exactly=1):
        client.get(address, headers={"User-Agent": "curl/8"})
    # Whether this browser was counted within the hour is one more, on a connection of its own.
    with statements(exactly=2):
        client.get(address)


@pytest.mark.checklist(61)
def test_drafts_and_newer_versions_stay_unseen(published, client):
    maria, paper_id, slug = published
    maria.save(paper_id, files=a_file(b"new words", "new.txt"))
    assert client.get(f"/papers/{slug}/files/new.txt").status_code == 404
    maria.submit(paper_id, note="More words.")
    assert client.get(f"/papers/{slug}/files/new.txt").status_code == 404
    assert client.get(f"/papers/{slug}/versions/2/new.txt").status_code == 404
    assert client.get(f"/papers/{slug}/versions/1/notes.txt").data == b"words & <b>more"


def test_a_new_version_replaces_the_files(published, client, app, stored):
    from webinar.core.journal import SYSTEM
    from webinar.papers.operations import publish_paper
    from webinar.papers.queries import draft_files, paper_by_id

    maria, paper_id, slug = published
    old = stored(lambda: [one.public_id for one in draft_files(paper_by_id(paper_id))])
    for file_id in old:
        maria.client.post(maria.path(f"{paper_id}/files/{file_id}/remove"))
    maria.save(paper_id, files=a_file(b"new words", "notes.txt"))
    maria.submit(paper_id, note="All new.")
    with app.app_context():
        publish_paper(paper_id=paper_id, by=SYSTEM)
    assert client.get(f"/papers/{slug}/files/notes.txt").data == b"new words"
    # An old link leads on: to the newest file of that kind.
    moved = client.get(f"/papers/{slug}/files/On rivers.pdf")
    assert (moved.status_code, moved.location) == (302, f"/papers/{slug}/paper")
    assert client.get(f"/papers/{slug}/versions/1/notes.txt").data == b"words & <b>more"


def test_a_former_address_leads_to_the_present_one(published, client, app):
    maria, paper_id, slug = published
    ada = people.organizer(app)
    page = ada.get(f"/organize/papers/{paper_id}/edit").text
    import re

    version = re.search(r'name="version"[^>]*value="(\d+)"', page)[1]
    from tests.papers.conftest import paper_data

    data = paper_data(version=version, slug="brooks", submitter_id=maria.speaker_id)
    data["authors-0-speaker_id"] = ""
    assert ada.post(f"/organize/papers/{paper_id}/edit", data=data).status_code == 303
    answer = client.get(f"/papers/{slug}/files/notes.txt")
    assert answer.status_code == 301
    assert answer.location.endswith("/papers/brooks/files/notes.txt")


def test_what_was_deleted_is_gone(published, client, app):
    from webinar.core.journal import SYSTEM
    from webinar.papers.operations import delete_paper

    _, paper_id, slug = published
    with app.app_context():
        delete_paper(paper_id=paper_id, by=SYSTEM)
    assert client.get(f"/papers/{slug}/files/notes.txt").status_code == 410
    assert client.get("/papers/never/files/notes.txt").status_code == 404
