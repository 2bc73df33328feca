"""Thirty in the same moment: each intention has exactly one effect, on both databases."""

import concurrent.futures
import threading

import pytest

from tests.papers.conftest import a_file
from tests.support import programme
from webinar.core import journal
from webinar.core.filetypes import Refused

pytestmark = pytest.mark.checklist(22)

_MANY = 30


def _at_once(app, act):
    """What each of thirty threads got from `act(number)`, or the exception it met."""
    start = threading.Barrier(_MANY, timeout=60)

    def one(number):
        with app.app_context():
            start.wait()
            try:
                return act(number)
            except Exception as error:  # noqa: BLE001 - the test looks at which it was
                return error

    with concurrent.futures.ThreadPoolExecutor(_MANY) as pool:
        return list(pool.map(one, range(_MANY)))


def test_one_version_is_published_once(writer, app, stored):
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail
    from webinar.papers.operations import publish_paper

    maria = writer()
    paper_id = maria.draft(title="On rivers")
    maria.submit(paper_id)
    got = _at_once(app, lambda _: publish_paper(paper_id=paper_id, by=programme.ANNA).public_id)
    assert set(got) == {paper_id}
    subjects = stored(lambda: db.session.query(OutgoingMail.subject).all())
    assert sum("is published" in subject for (subject,) in subjects) == 1


def test_the_limit_of_a_person_holds(writer, app, stored, monkeypatch):
    from webinar.core.db import db
    from webinar.papers.models import PaperFile
    from webinar.papers.uploads import attach_file, take_upload

    monkeypatch.setattr("webinar.papers.uploads.MOST_OF_PERSON", 1000)
    maria = writer()
    papers = [maria.draft(title=f"Paper {number}") for number in range(3)]

    def send(number):
        words = f"{number:02}" + "x" * 398
        path, accepted = take_upload(a_file(words.encode(), "a.txt")[0], "a.txt")
        by = journal.speaker("Maria Nowak")
        return attach_file(paper_id=papers[number % 3], path=path, accepted=accepted, by=by).name

    got = _at_once(app, send)
    assert sum(isinstance(one, Refused) for one in got) == _MANY - 2
    assert stored(lambda: db.session.query(PaperFile).count()) == 2


def test_of_two_who_save_the_same_form_one_is_told(writer, app):
    from webinar.core.db import StaleEdit
    from webinar.papers.operations import edit_paper

    paper_id = writer().draft()

    def save(number):
        fields = {"abstract": "", "body": "Words.", "kind": "paper", "authors": []}
        edit_paper(
            paper_id=paper_id, title=f"T{number}", **fields, expected_version=1, by=programme.ANNA
        )
        return "saved"

    got = _at_once(app, save)
    assert got.count("saved") == 1
    assert sum(isinstance(one, StaleEdit) for one in got) == _MANY - 1
