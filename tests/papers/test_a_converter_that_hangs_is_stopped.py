"""A file whose reader hangs, swells or dies: the reader is stopped, and its author reads why."""

import pytest

from tests.core.test_pdf_facts import pdf_with_words
from tests.core.test_sandbox_limits import helper  # noqa: F401
from tests.papers.conftest import a_file

BODIES = {
    "while True:\n        pass": "takes too long to read",
    "import time\n    time.sleep(100)": "takes too long to read",
    "kept = [bytes(200_000_000) for _ in range(9)]": "unpacks to more than this site can read",
    "import os\n    os.abort()": "cannot be read",
}


@pytest.mark.checklist(74)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("body", BODIES)
def test_its_author_reads_why_and_the_file_stays(body, helper, writer, app, stored, monkeypatch):  # noqa: F811
    from webinar.core import jobs, pdf
    from webinar.papers.queries import draft_files, paper_by_id

    monkeypatch.setattr(
        pdf,
        "run",
        lambda *_target, **_limits: helper(
            f"def work(value):\n    {body}\n", seconds=0.5, memory_mb=400
        ),
    )
    maria = writer()
    paper_id = maria.draft(files=a_file(pdf_with_words("Rivers"), "on.pdf"))
    with app.app_context():
        jobs.run_due()
    page = maria.client.get(maria.path(paper_id)).text
    assert BODIES[body] in page
    assert "on.pdf" in page
    file = stored(lambda: draft_files(paper_by_id(paper_id))[0])
    assert maria.client.get(maria.path(f"{paper_id}/files/{file.public_id}")).status_code == 200
    # It can be handed in all the same.
    assert maria.submit(paper_id).status_code == 303
