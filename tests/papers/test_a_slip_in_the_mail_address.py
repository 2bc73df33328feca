"""The mail never comes: the address is corrected on the receipt, and no word is lost or shown."""

import re
from typing import Any

import pytest

from tests.papers.conftest import a_file
from tests.papers.test_a_draft_begins_without_an_account import (
    _begin,
    _change,
    _drafts,
    _mailed,
    _mails,
    _press,
)

SLIP = "li@exmaple.org"


@pytest.fixture(autouse=True)
def _browser(client: Any) -> None:
    """As browsers say where a form comes from, with and without a session."""
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"


def _people(app: Any) -> list[str]:
    from webinar.core.db import db
    from webinar.speakers.models import Speaker

    with app.app_context():
        return [one.email for one in db.session.query(Speaker).order_by(Speaker.id)]


def _correct(client: Any, path: str, email: str) -> Any:
    return _press(client, f"{path}/saved", email=email)


def test_the_link_goes_to_the_corrected_address(client, app, valid_html):
    path = _begin(client, app, email=SLIP, body="Mine.", files=a_file(b"Words\n", "rivers.txt"))
    wrong = _mailed(app)
    page = client.get(f"{path}/saved")
    assert "No mail yet?" in page.text
    assert f'value="{SLIP}"' in page.text
    valid_html(page.text)
    answer = _correct(client, path, "li@example.org")
    assert (answer.status_code, answer.location) == (303, f"{path}/saved")
    page = client.get(answer.location).text
    assert "The link is on its way to li@example.org." in page
    assert "We mailed your link to li@example.org." in page
    assert [to for to, _text in _mails(app)] == [SLIP, "li@example.org"]
    assert _drafts(app) == [("On rivers", "draft", "li@example.org")]
    # Everything is there, in this browser and behind the new link; behind the first, nothing.
    owner = app.test_client().get(_mailed(app))
    for shown in (client.get(path), owner):
        assert "Mine." in shown.text
        assert "rivers.txt" in shown.text
    assert app.test_client().get(wrong).status_code == 404
    assert app.test_client().get(wrong.partition("/papers/")[0]).status_code == 404
    assert _people(app) == ["li@example.org"]


def test_the_author_leads_to_the_corrected_profile(client, app):
    from webinar.core.db import db
    from webinar.papers.models import PaperAuthor

    path = _begin(client, app, email=SLIP)
    _correct(client, path, "li@example.org")
    with app.app_context():
        author = db.session.query(PaperAuthor).one()
        assert (author.name, author.speaker.email) == ("Li Qingsi", "li@example.org")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_it_is_the_same_whether_the_address_is_known(client, app, writer):
    maria = writer()
    secret = maria.draft(title="Marias secret")
    pages = []
    for number, email in enumerate(("maria@example.org", "nobody@example.org")):
        path = _begin(client, app, email=f"slip{number}@example.org", name="Eve")
        assert _correct(client, path, email).status_code == 303
        page = client.get(f"{path}/saved").text
        for word in (*path.split("/")[2::2], email):
            page = page.replace(word, "…")
        pages.append(re.sub(r'csrf_token"[^>]*>', "", page))
        assert client.get(f"/my/{path.split('/')[2]}/papers/{secret}").status_code == 404
    assert pages[0] == pages[1]
    # A profile that was there before stays when the address is corrected away from it.
    _correct(client, path, "maria@example.org")
    _correct(client, path, "other@example.org")
    assert "maria@example.org" in _people(app)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_went_on_with_it_keeps_it(client, app):
    path = _begin(client, app)
    mailed = _mailed(app)
    assert _change(app.test_client(), mailed, body="Mine.").status_code == 303
    assert _correct(client, path, "eve@example.org").status_code == 410
    # The owner has no such form, and nobody else a way to it.
    assert _press(app.test_client(), f"{mailed}/saved", email="eve@example.org").status_code == 404
    assert _drafts(app) == [("On rivers", "draft", "li@example.org")]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_same_address_gets_the_mail_again_and_not_too_often(client, app, clock):
    path = _begin(client, app)
    clock.shift(150)
    assert _correct(client, path, "LI@example.org").status_code == 303
    assert len(_mails(app)) == 2
    answers = []
    for number in range(6):
        clock.shift(150)
        answers.append(_correct(client, path, f"victim{number}@example.org"))
    assert [one.status_code for one in answers] == [303] * 4 + [429] * 2
    assert int(answers[-1].headers["Retry-After"]) > 0
    # Profiles that slips made do not pile up.
    assert _people(app) == ["victim3@example.org"]
    wrong = _correct(client, path, "li at example")
    assert wrong.status_code == 422
    assert "does not look like a mail address" in wrong.text
