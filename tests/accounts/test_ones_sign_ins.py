"""Where one is signed in: the list, its ends, its lifetimes (facts/security.md, 55 to 58)."""

import re
from datetime import timedelta
from typing import Any

import pytest

from tests.accounts.factors import BASE, is_in, password, set_app_up
from tests.support import people

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Version/18.4 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def two(app: Any, hashed: str, clock: Any, browser: Any) -> tuple[Any, Any]:
    """Two browsers of one person."""
    people.make_account(app, password_hash=hashed)
    both = browser(), browser()
    for client, agent in zip(both, (FIREFOX, SAFARI), strict=True):
        client.environ_base["HTTP_USER_AGENT"] = agent
        assert password(client).status_code == 303
    return both


def ends(client: Any) -> list[str]:
    return re.findall(rf'action="({BASE}/sessions/[^"]+/end)"', client.get(f"{BASE}/").text)


def test_the_list_names_each_browser(two: tuple[Any, Any], valid_html: Any) -> None:
    page = two[0].get(f"{BASE}/").text
    assert "Firefox, Linux" in page
    assert "Safari, iPhone" in page
    assert page.count("This one") == 1
    valid_html(page)


@pytest.mark.checklist(58)
def test_one_is_ended_from_the_other(two: tuple[Any, Any]) -> None:
    here, there = two
    [path] = ends(here)
    assert here.post(path).status_code == 303
    assert is_in(here)
    assert not is_in(there)


def test_all_others_are_ended_at_once(two: tuple[Any, Any], browser: Any) -> None:
    here, there = two
    assert here.post(f"{BASE}/sessions/end-others").status_code == 303
    assert (is_in(here), is_in(there)) == (True, False)
    assert ends(here) == []


def test_nobody_ends_the_sign_ins_of_others(app: Any, two: tuple[Any, Any]) -> None:
    [path] = ends(two[0])
    people.stranger(app).post(path)
    assert is_in(two[1])


@pytest.mark.checklist(58)
def test_an_organizer_signs_somebody_out_everywhere(app: Any, two: tuple[Any, Any]) -> None:
    from webinar.accounts.queries import account_by_email

    with app.app_context():
        account = account_by_email("ada@example.org").public_id
    admin = people.organizer(app, email="grace@example.org")
    assert admin.post(f"/organize/people/{account}/sign-out").status_code == 303
    assert [is_in(client) for client in two] == [False, False]
    assert is_in(admin)


def test_last_seen_is_noted_every_few_minutes(two: tuple[Any, Any], clock: Any, app: Any) -> None:
    from webinar.accounts.models import AccountSession
    from webinar.core.db import db

    def seen() -> list[Any]:
        with app.app_context():
            rows = db.session.query(AccountSession).order_by(AccountSession.id)
            return [row.last_seen_at for row in rows]

    before = seen()
    clock.shift(timedelta(minutes=4))
    assert is_in(two[0])
    assert seen() == before
    clock.shift(timedelta(minutes=2))
    assert is_in(two[0])
    assert seen() == [before[0] + timedelta(minutes=6), before[1]]


@pytest.mark.checklist(56)
def test_a_sign_in_ends_when_nobody_uses_it_and_at_the_latest_after_two_weeks(
    two: tuple[Any, Any], clock: Any
) -> None:
    """facts/security.md, 56."""
    used, unused = two
    for _ in range(13):
        clock.shift(timedelta(days=1))
        assert is_in(used)
    assert not is_in(unused)
    clock.shift(timedelta(days=1, seconds=1))
    assert not is_in(used)


def test_a_colleague_takes_the_second_factor_away(
    app: Any, two: tuple[Any, Any], browser: Any, intentions: Any
) -> None:
    from webinar.accounts.queries import account_by_email
    from webinar.core import jobs
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail, write

    set_app_up(two[0])
    with app.app_context():
        account = account_by_email("ada@example.org").public_id
    assert two[0].post(f"/organize/people/{account}/reset-factors").status_code == 303
    assert password(browser()).status_code == 200, "nobody does so alone"
    admin = people.organizer(app, email="grace@example.org")
    assert f"/organize/people/{account}/reset-factors" in admin.get("/organize/people/").text
    assert admin.post(f"/organize/people/{account}/reset-factors").status_code == 303
    assert intentions()[-1] == "accounts.reset_factors"
    assert not is_in(two[0])
    assert password(browser()).status_code == 303
    with app.app_context():
        jobs.run_due()
        mail = db.session.query(OutgoingMail).one()
        assert mail.to_address == "ada@example.org"
        assert "Ada Organizer took your second factor away" in write(mail).text


def test_the_command_takes_the_second_factor_away(
    app: Any, settings: Any, cli: Any, two: tuple[Any, Any], browser: Any
) -> None:
    settings.data.mkdir(exist_ok=True)
    (settings.data / "secret").write_text(settings.secret)
    set_app_up(two[0])
    result = cli("user", "reset-factors", "ada@example.org")
    assert result.exit_code == 0, result.output
    assert password(browser()).status_code == 303
    assert cli("user", "reset-factors", "nobody@example.org").exit_code == 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Linux"),
        (SAFARI, "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("curl/8.0", ""),
        ("", ""),
    ],
)
def test_browsers_in_few_words(agent: str, words: str) -> None:
    from webinar.accounts.devices import device_words

    assert device_words(agent) == words
