"""facts/security.md 34, 68, 69: wherever a request wants to lead, links and redirects stay here."""

import dataclasses
import itertools
import re
from typing import Any

import pytest

from tests.support import databases, people

#: where somebody would like to lead others, as browsers and programs read it
ELSEWHERE = (
    "https://evil.example/", "//evil.example", "///evil.example", "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example", "http:/evil.example", "/%5cevil.example", "/%2f%2fevil.example",
    "%2F%2Fevil.example", "//user:pw@evil.example", "javascript:alert(1)", "data:text/html,x",
    "/\tevil.example", "/\r\nSet-Cookie: a=b", "/%0d%0aX-Evil: 1", "//[", "/.//evil.example",
    "https://localhost.evil.example/", "https://localhost@evil.example/", "\x00//evil.example",
)  # fmt: skip


def leads_away(answer: Any) -> bool:
    """Whether the answer, or a form in it, goes on somewhere else."""
    place = answer.location or ""
    own = place in ("", "/") or re.match(r"/(?![/\\])", place) is not None
    # What a refused form held stands in it again, and is judged when it is sent.
    is_asked = answer.request.method == "GET"
    fields = re.findall(r'name="(?:next|back)"[^>]*value="([^"]*)"', answer.text) * is_asked
    return (
        not own
        or "evil" in place
        or "\n" in place
        or any("evil" in one or one.startswith(("//", "http", "\\")) for one in fields)
        or "X-Evil" in answer.headers
        or "a=b" in answer.headers.get("Set-Cookie", "")
    )


@pytest.mark.checklist(34)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_parameter_that_names_the_next_page(site: Any) -> None:
    """Signing in, being signed in, proving, a slow second step, undo, and the pages of errors."""
    from webinar.accounts import passwords

    with site.app_context():
        hashed = passwords.make_hash(people.PASSWORD)
    account = people.make_account(site, password_hash=hashed)
    right = {"email": "ada@example.org", "password": people.PASSWORD}
    wrong = []
    for target in ELSEWHERE:
        ada, guest = people.signed_in(site, account), site.test_client()
        guest.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        asked = {"next": target, "back": target, "url": target, "return": target}
        answers = {
            "signed in": ada.get("/sign-in", query_string=asked),
            "the form": guest.get("/sign-in", query_string=asked),
            "refused": guest.post("/sign-in", data={**right, **asked, "password": "wrong words"}),
            "second step": guest.post("/sign-in/second", data=asked),
            "passkey": guest.post("/sign-in/passkey", data=asked),
            "once more": ada.get("/organize/profile/prove", query_string=asked),
            "proved": ada.post("/organize/profile/prove", data={**right, **asked}),
            "undo": ada.post("/organize/journal/undo", data={**asked, "entries": "x"}),
            "closed": guest.get("/organize/", query_string=asked),
            "expired": guest.post("/organize/site/", data=asked),
            "missing": guest.get("/nowhere/", query_string=asked),
            "signs in": guest.post("/sign-in", data={**right, **asked}),
            "signs out": guest.post("/sign-out", data=asked),
        }
        wrong += [f"{name}: {target!r}" for name, one in answers.items() if leads_away(one)]
        assert answers["signs in"].status_code == 303
    # A closed page's own address may hold anything: it is a path of ours with a question.
    assert [one for one in wrong if not one.startswith("closed")] == []
    closed = site.test_client().get("/organize/?next=//evil.example").location
    assert closed.startswith("/sign-in?next=/organize/")


@pytest.mark.checklist(68)
def test_links_in_mails_come_from_the_setting(site: Any, guest: Any) -> None:
    """Whatever name a request is addressed to, and whatever a proxy's headers claim."""
    from webinar.core import jobs, limits
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail, write

    with site.app_context():
        signed = limits.form_time()
    claimed = ({"Host": "evil.example"}, {"X-Forwarded-Host": "evil.example"})
    forwarded = {"X-Forwarded-Proto": "https", "Forwarded": "host=evil.example;proto=https"}
    for number, headers in enumerate(claimed):
        form = {"form_time": signed, "name": "Lin", "email": f"l{number}@example.net"}
        answer = guest.post("/call", data=form, headers={**headers, **forwarded})
        assert answer.status_code == 303
        assert "evil" not in answer.location
    with site.app_context():
        jobs.run_due()
        mails = [write(mail) for mail in db.session.query(OutgoingMail)]
    assert len(mails) == len(claimed)
    for mail, text in itertools.product(mails, ("text", "html")):
        found = re.findall(r"https?://[^/\s\"<]+", getattr(mail, text))
        assert set(found) == {"http://localhost"}, text


@pytest.mark.checklist(69)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil", "["])
def test_no_other_name_is_answered(settings: Any, host: str) -> None:
    """As a running site does it; the test client's leave to use any name is taken away."""
    from webinar.app import create_app

    app = create_app(dataclasses.replace(settings, testing=False))
    answer = app.test_client().get("/sign-in", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text
    databases.close(app)
