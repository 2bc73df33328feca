"""A job reads what was uploaded: words for the search, pages, a picture of page one."""

import io

import pytest
import sqlalchemy as sa
from docx import Document

from tests.core.test_pdf_facts import pdf_with_words
from tests.papers.conftest import a_file
from webinar.papers.queries import files_given_up

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


def test_a_file_that_ends_its_reader_each_time_says_so(writer, stored, app):
    from webinar.core import clock, db, jobs
    from webinar.papers.jobs import tell_unread_files

    maria = writer()
    paper_id = maria.draft(files=a_file(pdf_with_words("One"), "one.pdf"))
    with app.app_context(), db.transaction() as session:
        job = session.scalars(sa.select(jobs.Job).filter_by(kind="read_paper_file")).one()
        # The third worker was killed, and its lease ran out.
        job.state, job.attempts, job.lease_until = jobs.RUNNING, 3, clock.now() - jobs.LEASE
    other = maria.draft(title="Another", files=a_file(pdf_with_words("Two"), "two.pdf"))
    _run(app)
    assert stored(lambda: _file(paper_id).trouble) == ""
    with app.app_context():
        tell_unread_files()
    trouble = stored(lambda: _file(paper_id).trouble)
    assert "cannot be read" in trouble
    assert trouble in maria.client.get(maria.path(paper_id)).text
    assert stored(lambda: (_file(other).trouble, _file(other).pages)) == ("", 1)
    assert stored(files_given_up) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_paper_without_a_cover_has_none(writer, app, client):
    from webinar.core.journal import SYSTEM
    from webinar.papers.operations import publish_paper

    maria = writer()
    paper_id = maria.draft()
    with app.app_context():
        slug = publish_paper(paper_id=paper_id, by=SYSTEM).slug
    assert client.get(f"/papers/{slug}/cover.webp").status_code == 404


def _docx(text):
    document, file = Document(), io.BytesIO()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["txt", "md", "docx"])
def test_a_book_is_kept_and_found_though_no_page_can_show_it(writer, stored, app, client, kind):
    from webinar.core.journal import SYSTEM
    from webinar.papers.operations import publish_paper

    text = "\n".join(["Words about rivers and towns. " * 50] * 200) + "\nAnd a quagga."
    text = f"# A book\n\n{text}" if kind == "md" else text
    data = _docx(text) if kind == "docx" else text.encode()
    maria = writer()
    paper_id = maria.draft(files=a_file(data, f"book.{kind}"))
    _run(app)
    page = maria.client.get(maria.path(paper_id)).text
    assert "more text than a page can show" in page
    assert "search finds its words" in page
    with app.app_context():
        slug = publish_paper(paper_id=paper_id, by=SYSTEM).slug
    assert f"/papers/{slug}/" in client.get("/search?q=quagga").text
    # It cannot become the text, and says so.
    file_id = stored(lambda: _file(paper_id).public_id)
    path = maria.path(f"{paper_id}/recognise?file={file_id}&read=1")
    answer = maria.client.get(path, follow_redirects=True)
    assert "more text than a page can show" in answer.text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("lines", "is_cut"), [(2, False), (11, True)])
def test_a_thousand_pages_are_read_to_the_bound(writer, stored, app, lines, is_cut):
    maria = writer()
    # Small letters, line under line: what runs off the page is not read, by people neither.
    line = ") Tj /F1 4 Tf 0 -5 Td (" + "word " * 40
    pages = [f"{line * lines} page{number}" for number in range(1000)]
    paper_id = maria.draft(files=a_file(pdf_with_words(*pages), "long.pdf"))
    _run(app)
    text = stored(lambda: _file(paper_id).text)
    assert len(text) > min(1000 * 200 * lines, 1_990_000)
    assert ("page999" in text) is not is_cut
    told = "Search finds only the beginning of this file"
    assert (told in maria.client.get(maria.path(paper_id)).text) is is_cut
