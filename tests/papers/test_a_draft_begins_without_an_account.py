"""`/call/new`: name, mail address and title make a draft at once, for whoever reads that mailbox.

Also as somebody sees it who means ill: with foreign addresses, and to find out who is known.
"""

import re

import pytest

from tests.support import programme
from webinar.papers.views import starting

ROUTE = "/call/new"


def _form_time(app):
    from webinar.core.limits import form_time

    with app.app_context():
        return form_time()


def _send(client, app, **fields):
    data = {
        "name": "Li Qingsi",
        "email": "li@example.org",
        "title": "On rivers",
        "kind": "paper",
        "language": "en",
        "form_time": _form_time(app),
    }
    return client.post(ROUTE, data=data | fields)


def _begin(client, app, **fields):
    """Path of the draft in this browser."""
    answer = _send(client, app, **fields)
    assert answer.status_code == 303, answer.text
    return answer.location.removesuffix("/saved")


def _mails(app, kind="papers/mail/begun"):
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail, write

    with app.app_context():
        rows = db.session.query(OutgoingMail).filter_by(kind=kind).all()
        return [
            (one.to_address, f"{one.to_name}{one.subject}{write(one).text}{write(one).html}")
            for one in rows
        ]


def _mailed(app):
    """Path of the draft in the last mail."""
    return re.search(r"http://localhost(/my/\S+)", _mails(app)[-1][1])[1]


def _drafts(app):
    from webinar.core.db import db
    from webinar.papers.models import Paper

    with app.app_context():
        return [(one.title, one.state, one.submitter.email) for one in db.session.query(Paper)]


def _change(client, path, **fields):
    version = re.search(r'name="version"[^>]*value="(\d+)"', client.get(path).text)[1]
    data = {"title": "On rivers", "kind": "paper", "language": "en", "version": version}
    data |= {"authors-0-name": "Li Qingsi", "body": "Rivers carry."}
    return _press(client, path, **data | fields)


def _press(client, path, **data):
    return client.post(path, data=data, headers={"Sec-Fetch-Site": "same-origin"})


def test_the_form_is_public_and_valid(client, valid_html):
    page = client.get(ROUTE)
    assert page.status_code == 200
    assert "Set-Cookie" not in page.headers
    # A code in its address opens more: no cache keeps it for others.
    assert page.headers["Cache-Control"] == "no-store"
    valid_html(page.text)


def test_the_first_save_makes_a_draft_and_says_what_it_is(client, app, valid_html):
    answer = _send(client, app)
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert "Saved as a draft, not handed in" in page.text
    assert "We mailed your link to li@example.org." in page.text
    assert "no-store" in page.headers["Cache-Control"]
    edit = answer.location.removesuffix("/saved")
    # What is missing leads to its field.
    assert f'href="{edit}#body"' in page.text
    assert 'id="body"' in client.get(edit).text
    valid_html(page.text)
    assert _drafts(app) == [("On rivers", "draft", "li@example.org")]


def test_the_mailed_link_opens_the_draft_on_another_device(client, app):
    _begin(client, app)
    phone = app.test_client()
    page = phone.get(_mailed(app))
    assert page.status_code == 200
    assert 'value="On rivers"' in page.text
    assert "Not yours?" in page.text


def test_it_is_handed_in_from_the_browser_that_began_it(client, app):
    path = _begin(client, app, body="Rivers carry what we give them.")
    assert "Nothing is missing" in client.get(path).text
    answer = _press(client, f"{path}/submit", after="0")
    assert answer.status_code == 303
    assert _drafts(app) == [("On rivers", "submitted", "li@example.org")]
    assert "Handed in on" in client.get(path).text


def test_whoever_owns_the_mailbox_goes_on_alone(client, app):
    path = _begin(client, app)
    mailed, phone = _mailed(app), app.test_client()
    assert _change(client, path).status_code == 303
    # Looking changes nothing: a mail scanner opens links, too.
    phone.get(mailed)
    assert client.get(path).status_code == 200
    assert _change(phone, mailed, body="The owner's words.").status_code == 303
    for rest in ("", "/preview", "/submit", "/saved"):
        answer = client.get(f"{path}{rest}")
        assert answer.status_code == 410, rest
        assert "The owner" not in answer.text
    assert _press(client, path, title="Mine").status_code == 410
    assert "Not yours?" not in phone.get(mailed).text


def test_the_way_of_the_browser_ends_after_a_fortnight(client, app, clock):
    path = _begin(client, app)
    clock.shift(14 * 24 * 3600)
    assert client.get(path).status_code == 200
    clock.shift(24 * 3600 + 60)
    assert client.get(path).status_code == 404
    assert app.test_client().get(_mailed(app)).status_code == 200


def test_who_gets_a_strangers_draft_deletes_it(client, app):
    path = _begin(client, app)
    mailed, owner = _mailed(app), app.test_client()
    assert "Delete this draft?" in owner.get(f"{mailed}/withdraw").text
    assert _press(owner, f"{mailed}/withdraw").status_code == 303
    assert _drafts(app) == []
    assert owner.get(mailed).status_code == 404
    assert client.get(path).status_code in (404, 410)


