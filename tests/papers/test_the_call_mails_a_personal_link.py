"""`/call`: name and mail address are enough; the answer gives nothing away."""

import re

import pytest

from tests.support import programme


def _ask(client, app, **fields):
    from webinar.core.limits import form_time

    with app.app_context():
        data = {"name": "Li Qingsi", "email": "li@example.org", "form_time": form_time()}
    return client.post("/call", data=data | fields)


def _links(app):
    """Paths of the personal links in the mails, oldest first."""
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail, write

    with app.app_context():
        mails = db.session.query(OutgoingMail).filter_by(kind="papers/mail/link").all()
        return [re.search(r"http://localhost(/my/\S+)", write(one).text)[1] for one in mails]


def _people(app):
    from webinar.core.db import db
    from webinar.speakers.models import Speaker

    with app.app_context():
        return [(one.name, one.email) for one in db.session.query(Speaker)]


def test_the_page_says_what_is_taken_and_sets_no_cookie(client, valid_html):
    answer = client.get("/call")
    assert answer.status_code == 200
    for words in ("PDF, DOCX, ODT, PPTX, Markdown, text", "50 MB", "no account"):
        assert words in answer.text
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"].startswith("public")
    valid_html(answer.text)


def test_a_link_is_mailed_and_opens_the_form(client, app):
    answer = _ask(client, app)
    assert answer.status_code == 303
    receipt = client.get(answer.location)
    assert "the address you gave" in receipt.text
    assert "no-store" in receipt.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    (link,) = _links(app)
    assert client.get(f"{link}/papers/new").status_code == 200
    assert _people(app) == [("Li Qingsi", "li@example.org")]


def test_known_and_unknown_addresses_get_the_same_answer(client, app):
    with app.app_context():
        programme.a_speaker("Maria Nowak", email="Maria@example.org")
    known = _ask(client, app, email="maria@EXAMPLE.org", name="Somebody Else")
    unknown = _ask(client, app, email="other@example.org", name="Somebody Else")
    assert known.status_code == unknown.status_code == 303
    assert known.location == unknown.location
    assert _people(app) == [
        ("Maria Nowak", "Maria@example.org"),
        ("Somebody Else", "other@example.org"),
    ]


def test_asking_again_sends_the_same_link_again(client, app, clock):
    _ask(client, app)
    clock.shift(180)
    _ask(client, app)
    first, second = _links(app)
    assert first == second


def test_nobody_sees_the_new_profile(client, app):
    from webinar.core.db import db
    from webinar.speakers.models import Speaker

    _ask(client, app)
    with app.app_context():
        slug = db.session.query(Speaker).one().slug
    assert client.get(f"/speakers/{slug}/").status_code == 404


def test_a_program_gets_the_receipt_and_no_mail(client, app):
    answer = _ask(client, app, website_address="https://spam.example")
    assert answer.status_code == 303
    assert _links(app) == []
    assert _people(app) == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "nowhere"}, "This does not look like a mail address."),
        ({"email": ""}, "Tell us where to send the link."),
        ({"name": ""}, "Tell us your name."),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_wrong_input_is_explained_beside_the_field(client, app, fields, words):
    answer = _ask(client, app, **fields)
    assert answer.status_code == 422
    assert words in answer.text


def test_an_old_form_is_asked_for_again(client, app):
    # The address of the form's origin is right; only its hour is not.
    answer = client.post(
        "/call",
        data={"name": "Li", "email": "li@example.org", "form_time": "1.abc"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 422
    assert "li@example.org" in answer.text


def test_too_many_forms_from_one_place_wait(client, app, clock):
    answers = [_ask(client, app, email=f"p{number}@example.org") for number in range(6)]
    assert [one.status_code for one in answers] == [303] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "p5@example.org" in answers[-1].text


def test_one_mailbox_is_not_filled(client, app, clock):
    for _ in range(5):
        assert _ask(client, app).status_code == 303
        clock.shift(150)
    assert len(_links(app)) == 3


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_receipt_names_nobody(client, app):
    """An address stands in logs and histories, even of people behind the same proxy."""
    answer = _ask(client, app)
    assert answer.location == "/call/sent"
    assert "li@" not in client.get(answer.location).text
