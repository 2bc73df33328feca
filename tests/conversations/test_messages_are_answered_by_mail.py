"""The contact page says who is around; what is written there is answered from the inbox."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support.people import make_account, organizer, stranger
from webinar.conversations import operations
from webinar.conversations.models import ContactMessage
from webinar.conversations.queries import message_by_id, new_messages, overdue_messages
from webinar.core import limits
from webinar.core import mail as outbox
from webinar.core.db import db
from webinar.core.journal import SYSTEM, visitor
from webinar.core.mail import OutgoingMail
from webinar.organization import operations as organization

WEEK = {str(day): [("09:00", "17:00")] for day in range(5)}


def words(app: Any, **fields: str) -> dict[str, str]:
    with app.app_context():
        return {
            "name": "Vera",
            "email": "vera@example.org",
            "subject": "",
            "body": "Where is the paper?",
            "form_time": limits.form_time(),
            **fields,
        }


def mails(app: Any, kind: str) -> list[OutgoingMail]:
    with app.app_context():
        return list(db.session.query(OutgoingMail).filter_by(kind=f"conversations/mail/{kind}"))


def asked(app: Any, **fields: str) -> str:
    with app.app_context():
        values = {"name": "Vera", "email": "vera@example.org", "body": "Where?", **fields}
        return operations.write_message(by=visitor("Vera"), **values).public_id


def settle_office() -> None:
    organization.change_identity(
        by=SYSTEM, name="Rivers", timezone="Europe/London", mail_from="office@example.org"
    )
    organization.set_office_hours(
        by=SYSTEM, office_hours=WEEK, away_text="We are reading.", answer_hours=24
    )


@pytest.mark.parametrize(
    ("now", "sentence", "away"),
    [
        ("2026-03-10 06:00", "The office opens in 3 hours, 09:00 London time.", True),
        ("2026-03-10 08:15", "The office opens in 45 minutes, 09:00 London time.", True),
        ("2026-03-10 10:00", "Somebody is around now, until 17:00 London time.", False),
        ("2026-03-14 10:00", "The office opens on Monday 16 March 2026, 09:00 London time.", True),
    ],
)
def test_the_form_says_who_is_around(
    here: Any, client: Any, clock: Any, now: str, sentence: str, away: bool
) -> None:
    with here.app_context():
        settle_office()
    clock.move_to(datetime.fromisoformat(now).replace(tzinfo=UTC))
    answer = client.get("/contact")
    assert sentence in answer.text
    assert ("We are reading." in answer.text) is away
    assert "You get an answer by" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_page_is_valid_and_says_when_an_answer_comes(
    here: Any, client: Any, clock: Any, valid_html: Any
) -> None:
    page = client.get("/contact").text
    assert "You get an answer by Thursday 12 March 2026, 09:00 UTC." in page
    valid_html(page)


def test_a_message_is_confirmed_and_announced(here: Any, client: Any, valid_html: Any) -> None:
    make_account(here, email="ada@example.org")
    with here.app_context():
        settle_office()
    answer = client.post("/contact", data=words(here))
    assert answer.status_code == 303
    assert re.fullmatch(r"/contact/received\?receipt=[0-9]{10}\.1\.[\w-]+", answer.location)
    receipt = client.get(answer.location)
    assert "your message has arrived" in receipt.text
    valid_html(receipt.text)
    (confirmation,) = mails(here, "message_received")
    (notice,) = mails(here, "message_waits")
    assert confirmation.to_address == "vera@example.org"
    assert notice.to_address == "ada@example.org"
    with here.app_context():
        message = outbox.compose(db.session.merge(confirmation))
        assert message["From"] == "Rivers <office@example.org>"
        assert "/organize/messages/" in outbox.write(db.session.merge(notice)).text
        assert new_messages().count == 1


def test_the_receipt_repeats_what_was_promised(here: Any, client: Any, clock: Any) -> None:
    first = client.post("/contact", data=words(here)).location
    promise = "You get an answer by Thursday 12 March 2026, 09:00 UTC."
    assert promise in client.get(first).text
    clock.shift(timedelta(minutes=40))
    assert promise in client.get(first).text
    # Sent once more it is the same message, under the same promise.
    assert client.post("/contact", data=words(here)).location == first
    for made_up in ("", "?receipt=", f"?receipt={first[-40:]}x", "?receipt=1999999999.1.é"):
        answer = client.get("/contact/received" + made_up)
        assert answer.status_code == 200
        assert "You get an answer" not in answer.text
        assert "A mail that confirms it" not in answer.text


def test_no_mail_is_promised_that_was_held_back(here: Any, client: Any) -> None:
    here.config["LIMITS_OFF"] = False
    promised = []
    for number in range(4):
        answer = client.post("/contact", data=words(here, body=f"Words {number}"))
        promised.append("A mail that confirms it" in client.get(answer.location).text)
    assert promised == [True, True, True, False]
    assert len(mails(here, "message_received")) == 3


def test_a_form_that_was_open_for_days_comes_back_with_its_words(
    here: Any, client: Any, clock: Any
) -> None:
    """Also to a browser that says nothing of where the form came from."""
    sent = words(here, body="Written over a long weekend")
    clock.shift(timedelta(days=5))
    answer = client.post("/contact", data=sent)
    assert answer.status_code == 422
    assert "open for too long" in answer.text
    assert "Written over a long weekend" in answer.text


def test_a_stranger_whose_address_was_typed_reads_nothing_of_it(here: Any, client: Any) -> None:
    spam = "https://spam.example"
    client.post("/contact", data=words(here, name=spam, subject=spam, body=spam))
    (mail,) = mails(here, "message_received")
    with here.app_context():
        written = outbox.write(db.session.merge(mail))
    for part in (written.subject, written.text, written.html, mail.to_name):
        assert "spam" not in part


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("email", ""),
        ("email", "a@example.org\r\nBcc: b@example.org"),
        ("body", " "),
        ("body", "x" * 10001),
        ("form_time", ""),
    ],
)
def test_a_mistake_keeps_everything_typed(here: Any, client: Any, field: str, value: str) -> None:
    typed = words(here, subject="About the paper")
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = client.post("/contact", data={**typed, field: value}, headers=headers)
    assert answer.status_code == 422
    assert "About the paper" in answer.text
    assert 'id="error-summary"' in answer.text
    with here.app_context():
        assert new_messages().count == 0


def test_programs_and_hurry_are_met(here: Any, client: Any) -> None:
    trapped = client.post("/contact", data=words(here, website_address="x"))
    assert trapped.status_code == 303
    with here.app_context():
        assert new_messages().count == 0
    for number in range(5):
        typed = words(here, body=f"Number {number}")
        assert client.post("/contact", data=typed).status_code == 303
    late = client.post("/contact", data=words(here, body="The sixth"))
    assert late.status_code == 429
    assert "Retry-After" in late.headers
    assert "The sixth" in late.text
    # And one mailbox hears of it three times at most.
    assert len(mails(here, "message_received")) == 3


def test_another_site_cannot_send_it(here: Any, client: Any) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = client.post("/contact", data=words(here), headers=headers)
        assert answer.status_code == 403


def test_an_answer_goes_by_mail_in_the_sites_name(here: Any, valid_html: Any) -> None:
    with here.app_context():
        settle_office()
    message_id = asked(here, subject="Paper\r\nBcc: x@example.org")
    browser = organizer(here)
    valid_html(browser.get("/organize/messages/").text)
    path = f"/organize/messages/{message_id}/"
    valid_html(browser.get(path).text)
    answer = browser.post(path, data={"body": "Here:\nhttps://x.example\n\nA", "answers_seen": "0"})
    assert answer.status_code == 303
    (mail,) = mails(here, "answer")
    with here.app_context():
        message = outbox.compose(db.session.merge(mail))
        assert message["From"] == "Rivers <office@example.org>"
        assert message["Reply-To"] == "office@example.org"
        assert message["To"] == "Vera <vera@example.org>"
        assert message["Subject"] == "Re: Paper Bcc: x@example.org"
        assert "Bcc" not in message
        assert "ada@example.org" not in message.as_string()
        row = message_by_id(message_id)
        assert row is not None
        assert (row.state, len(row.answers)) == ("answered", 1)
    valid_html(browser.get(path).text)


def test_each_mistake_says_what_to_do(here: Any, client: Any) -> None:
    typed = words(here, name="", email="noor@", body="")
    answer = client.post("/contact", data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    for said in ("Write your name.", "Write it like ada@example.org.", "Write your message."):
        # Beside its field, and in the summary that leads there.
        assert answer.text.count(said) == 2, said


def test_an_empty_answer_is_not_sent(here: Any) -> None:
    message_id = asked(here)
    answer = organizer(here).post(f"/organize/messages/{message_id}/", data={"body": " "})
    assert answer.status_code == 422
    assert mails(here, "answer") == []


def test_the_second_to_answer_sees_the_first_answer(here: Any) -> None:
    path = f"/organize/messages/{asked(here)}/"
    browser = organizer(here)
    browser.post(path, data={"body": "First answer", "answers_seen": "0"})
    second = browser.post(path, data={"body": "Second answer", "answers_seen": "0"})
    assert second.status_code == 409
    assert "First answer" in second.text
    assert "Second answer" in second.text
    assert len(mails(here, "answer")) == 1
    again = browser.post(path, data={"body": "Second answer", "answers_seen": "1"})
    assert again.status_code == 303
    assert len(mails(here, "answer")) == 2


def test_its_states_and_the_way_back(here: Any) -> None:
    message_id = asked(here)
    browser = organizer(here)
    for step, state in (("close", "closed"), ("reopen", "new"), ("delete", "deleted")):
        assert browser.post(f"/organize/messages/{message_id}/{step}").status_code == 303
        assert "Vera" in browser.get(f"/organize/messages/?state={state}").text
    assert "Vera" not in browser.get("/organize/messages/").text
    assert browser.post(f"/organize/messages/{message_id}/restore").status_code == 303
    assert "Vera" in browser.get("/organize/messages/?state=new").text


def test_closing_an_answered_message_has_a_way_back(here: Any) -> None:
    message_id = asked(here)
    browser = organizer(here)
    path = f"/organize/messages/{message_id}/"
    browser.post(path, data={"body": "Tuesday.", "answers_seen": "0"})
    closed = browser.post(f"{path}close")
    assert f'action="{path}reopen"' in browser.get(closed.location).text
    for step, state in (
        ("reopen", "answered"),
        ("reopen", "answered"),
        ("renew", "new"),
        ("close", "closed"),
        ("renew", "closed"),
        ("reopen", "new"),
    ):
        browser.post(f"{path}{step}")
        assert "Vera" in browser.get(f"/organize/messages/?state={state}").text, (step, state)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_messages_past_their_promise_are_counted_and_listed(
    here: Any, clock: Any, count: int
) -> None:
    for number in range(count):
        asked(here, name=f"Late {number}")
    answered = asked(here, name="Answered")
    with here.app_context():
        operations.answer_message(by=SYSTEM, message_id=answered, body="Yes")
    clock.shift(timedelta(hours=48, seconds=1))
    asked(here, name="In time")
    with here.app_context():
        late = overdue_messages(datetime.now(UTC))
        assert late.count == count
    page = organizer(here).get(late.path).text
    assert page.count("Late ") == count
    assert "In time" not in page
    assert "Answered</a>" not in page


def test_deleted_ones_are_not_counted(here: Any, clock: Any) -> None:
    message_id = asked(here)
    clock.shift(timedelta(hours=49))
    with here.app_context():
        operations.delete_message(by=SYSTEM, message_id=message_id)
        assert overdue_messages(datetime.now(UTC)).count == 0


def test_the_journal_keeps_the_words_private(here: Any) -> None:
    from webinar.core.journal import JournalEntry

    asked(here, body="Private words")
    with here.app_context():
        entries = db.session.query(JournalEntry).all()
        assert entries
        assert all("Private words" not in str(entry.changes) for entry in entries)
        assert db.session.query(ContactMessage).one().body == "Private words"


def test_others_stay_outside(here: Any, client: Any) -> None:
    path = f"/organize/messages/{asked(here)}/"
    assert client.get(path).status_code == 302
    assert stranger(here).get(path).status_code == 403
    assert organizer(here).get("/organize/messages/nothing/").status_code == 404