@pytest.mark.checklist(53)
def test_a_known_address_opens_nothing_of_its_owner(client, app, writer):
    """Its own papers, sessions and profile stay with the owner, and the answers are alike."""
    maria = writer()
    secret = maria.draft(title="Marias secret")
    known = _begin(client, app, email="MARIA@example.org", name="Eve")
    unknown = _begin(client, app, email="nobody@example.org", name="Eve")
    token = known.split("/")[2]
    for path in (f"/my/{token}", f"/my/{token}/profile", f"/my/{token}/papers/new"):
        assert client.get(path).status_code == 404
    assert client.get(f"/my/{token}/papers/{secret}").status_code == 404
    assert client.get(f"/my/{token}/papers/{secret}/submit").status_code == 404
    for rest in ("", "/saved", "/submit", "/preview", "/withdraw"):
        one, other = (client.get(f"{path}{rest}").text for path in (known, unknown))
        for path, mail in ((known, "MARIA@example.org"), (unknown, "nobody@example.org")):
            for word in (*path.split("/")[2::2], mail, mail.lower()):
                one, other = one.replace(word, "…"), other.replace(word, "…")
        plain = [re.sub(r'(csrf_token|key)"[^>]*>', "", page) for page in (one, other)]
        assert plain[0] == plain[1], rest
        assert "Marias" not in one
    # The owner finds it among the own papers, and hears of it.
    assert "On rivers" in maria.client.get(f"/my/{maria.token}").text
    assert [address for address, _text in _mails(app)] == [
        "maria@example.org",
        "nobody@example.org",
    ]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_mail_carries_no_word_that_was_typed(client, app):
    path = _begin(
        client, app, name="Buy at evil.example", title="Win http://evil.example", body="x"
    )
    _press(client, f"{path}/submit", after="0")
    # By now there is a profile of that name, which the same hand has made.
    again = app.test_client()
    _begin(again, app, name="Buy at evil.example", title="Win http://evil.example")
    form = {"name": "Buy at evil.example", "email": "li@example.org"}
    again.post("/call", data=form | {"form_time": _form_time(app)})
    kinds = ("papers/mail/begun", "papers/mail/received", "papers/mail/link")
    mails = [mail for kind in kinds for mail in _mails(app, kind)]
    assert [address for address, _text in mails] == ["li@example.org"] * 4
    assert not any("evil" in text for _address, text in mails)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_mailbox_is_not_filled_and_the_draft_is_kept_all_the_same(client, app, clock):
    for number in range(8):
        _begin(client, app, title=f"Paper {number}")
        clock.shift(150)
    assert len(_mails(app)) == 3
    assert len(_drafts(app)) == 8
    # The link that came before leads to the last draft as well.
    page = app.test_client().get(_mailed(app).partition("/papers/")[0])
    assert "Paper 7" in page.text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_too_many_drafts_wait_and_nothing_typed_is_lost(client, app, clock, monkeypatch):
    monkeypatch.setattr(starting, "_BURST", 12)
    answers = [_send(client, app, title=f"Paper {number}") for number in range(11)]
    assert [one.status_code for one in answers] == [303] * 10 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert 'value="Paper 10"' in answers[-1].text
    # Other mail addresses have limits of their own, and all of them that of the place.
    for number, status in enumerate((303, 429)):
        assert _send(client, app, email=f"b{number}@example.org").status_code == status
    clock.shift(60)
    assert _send(client, app, email="b1@example.org").status_code == 303
    assert len(_drafts(app)) == 12


def test_sent_twice_by_one_browser_it_is_one_draft(client, app):
    key = "0123456789abcdef0123456789abcdef"
    first, second = _begin(client, app, key=key), _begin(client, app, key=key)
    assert first == second
    assert len(_drafts(app)) == len(_mails(app)) == 1
    # Changed after the way back it is another, so that no word is lost.
    assert _begin(client, app, key=key, title="On lakes") != first
    # A key that could be guessed joins nobody to somebody's draft.
    assert _begin(client, app, key="a") != _begin(client, app, key="a")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_program_gets_a_receipt_and_makes_nothing(client, app):
    assert _send(client, app, website_address="https://spam.example").status_code == 303
    assert _drafts(app) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_name_alone_leads_to_nobodys_profile(client, app):
    from webinar.core.db import db
    from webinar.papers.models import PaperAuthor

    with app.app_context():
        programme.a_speaker("Maria Nowak", email="maria@example.org")
    _begin(client, app, email="eve@example.org", name="Maria Nowak")
    _begin(client, app, email="maria@example.org", name="Eve")
    with app.app_context():
        people = db.session.query(PaperAuthor).order_by(PaperAuthor.id).all()
        emails = [one.speaker.email if one.speaker else None for one in people]
    assert emails == ["eve@example.org", None]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_profile_stays_as_it_is_whatever_was_typed(client, app):
    with app.app_context():
        made = programme.a_speaker("Maria Nowak", email="maria@example.org").public_id
    _begin(client, app, email="maria@example.org", name="Eve", affiliation="Evil Inc.")
    with app.app_context():
        from webinar.speakers.queries import speaker_by_id

        found = speaker_by_id(made)
        assert (found.name, found.affiliation) == ("Maria Nowak", "")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("token", ["nonsense", "a" * 26 + "." + "b" * 26])
def test_strangers_find_nothing(client, token):
    assert client.get(f"/drafts/{token}").status_code == 404
