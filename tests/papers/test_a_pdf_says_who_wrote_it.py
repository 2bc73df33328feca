"""Title and authors in a PDF are offered beside its first page, and taken over when ticked only."""

import re

import pytest

from tests.core.test_pdf_facts import pdf_with_words
from tests.papers.conftest import a_file


def with_data(data: bytes, title: str, author: str) -> bytes:
    """The PDF with what it says of itself, appended as an update (ISO 32000-1, 7.5.6)."""
    [before] = re.findall(rb"startxref\n(\d+)", data)
    place, told = len(data), f"90 0 obj\n<</Title({title})/Author({author})>>\nendobj\n".encode()
    return (
        data
        + told
        + f"xref\n90 1\n{place:010} 00000 n \ntrailer\n<</Size 91/Root 1 0 R/Info 90 0 R/Prev "
        f"{before.decode()}>>\nstartxref\n{place + len(told)}\n%%EOF\n".encode()
    )


@pytest.fixture
def drafted(writer, app, stored):
    from webinar.core import jobs
    from webinar.papers.queries import draft_files, paper_by_id

    maria = writer()
    data = with_data(pdf_with_words("Rivers and towns"), "Rivers of Europe", "Maria Nowak; Li Wei")
    paper_id = maria.draft(files=a_file(data, "on.pdf"))
    with app.app_context():
        jobs.run_due()
    return maria, paper_id, stored(lambda: draft_files(paper_by_id(paper_id))[0].public_id)


def test_it_is_offered_beside_the_first_page_and_taken_when_ticked(drafted, valid_html):
    maria, paper_id, file_id = drafted
    address = maria.path(f"{paper_id}/recognise")
    page = maria.client.get(f"{address}?file={file_id}").text
    valid_html(page)
    assert "“Rivers of Europe”" in page
    assert "“Li Wei”" in page
    assert "“Maria Nowak”" not in page
    assert " checked" not in page
    assert "Rivers and towns" in page
    picture = re.search(r'src="(figures/page-\w+\.webp)"', page)[1]
    assert maria.client.get(maria.path(f"{paper_id}/{picture}")).data[8:12] == b"WEBP"
    sent = {"file": file_id, "version": maria.version(paper_id)}
    maria.client.post(address, data=sent)
    assert 'value="On rivers"' in maria.client.get(maria.path(paper_id)).text
    maria.client.post(address, data=sent | {"accept": ["title", "author-1"]})
    form = maria.client.get(maria.path(paper_id)).text
    assert 'value="Rivers of Europe"' in form
    assert 'value="Li Wei"' in form
    assert "Rivers carry what we give them." in form
    stale = maria.client.post(address, data=sent | {"accept": ["title"]})
    assert stale.status_code in (303, 409)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_picture_of_another_paper_is_not_to_be_had(drafted, writer):
    _, _, file_id = drafted
    li = writer("Li", "li@example.org")
    other = li.draft()
    assert li.client.get(li.path(f"{other}/figures/page-{file_id}.webp")).status_code == 404


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_tex_source_is_kept_found_and_never_run(writer, app, client):
    from webinar.core import jobs
    from webinar.core.journal import SYSTEM
    from webinar.papers.operations import publish_paper

    source = rb"""\documentclass{article}
\begin{document}
\section{On quaggas} % a secret remark
They \emph{vanished} in 1883. \input{/etc/passwd}
\end{document}
"""
    maria = writer()
    paper_id = maria.draft(files=a_file(source, "paper.tex"))
    with app.app_context():
        jobs.run_due()
        slug = publish_paper(paper_id=paper_id, by=SYSTEM).slug
    assert f"/papers/{slug}/" in client.get("/search?q=quaggas").text
    for word in ("secret", "root"):
        assert f"/papers/{slug}/" not in client.get(f"/search?q={word}").text
    answer = client.get(f"/papers/{slug}/files/paper.tex")
    assert answer.data == source
    assert answer.headers["Content-Disposition"].startswith("attachment")
