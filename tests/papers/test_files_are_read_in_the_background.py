"""A job reads what was uploaded: words for the search, pages, a picture of page one."""

import pytest

from tests.core.test_pdf_facts import pdf_with_words
from tests.papers.conftest import a_file

BROKEN = b"%PDF-1.4\nnothing more\n%%EOF\n"


def _file(paper_id):
    from webinar.papers.queries import draft_files, paper_by_id

    return draft_files(paper_by_id(paper_id))[0]


def _run(app):
    from webinar.core import jobs

    with app.app_context():
        jobs.run_due()


def test_a_pdf_gets_words_pages_and_a_cover(writer, stored, app, client):
    from webinar.core.journal import SYSTEM
    from webinar.papers.operations import publish_paper

    maria = writer()
    paper_id = maria.draft(files=a_file(pdf_with_words("Rivers and towns", "Two"), "on.pdf"))
    maria.submit(paper_id)
    _run(app)
    assert stored(lambda: _file(paper_id).pages) == 2
    assert "Rivers and towns" in stored(lambda: _file(paper_id).text)
    with app.app_context():
        slug = publish_paper(paper_id=paper_id, by=SYSTEM).slug
    cover = client.get(f"/papers/{slug}/cover.webp")
    assert cover.status_code == 200
    assert cover.headers["Content-Type"] == "image/webp"
    assert cover.data[8:12] == b"WEBP"
    assert cover.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_file_that_cannot_be_read_says_so_and_stays(writer, stored, app):
    maria = writer()
    paper_id = maria.draft(files=a_file(BROKEN, "broken.pdf"))
    _run(app)
    trouble = stored(lambda: _file(paper_id).trouble)
    assert "cannot be read" in trouble
    assert trouble in maria.client.get(maria.path(paper_id)).text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_paper_without_a_cover_has_none(writer, app, client):
    from webinar.core.journal import SYSTEM
    from webinar.papers.operations import publish_paper

    maria = writer()
    paper_id = maria.draft()
    with app.app_context():
        slug = publish_paper(paper_id=paper_id, by=SYSTEM).slug
    assert client.get(f"/papers/{slug}/cover.webp").status_code == 404
