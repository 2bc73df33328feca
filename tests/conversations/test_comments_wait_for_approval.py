"""Anybody may comment; nothing is seen before an organizer, or a proven record, says so."""

import re
from typing import Any

import pytest

from tests.support.people import make_account
from webinar.conversations import operations
from webinar.conversations.models import Comment
from webinar.conversations.queries import comment_count, comments_of, waiting_comments
from webinar.core import limits
from webinar.core.db import db
from webinar.core.journal import SYSTEM, visitor
from webinar.core.mail import OutgoingMail, write
from webinar.posts import operations as posts
from webinar.webinars.scope import EVERYTHING


@pytest.fixture
def post_id(here: Any) -> str:
    """A published piece of news."""
    with here.app_context():
        row = posts.create_post(by=SYSTEM, title="Call is open", body="x")
        return posts.publish_post(by=SYSTEM, post_id=row.public_id).public_id


def words(app: Any, **fields: str) -> dict[str, str]:
    with app.app_context():
        return {
            "name": "Vera",
            "email": "",
            "body": "I *agree*.",
            "form_time": limits.form_time(),
            **fields,
        }


def comments(app: Any) -> list[Comment]:
    with app.app_context():
        return list(db.session.query(Comment).order_by(Comment.id))


def mails(app: Any, kind: str) -> list[OutgoingMail]:
    with app.app_context():
        return list(db.session.query(OutgoingMail).filter_by(kind=f"conversations/mail/{kind}"))


def personal_path(app: Any) -> str:
    """Path of the link in the newest receipt."""
    with app.app_context():
        mail = (
            db.session.query(OutgoingMail)
            .filter_by(kind="conversations/mail/comment_receipt")
            .order_by(OutgoingMail.id.desc())
            .first()
        )
        found = re.search(r"http://localhost(/comments/mine/\S+)", write(mail).text)
    assert found
    return found.group(1)


def test_a_comment_waits_and_is_shown_once_approved(
    here: Any, client: Any, post_id: str, valid_html: Any
) -> None:
    path = f"/comments/post/{post_id}"
    valid_html(client.get(path).text)
    answer = client.post(path, data=words(here))
    assert answer.status_code == 303
    assert answer.location == f"{path}/received"
    receipt = client.get(answer.location)
    assert "your comment waits for approval" in receipt.text
    assert receipt.headers["Cache-Control"] == "no-store"
    valid_html(receipt.text)
    (row,) = comments(here)
    with here.app_context():
        assert comments_of("post", post_id) == []
        assert waiting_comments(EVERYTHING).count == 1
        operations.approve_comments(by=SYSTEM, comment_ids=[row.public_id])
        (shown,) = comments_of("post", post_id)
        assert shown.body_html.strip() == "<p>I <em>agree</em>.</p>"
        assert comment_count("post", post_id) == 1
        assert waiting_comments(EVERYTHING).count == 0


def test_no_cookie_is_set_anywhere(here: Any, client: Any, post_id: str) -> None:
    path = f"/comments/post/{post_id}"
    for answer in (
        client.get(path),
        client.post(path, data=words(here)),
        client.post(path, data=words(here, body="")),
        client.get(f"{path}/received"),
    ):
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("body", "  "),
        ("body", "x" * 5001),
        ("email", "nobody"),
        ("email", "a@example.org\nBcc: b@example.org"),
        ("form_time", "1.abc"),
        ("parent", "z" * 26),
    ],
)
def test_a_mistake_keeps_everything_typed(
    here: Any, client: Any, post_id: str, field: str, value: str
) -> None:
    typed = words(here, name="Vera Typed", body="Long considered words")
    headers = {"Sec-Fetch-Site": "same-origin"}
    answer = client.post(f"/comments/post/{post_id}", data={**typed, field: value}, headers=headers)
    assert answer.status_code == 422
    for name, kept in (("name", "Vera Typed"), ("body", "Long considered words")):
        assert kept in answer.text or field == name
    assert 'id="error-summary"' in answer.text
    # The form that is shown again can be sent at once.
    found = re.search(r'name="form_time" type="hidden" value="([^"]+)"', answer.text)
    assert found
    with here.app_context():
        assert limits.is_form_time(found.group(1))
    assert comments(here) == []


