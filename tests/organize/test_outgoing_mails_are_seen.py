"""The list of mails: how each stands, its words, the link in it, sending again."""

import re
from typing import Any

from tests.support import people
from tests.support.world import World


def one_mail(app: Any, *, state: str = "") -> str:
    """A mail with a personal link in it; its identifier."""
    from webinar.core.db import transaction
    from webinar.core.mail import OutgoingMail

    with app.app_context():
        World(app).invited()
        with transaction() as session:
            row = session.query(OutgoingMail).order_by(OutgoingMail.id.desc()).first()
            assert row is not None
            if state:
                row.state, row.last_error = state, "550 no such person"
            return row.public_id


def test_the_list_can_be_narrowed(app: Any) -> None:
    browser = people.organizer(app)
    waiting, failed = one_mail(app), one_mail(app, state="failed")
    everything = browser.get("/organize/mails/").text
    assert waiting in everything
    assert failed in everything
    only = browser.get("/organize/mails/?state=failed").text
    assert failed in only
    assert waiting not in only
    assert "550 no such person" in only
    assert waiting in browser.get("/organize/mails/?state=nonsense").text
    assert waiting not in browser.get("/organize/mails/?to=somebody").text


def test_a_mail_shows_its_words_and_the_link_that_works(app: Any) -> None:
    browser = people.organizer(app)
    page = browser.get(f"/organize/mails/{one_mail(app)}/")
    assert "choose a password" in page.text
    found = re.search(r'readonly value="http://localhost(/invitation/[^"]+)"', page.text)
    assert found is not None
    assert app.test_client().get(found[1]).status_code == 200
    assert "style=" not in page.text
    assert "<style" not in page.text


def test_a_failed_mail_is_sent_again(app: Any) -> None:
    from webinar.core import jobs
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail

    browser = people.organizer(app)
    mail_id = one_mail(app)
    with app.app_context():
        jobs.run_due()
    assert "Only a mail that failed" in _again(browser, mail_id)
    failed = one_mail(app, state="failed")
    assert "sent again in a moment" in _again(browser, failed)
    with app.app_context():
        jobs.run_due()
        row = db.session.query(OutgoingMail).filter_by(public_id=failed).one()
        assert (row.state, row.last_error) == ("sent", None)


def _again(browser: Any, mail_id: str) -> str:
    answer = browser.post(f"/organize/mails/{mail_id}/again")
    assert answer.status_code == 303
    return str(browser.get(answer.location).text)


def test_no_moderator_reads_mails(app: Any) -> None:
    mail_id = one_mail(app)
    browser = people.moderator(app)
    assert browser.get("/organize/mails/").status_code == 403
    assert browser.get(f"/organize/mails/{mail_id}/").status_code == 403


def test_the_list_costs_the_same_with_one_and_with_three(app: Any, statements: Any) -> None:
    """Who asks, the mails, the site, its pages."""
    browser = people.organizer(app)
    for _ in range(3):
        one_mail(app)
        with statements(exactly=4):
            assert browser.get("/organize/mails/").status_code == 200
