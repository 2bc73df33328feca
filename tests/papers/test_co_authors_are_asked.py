"""Co-authors are asked by mail: they confirm, correct, decline; nobody is spammed or removed."""

import re

import lxml.html
import pytest

from tests.support import people


def _mails(app):
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail, write

    with app.app_context():
        rows = db.session.query(OutgoingMail).filter_by(kind="papers/mail/coauthor")
        return [(one.to_address, one.subject, write(one)) for one in rows.order_by("id")]


def _link(app):
    return re.search(r"http://localhost(/coauthor/\S+)", _mails(app)[-1][2].text)[1]


def _invite(maria, paper_id, name="Ben Okri", email="ben@example.org"):
    data = {"name": name, "email": email}
    return maria.client.post(maria.path(f"{paper_id}/coauthors"), data=data)


def _answer(app, link, **fields):
    from webinar.core.limits import form_time

    with app.app_context():
        data = {"form_time": form_time()}
    client = app.test_client()
    headers = {"Sec-Fetch-Site": "same-origin"}
    return client, client.post(link, data=data | fields, headers=headers)


def _paper(paper_id):
    from webinar.papers.queries import paper_by_id

    return [(one.name, one.affiliation, one.orcid) for one in paper_by_id(paper_id).authors]


@pytest.fixture
def asked(writer, app):
    """Maria, and her draft with Ben, who was asked."""
    maria = writer()
    paper_id = maria.draft(authors=["Maria Nowak", "Ben Okri"], abstract="What flows.")
    assert _invite(maria, paper_id).status_code == 303
    return maria, paper_id


def test_the_mail_names_who_asks_and_the_page_shows_no_text(asked, app, valid_html):
    maria, paper_id = asked
    ((address, subject, mail),) = _mails(app)
    assert address == "ben@example.org"
    assert subject == "Are you an author of this paper?"
    for words in ("Maria Nowak names Ben Okri", "On rivers"):
        assert words in mail.text
        assert words in mail.html
    page = app.test_client().get(_link(app))
    valid_html(page.text)
    assert 'value="Ben Okri"' in page.text
    assert "What flows." in page.text
    assert "Rivers carry what we give them." not in page.text
    listed = maria.client.get(maria.path(f"{paper_id}/coauthors")).text
    valid_html(listed)
    assert "Asked, no answer yet" in listed
    assert "ben@example.org" in listed


def test_a_correction_of_a_draft_is_made_at_once(asked, app, stored):
    maria, paper_id = asked
    link, orcid = _link(app), "0000-0002-1694-233X"
    client, answer = _answer(
        app, link, name="Benjamin Okri", affiliation="Delta", orcid=f"https://orcid.org/{orcid}"
    )
    assert answer.status_code == 303
    assert "You confirmed that you are an author." in client.get(link).text
    assert stored(lambda: _paper(paper_id))[1] == ("Benjamin Okri", "Delta", orcid)
    page = maria.client.get(maria.path(paper_id)).text
    assert "Confirmed" in page
    # Whoever had the page open is asked before the correction is overwritten.
    seen = maria.save(paper_id, version="1")
    assert seen.status_code == 409


def test_of_a_paper_that_was_handed_in_it_waits(asked, app, stored):
    maria, paper_id = asked
    maria.submit(paper_id)
    _client, answer = _answer(app, _link(app), name="Ben Okri", affiliation="Delta")
    assert answer.status_code == 303
    assert stored(lambda: _paper(paper_id))[1] == ("Ben Okri", "", "")
    page = maria.client.get(maria.path(f"{paper_id}/coauthors")).text
    assert "Wants to be listed as:" in page
    step = re.search(r'action="([^"]+/take_over)"', page)[1]
    assert maria.client.post(step).status_code == 303
    assert stored(lambda: _paper(paper_id))[1] == ("Ben Okri", "Delta", "")
    assert "Wants to be listed" not in maria.client.get(maria.path(f"{paper_id}/coauthors")).text
    assert (
        "You changed it since you handed in version 1"
        in maria.client.get(maria.path(paper_id)).text
    )