def test_a_program_learns_nothing(here: Any, client: Any, post_id: str) -> None:
    typed = words(here, website_address="https://spam.example")
    answer = client.post(f"/comments/post/{post_id}", data=typed)
    assert (answer.status_code, answer.location) == (303, f"/comments/post/{post_id}/received")
    assert comments(here) == []


def test_too_many_says_when_and_keeps_the_words(here: Any, client: Any, post_id: str) -> None:
    path = f"/comments/post/{post_id}"
    for number in range(5):
        typed = words(here, body=f"Number {number}")
        assert client.post(path, data=typed).status_code == 303
    answer = client.post(
        path, data=words(here, body="The sixth"), headers={"X-Forwarded-For": "192.0.2.9"}
    )
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 121
    assert "send it again in" in answer.text
    assert "The sixth" in answer.text
    assert len(comments(here)) == 5


@pytest.mark.parametrize("kind", ["post", "webinar", "session", "paper"])
def test_what_is_not_there_cannot_be_commented(here: Any, client: Any, kind: str) -> None:
    for path in (f"/comments/{kind}/{'a' * 26}", f"/comments/{kind}/{'a' * 26}/received"):
        assert client.get(path).status_code == 404
    assert client.post(f"/comments/{kind}/{'a' * 26}", data=words(here)).status_code == 404
    assert client.get(f"/comments/account/{'a' * 26}").status_code == 404


def test_a_draft_cannot_be_commented(here: Any, client: Any) -> None:
    with here.app_context():
        draft = posts.create_post(by=SYSTEM, title="Secret", body="x").public_id
    answer = client.post(f"/comments/post/{draft}", data=words(here))
    assert answer.status_code == 404
    assert "Secret" not in answer.text


def test_those_who_want_to_know_are_told(here: Any, client: Any, post_id: str) -> None:
    make_account(here, roles=("moderator",), email="mo@example.org")
    make_account(here, roles=(), email="nia@example.org")
    client.post(f"/comments/post/{post_id}", data=words(here, name="Vera\r\nBcc: x@example.org"))
    (mail,) = mails(here, "comment_waits")
    assert mail.to_address == "mo@example.org"
    assert "\n" not in mail.subject
    with here.app_context():
        text = write(db.session.merge(mail)).text
    assert "> I *agree*." in text
    assert "http://localhost/organize/comments/?state=waiting" in text


def test_a_stranger_whose_address_was_typed_reads_nothing_of_it(
    here: Any, client: Any, post_id: str
) -> None:
    typed = words(
        here,
        name="Buy at https://spam.example",
        email="victim@example.org",
        body="Visit https://spam.example <a href='https://spam.example'>now</a>",
    )
    client.post(f"/comments/post/{post_id}", data=typed)
    (mail,) = mails(here, "comment_receipt")
    with here.app_context():
        written = write(db.session.merge(mail))
    for part in (written.subject, written.text, written.html):
        assert "spam" not in part
    assert mail.to_name == ""


def test_one_mailbox_is_not_filled(here: Any, client: Any, post_id: str) -> None:
    for number in range(5):
        typed = words(here, email="victim@example.org", body=f"Number {number}")
        assert client.post(f"/comments/post/{post_id}", data=typed).status_code == 303
    assert len(mails(here, "comment_receipt")) == 3


def wrote(app: Any, client: Any, post_id: str, **fields: str) -> str:
    """Comment with an address; the personal path from the receipt."""
    typed = words(app, email="vera@example.org", **fields)
    assert client.post(f"/comments/post/{post_id}", data=typed).status_code == 303
    return personal_path(app)


def states(app: Any) -> list[str]:
    return [row.state for row in comments(app)]


def test_a_confirmed_first_comment_still_waits(
    here: Any, client: Any, post_id: str, valid_html: Any
) -> None:
    path = wrote(here, client, post_id)
    page = client.get(path)
    assert page.status_code == 200
    assert states(here) == ["waiting"]
    assert comments(here)[0].email_confirmed_at is None
    valid_html(page.text)
    assert client.post(path, data={"confirm": "1"}).status_code == 303
    assert states(here) == ["waiting"]
    assert comments(here)[0].email_confirmed_at is not None


