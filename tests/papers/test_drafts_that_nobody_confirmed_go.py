"""A stranger's draft whose mailed link nobody opened is removed after the days it was told."""

from datetime import timedelta
from typing import Any

import pytest

from tests.papers.conftest import a_file
from tests.papers.test_a_draft_begins_without_an_account import (
    _begin,
    _drafts,
    _mailed,
    _mails,
    _press,
)

DAYS = timedelta(days=15, minutes=1)


@pytest.fixture(autouse=True)
def _browser(client: Any) -> None:
    """As browsers say where a form comes from, with and without a session."""
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"


def _clear(app: Any) -> None:
    from webinar.papers.jobs import clear_unconfirmed_drafts

    with app.app_context():
        clear_unconfirmed_drafts()


def _left(app: Any) -> dict[str, int]:
    from webinar.core.db import db
    from webinar.core.files import StoredFile
    from webinar.core.links import PersonalLink
    from webinar.papers.models import Paper, PaperAuthor, PaperFile
    from webinar.speakers.models import Speaker

    with app.app_context():
        kept = db.session.query(StoredFile).filter_by(is_kept=True).count()
        models = (Paper, PaperAuthor, PaperFile, Speaker, PersonalLink)
        counts = {one.__tablename__: db.session.query(one).count() for one in models}
        return {"stored_file": kept, **counts}


def test_it_goes_with_its_files_and_the_profile_that_was_made_for_it(client, app, clock):
    path = _begin(client, app, files=a_file(b"Words\n", "rivers.txt"))
    day = "24 March 2026"
    assert f"stays open until {day}" in client.get(f"{path}/saved").text
    assert "a draft whose link nobody opened is deleted" in client.get(f"{path}/saved").text
    assert f"Please open it by {day}" in _mails(app)[0][1]
    _clear(app)
    clock.shift(timedelta(days=14))
    _clear(app)
    assert len(_drafts(app)) == 1
    clock.shift(timedelta(days=1, minutes=1))
    _clear(app)
    assert set(_left(app).values()) == {0}
    assert client.get(path).status_code == 404


def test_what_somebody_opened_or_handed_in_stays(client, app, clock):
    _begin(client, app, title="Opened", email="ada@example.org")
    opened = app.test_client().get(_mailed(app))
    assert "is deleted" not in opened.text
    handed_in = _begin(client, app, title="Handed in", email="bo@example.org", body="Words.")
    assert _press(client, f"{handed_in}/submit", after="0").status_code == 303
    _begin(client, app, title="Neither", email="cy@example.org")
    clock.shift(DAYS)
    _clear(app)
    assert sorted(title for title, *_ in _drafts(app)) == ["Handed in", "Opened"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_profile_that_was_there_or_has_more_stays(client, app, clock, writer):
    maria = writer()
    _begin(client, app, email="maria@example.org")
    _begin(client, app, email="li@example.org", title="First")
    clock.shift(timedelta(days=10))
    _begin(client, app, email="li@example.org", title="Second")
    clock.shift(timedelta(days=5, minutes=1))
    _clear(app)
    assert _drafts(app) == [("Second", "draft", "li@example.org")]
    assert _left(app)["speaker"] == 2
    assert maria.client.get(f"/my/{maria.token}").status_code == 200
    clock.shift(timedelta(days=10))
    _clear(app)
    # Whoever made the profile is gone: the next start only found it.
    assert _left(app)["speaker"] == 2


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_journal_says_what_went(client, app, clock):
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry

    _begin(client, app)
    clock.shift(DAYS)
    _clear(app)
    with app.app_context():
        entry = db.session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()
        assert (entry.intention, entry.object_title) == ("papers.clear_unconfirmed", "On rivers")