def test_who_declines_is_marked_and_never_removed(asked, app, stored):
    maria, paper_id = asked
    link = _link(app)
    client, answer = _answer(app, link, name="", decline="1")
    assert answer.status_code == 303
    assert "You said that you are no author of it." in client.get(link).text
    assert [one[0] for one in stored(lambda: _paper(paper_id))] == ["Maria Nowak", "Ben Okri"]
    assert "Declined" in maria.client.get(maria.path(paper_id)).text
    desk = people.organizer(app)
    assert "Declined" in desk.get(f"/organize/papers/{paper_id}/coauthors").text
    assert "Declined" in desk.get(f"/organize/papers/{paper_id}/").text
    # The answer can be changed.
    _answer(app, link, name="Ben Okri")
    assert "You confirmed" in client.get(link).text


def test_looking_answers_nothing(asked, app):
    maria, paper_id = asked
    for _ in range(2):
        assert app.test_client().get(_link(app)).status_code == 200
    assert "Asked, no answer yet" in maria.client.get(maria.path(f"{paper_id}/coauthors")).text


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_never_more_addresses_than_the_call_allows(writer, app):
    from tests.papers.calling import a_call
    from webinar.core.db import transaction

    call, _slug = a_call(app, most_invitations=2)
    maria = writer()
    paper_id = maria.draft(authors=["Maria Nowak", "A", "B", "C"])
    with app.app_context(), transaction():
        from webinar.calls.queries import call_by_id
        from webinar.papers.queries import paper_by_id

        paper_by_id(paper_id).call = call_by_id(call)
    codes = [
        _invite(maria, paper_id, name, f"{name.lower()}@example.org").status_code
        for name in ("A", "B")
    ]
    assert codes == [303, 303]
    refused = _invite(maria, paper_id, "C", "c@example.org")
    assert refused.status_code == 422
    # Whoever takes the name off does not get the address back.
    maria.save(paper_id, authors=["Maria Nowak", "C"])
    assert _invite(maria, paper_id, "C", "c@example.org").status_code == 422
    assert len(_mails(app)) == 2


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_ten_without_a_call_and_three_mails_to_each(clock, asked, app):
    from webinar.papers.inviting import MOST_INVITATIONS

    maria, paper_id = asked
    assert MOST_INVITATIONS == 10
    page = maria.client.get(maria.path(f"{paper_id}/coauthors")).text
    assert "At most" not in page
    step = re.search(r'action="([^"]+/resend)"', page)[1]
    for _ in range(5):
        maria.client.post(step)
        # Too soon: the mailbox has it.
        maria.client.post(step)
        clock.shift(3700)
    assert [address for address, _s, _m in _mails(app)] == ["ben@example.org"] * 3


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_one_mailbox_and_one_sender_have_limits(writer, app):
    maria = writer()
    codes = []
    for number in range(6):
        names = ["Maria Nowak", *(f"P{number}{one}" for one in range(5))]
        paper_id = maria.draft(authors=names, title=f"Paper {number}")
        codes += [_invite(maria, paper_id, names[1], "victim@example.org").status_code]
        codes += [
            _invite(maria, paper_id, name, f"{name}@example.org").status_code for name in names[2:]
        ]
    assert 17 <= codes.count(303) <= 20
    assert sum(address == "victim@example.org" for address, _s, _m in _mails(app)) <= 3


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_one_press_ends_such_mails_whoever_sends_them(app, writer, valid_html):
    link = _link(app)
    # A mail server has neither a cookie nor the headers of a browser.
    press = {"List-Unsubscribe": "One-Click"}
    assert app.test_client().post(f"{link}/mails", data=press).status_code == 204
    other = writer("Eve Stone", "eve@example.org")
    theirs = other.draft(authors=["Eve Stone", "Ben Okri"])
    refused = _invite(other, theirs, email="BEN@example.org")
    assert refused.status_code == 422
    assert "wants no such mails" in refused.text
    page = app.test_client().get(link).text
    valid_html(page)
    assert "They may ask me again" in page
    assert app.test_client().get(f"{link}/mails").location == f"{link}#mails"
    app.test_client().post(f"{link}/mails", data={"state": "on"})
    assert _invite(other, theirs).status_code == 303
    assert len(_mails(app)) == 2