def test_the_second_confirmed_comment_of_an_approved_person_is_shown(
    here: Any, client: Any, post_id: str
) -> None:
    client.post(wrote(here, client, post_id), data={"confirm": "1"})
    with here.app_context():
        operations.approve_comments(by=SYSTEM, comment_ids=[comments(here)[0].public_id])
    second = wrote(here, client, post_id, body="Once more")
    assert states(here) == ["shown", "waiting"]
    client.post(second, data={"confirm": "1"})
    assert states(here) == ["shown", "shown"]


def test_an_impostor_stays_unseen(here: Any, client: Any, post_id: str) -> None:
    client.post(wrote(here, client, post_id), data={"confirm": "1"})
    with here.app_context():
        operations.approve_comments(by=SYSTEM, comment_ids=[comments(here)[0].public_id])
    # Knows name and address, but not the mailbox.
    wrote(here, client, post_id, body="Not me")
    # Has the mailbox of an approved person, but takes another name.
    other = wrote(here, client, post_id, name="Professor Li", body="Not him")
    client.post(other, data={"confirm": "1"})
    assert states(here) == ["shown", "waiting", "waiting"]


def test_an_approval_without_a_confirmation_gives_no_record(
    here: Any, client: Any, post_id: str
) -> None:
    wrote(here, client, post_id)
    with here.app_context():
        operations.approve_comments(by=SYSTEM, comment_ids=[comments(here)[0].public_id])
    client.post(wrote(here, client, post_id, body="Again"), data={"confirm": "1"})
    assert states(here) == ["shown", "waiting"]


def test_an_author_takes_it_back(here: Any, client: Any, post_id: str) -> None:
    path = wrote(here, client, post_id)
    assert client.post(path, data={"withdraw": "1"}).status_code == 303
    assert comments(here) == []
    page = client.get(path)
    assert "It was taken back" in page.text
    assert "agree" not in page.text
    client.post(path, data={"confirm": "1"})
    assert comments(here) == []


def test_a_wrong_link_opens_nothing(here: Any, client: Any, post_id: str) -> None:
    path = wrote(here, client, post_id)
    for wrong in (path[:-1] + ("a" if path[-1] != "a" else "b"), "/comments/mine/x", path + "x"):
        assert client.get(wrong).status_code == 404
        assert client.post(wrong, data={"confirm": "1"}).status_code == 404


def test_the_thread_is_two_levels_deep_in_one_statement(
    here: Any, post_id: str, statements: Any
) -> None:
    def say(name: str, parent: str = "") -> str:
        row = operations.write_comment(
            by=visitor(name),
            kind="post",
            subject_id=post_id,
            author_name=name,
            body=name,
            parent_id=parent,
        )
        operations.approve_comments(by=SYSTEM, comment_ids=[row.public_id])
        return row.public_id

    def shape(nodes: Any) -> list[Any]:
        return [(node.author_name, shape(node.children)) for node in nodes]

    with here.app_context():
        first = say("A")
        with statements(exactly=1):
            assert shape(comments_of("post", post_id)) == [("A", [])]
        answer = say("B", first)
        deeper = say("C", answer)
        say("D", deeper)
        say("E")
        with statements(exactly=1):
            assert shape(comments_of("post", post_id)) == [
                ("A", [("B", []), ("C", []), ("D", [])]),
                ("E", []),
            ]
        operations.delete_comments(by=SYSTEM, comment_ids=[first])
        assert shape(comments_of("post", post_id))[0][0] == "B"
        assert comment_count("post", post_id) == 4


def test_an_answer_belongs_under_the_same_thing(here: Any, client: Any, post_id: str) -> None:
    with here.app_context():
        other = posts.create_post(by=SYSTEM, title="Other", body="x")
        posts.publish_post(by=SYSTEM, post_id=other.public_id)
        row = operations.write_comment(
            by=visitor("A"), kind="post", subject_id=other.public_id, author_name="A", body="A"
        )
        operations.approve_comments(by=SYSTEM, comment_ids=[row.public_id])
        foreign = row.public_id
    answer = client.post(f"/comments/post/{post_id}", data=words(here, parent=foreign))
    assert answer.status_code == 422
