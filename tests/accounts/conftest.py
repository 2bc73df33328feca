"""What the tests of accounts share."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.support import people


@pytest.fixture
def hashed(app: Any) -> str:
    """The hash of people.PASSWORD."""
    from webinar.accounts import passwords

    with app.app_context():
        return passwords.make_hash(people.PASSWORD)


@pytest.fixture
def browser(app: Any) -> Callable[[], Any]:
    """Makes browsers that send what browsers send from our own pages."""

    def make() -> Any:
        client = app.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        return client

    return make


@pytest.fixture
def links_in_mails(app: Any) -> Callable[[], list[str]]:
    """Delivers what waits and answers the paths of personal links, oldest first."""

    def read() -> list[str]:
        from webinar.core import jobs
        from webinar.core.db import db
        from webinar.core.mail import OutgoingMail, write

        with app.app_context():
            jobs.run_due()
            mails = db.session.query(OutgoingMail).order_by(OutgoingMail.id).all()
            found = [re.search(r"http://localhost(/\S+)", write(mail).text) for mail in mails]
            return [match.group(1) for match in found if match]

    return read


@pytest.fixture
def intentions(app: Any) -> Callable[[], list[str]]:
    """The journal's intentions so far, oldest first."""

    def read() -> list[str]:
        from webinar.core.db import db
        from webinar.core.journal import JournalEntry

        with app.app_context():
            rows = db.session.query(JournalEntry).order_by(JournalEntry.id)
            return [row.intention for row in rows]

    return read