@pytest.mark.checklist(11)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_words_of_a_stranger_are_no_links_in_the_mail(writer, app):
    maria = writer(name='<a href="https://evil.example">Win</a> [now](http://evil.example)')
    name = "Dr. Www.Evil.Example/x"
    paper_id = maria.draft(
        title="Prize http://evil.example/claim ben@evil.example", authors=["M", name]
    )
    assert _invite(maria, paper_id, name).status_code == 303
    ((_to, subject, mail),) = _mails(app)
    assert "evil" not in subject.lower()
    for text in (mail.text, mail.html):
        assert not re.search(r"evil\.\w", text, re.IGNORECASE)
        assert "://evil" not in text
    links = set(lxml.html.fromstring(mail.html).xpath("//a/@href"))
    assert all(one.startswith("http://localhost") for one in links), links


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_browser_that_proved_no_address_sends_no_mail(client, app):
    from tests.papers.test_a_draft_begins_without_an_account import _begin, _press

    path = _begin(client, app)
    page = client.get(f"{path}/coauthors").text
    assert "by the link in your mail" in page
    answer = _press(client, f"{path}/coauthors", name="Li Qingsi", email="victim@example.org")
    assert answer.status_code == 403
    assert _mails(app) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_strangers_and_others_links_open_nothing(asked, app, writer):
    maria, paper_id = asked
    link = _link(app)
    eve = writer("Eve Stone", "eve@example.org")
    assert eve.client.get(eve.path(f"{paper_id}/coauthors")).status_code == 404
    assert _invite(eve, paper_id).status_code == 404
    token = link.removeprefix("/coauthor/")
    for path in (f"/my/{token}", f"/my/{token}/papers/{paper_id}", f"/drafts/{token}"):
        assert app.test_client().get(path).status_code == 404
    assert app.test_client().get(f"/coauthor/{maria.token}").status_code == 404
    assert app.test_client().get(link[:-1] + ("a" if link[-1] != "a" else "b")).status_code == 404
    from webinar.core.journal import SYSTEM
    from webinar.papers.operations import delete_paper

    with app.app_context():
        delete_paper(paper_id=paper_id, by=SYSTEM)
    gone = app.test_client().get(link)
    assert gone.status_code == 200
    assert "not here any more" in gone.text
    assert "What flows." not in gone.text


@pytest.mark.parametrize("purged", [False, True])
def test_no_such_mails_holds_whatever_becomes_of_the_paper(
    asked, app, writer, clock, valid_html, purged
):
    """Also for who presses only then: mails lie in mailboxes for years."""
    from webinar.core.db import db
    from webinar.core.journal import SYSTEM
    from webinar.core.links import PersonalLink
    from webinar.core.purge import purge_deleted
    from webinar.papers.inviting import COAUTHOR
    from webinar.papers.operations import delete_paper

    _maria, paper_id = asked
    link = _link(app)
    with app.app_context():
        delete_paper(paper_id=paper_id, by=SYSTEM)
    if purged:
        clock.shift(31 * 86400)
        with app.app_context():
            purge_deleted()
    press = {"List-Unsubscribe": "One-Click"}
    assert app.test_client().post(f"{link}/mails", data=press).status_code == 204
    page = app.test_client().get(link)
    assert page.status_code == 200
    valid_html(page.text)
    assert "They may ask me again" in page.text
    assert _answer(app, link, name="Ben Okri")[1].status_code == 410
    eve = writer("Eve Stone", "eve@example.org")
    theirs = eve.draft(authors=["Eve Stone", "Ben Okri"])
    assert _invite(eve, theirs, email="BEN@example.org").status_code == 422
    # What stays of the mailbox is a digest.
    with app.app_context():
        (kept,) = db.session.query(PersonalLink).filter_by(purpose=COAUTHOR)
        assert "ben" not in f"{kept.email} {kept.subject_id} {kept.details}".lower()
    app.test_client().post(f"{link}/mails", data={"state": "on"})
    assert _invite(eve, theirs).status_code == 303
