"""A picture in a document is asked about, stands in the text, and goes where the text goes."""

import io
import re
import zipfile

import pytest
from docx import Document
from PIL import Image

from tests.papers.conftest import a_file
from tests.papers.test_a_document_becomes_a_clean_page import picture
from webinar.papers.conversion import convert

FIGURE = re.compile(r"figures/[0-9a-f]{20}-\d+x\d+\.webp")


def a_document():
    document = Document()
    document.add_heading("On rivers", 1)
    document.add_paragraph("Rivers carry what we give them, costing 5$ and 6$.")
    document.add_picture(io.BytesIO(picture(64, 48)))
    document.add_paragraph(r"A formula: $\nosuch$ is none.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.fixture
def drafted(writer, app, stored):
    """A writer whose draft has the document as a file, read in the background."""
    from webinar.core import jobs
    from webinar.papers.queries import draft_files, paper_by_id

    maria = writer()
    paper_id = maria.draft(files=a_file(a_document(), "on.docx"))
    with app.app_context():
        jobs.run_due()
    file_id = stored(lambda: draft_files(paper_by_id(paper_id))[0].public_id)
    return maria, paper_id, file_id


def test_the_author_says_what_it_shows_and_readers_see_and_hear_it(drafted, app, client):
    from webinar.core.journal import SYSTEM
    from webinar.papers.operations import publish_paper

    maria, paper_id, file_id = drafted
    address = maria.path(f"{paper_id}/recognise?file={file_id}&read=1")
    page = maria.client.get(address).text
    [source] = set(FIGURE.findall(page))
    field = re.search(r'name="(alt-[^"]+)"', page)[1]
    shown = maria.client.get(maria.path(f"{paper_id}/{source}"))
    assert shown.headers["Content-Type"] == "image/webp"
    assert shown.headers["Cache-Control"] == "private, no-store"
    with Image.open(io.BytesIO(shown.data)) as made:
        assert made.size == (64, 48)
    sent = {"file": file_id, "version": maria.version(paper_id), field: 'A [blue] "square"'}
    again = maria.client.post(maria.path(f"{paper_id}/recognise"), data=sent | {"look": "1"})
    assert 'value="A [blue] &#34;square&#34;"' in again.text
    taken = maria.client.post(maria.path(f"{paper_id}/recognise"), data=sent)
    assert taken.status_code == 303
    preview = maria.client.get(maria.path(f"{paper_id}/preview")).text
    assert f'<img src="{source}" alt="A [blue] &quot;square&quot;"' in preview
    maria.submit(paper_id)
    assert client.get(f"/papers/on-rivers/{source}").status_code == 404
    with app.app_context():
        slug = publish_paper(paper_id=paper_id, by=SYSTEM).slug
    page = client.get(f"/papers/{slug}/").text
    assert f'<figure><img src="{source}"' in page
    for address in (f"/papers/{slug}/{source}", f"/papers/{slug}/versions/1/{source}"):
        answer = client.get(address)
        assert (answer.status_code, answer.data) == (200, shown.data)
        assert answer.headers["Cache-Control"].startswith("public")
    assert client.get(f"/papers/{slug}/figures/{'0' * 20}-1x1.webp").status_code == 404


@pytest.mark.parametrize("attribute", [b"r:link=", b"r:embed="])
def test_a_picture_that_is_only_linked_is_left_out_and_never_fetched(attribute, tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(a_document())) as made, zipfile.ZipFile(out, "w") as linked:
        for name in made.namelist():
            data = made.read(name)
            if name == "word/_rels/document.xml.rels":
                elsewhere = b'"http://192.0.2.1/a" TargetMode="External"'
                data = data.replace(b'"media/image1.png"', elsewhere)
            if name == "word/document.xml":
                data = data.replace(b"r:embed=", attribute)
            linked.writestr(name, data)
    (tmp_path / "a.docx").write_bytes(out.getvalue())
    converted = convert(tmp_path / "a.docx", "docx")
    assert "Rivers carry" in converted.markdown
    assert converted.pictures_left_out == 1


def test_a_picture_without_words_is_said_and_so_is_a_formula(drafted, valid_html):
    maria, paper_id, file_id = drafted
    page = maria.client.get(maria.path(f"{paper_id}/recognise?file={file_id}&read=1")).text
    assert "Say in a sentence what each picture shows" in page
    valid_html(page)
    sent = {"file": file_id, "version": maria.version(paper_id)}
    taken = maria.client.post(maria.path(f"{paper_id}/recognise"), data=sent, follow_redirects=True)
    assert "One picture has no words" in taken.text
    # What the document says with dollars stays words.
    assert "formula-unread" not in maria.client.get(maria.path(f"{paper_id}/preview")).text
    maria.save(paper_id, body=r"It is $\nosuch$ here.")
    preview = maria.client.get(maria.path(f"{paper_id}/preview")).text
    assert "One formula could not be read" in preview
    assert r"<code>$\nosuch$</code>" in preview


def test_a_picture_only_an_earlier_version_shows_stays_with_it(drafted, app, client):
    from webinar.core.journal import SYSTEM
    from webinar.papers.operations import publish_paper

    maria, paper_id, file_id = drafted
    sent = {"file": file_id, "version": maria.version(paper_id)}
    maria.client.post(maria.path(f"{paper_id}/recognise"), data=sent)
    source = FIGURE.search(maria.client.get(maria.path(f"{paper_id}/preview")).text)[0]
    maria.submit(paper_id)
    with app.app_context():
        publish_paper(paper_id=paper_id, by=SYSTEM)
    maria.save(paper_id, body="Without pictures.")
    maria.submit(paper_id)
    with app.app_context():
        slug = publish_paper(paper_id=paper_id, by=SYSTEM).slug
    assert client.get(f"/papers/{slug}/{source}").status_code == 404
    assert client.get(f"/papers/{slug}/versions/2/{source}").status_code == 404
    assert client.get(f"/papers/{slug}/versions/1/{source}").status_code == 200


def test_a_paper_keeps_a_bounded_number_of_pictures(drafted, app, stored, monkeypatch):
    import sqlalchemy as sa

    from webinar.core.db import db
    from webinar.core.journal import SYSTEM
    from webinar.papers import uploads
    from webinar.papers.models import PaperFigure, PaperFile

    monkeypatch.setattr(uploads, "MOST_FIGURES_OF_PAPER", 3)
    names = [f"{number:020x}-2x2.webp" for number in range(5)]
    with app.app_context():
        stored_id = db.session.scalar(sa.select(PaperFile.file_id))
        for group in (names[:2], names[2:]):
            uploads.note_file_facts(
                stored_id=stored_id,
                text="",
                pages=None,
                cover=None,
                trouble="",
                figures={f"figures/{name}": name.encode() for name in group},
                by=SYSTEM,
            )
    assert stored(lambda: set(db.session.scalars(sa.select(PaperFigure.name)))) == set(names[2:])
