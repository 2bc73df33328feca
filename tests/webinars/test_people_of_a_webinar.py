"""Who helps with one webinar: added by mail or name, changed, removed, gone by themselves."""

import re
from typing import Any

import pytest

from tests.support import people
from tests.support.two_webinars import two_sides
from tests.support.world import BY, World


@pytest.fixture
def webinar(app: Any) -> str:
    with app.app_context():
        return str(World(app).new_webinar("Mosses of the north").public_id)


@pytest.fixture
def page(webinar: str) -> str:
    return f"/organize/webinars/{webinar}/people"


def roles_of(app: Any, email: str) -> list[str]:
    from webinar.accounts.models import Account
    from webinar.core.db import db
    from webinar.webinars.models import WebinarRole

    with app.app_context():
        found = db.select(WebinarRole.role).join(Account).where(Account.email == email)
        return sorted(db.session.scalars(found))


def account_of(app: Any, email: str) -> Any:
    from webinar.accounts.queries import account_by_email

    with app.app_context():
        return account_by_email(email)


def undo_of(text: str) -> tuple[str, dict[str, list[str]]]:
    """Address and fields of the notice's Undo."""
    form = re.search(r'with-undo.*?action="([^"]+)"(.*?)</form>', text, re.DOTALL)
    assert form is not None
    return form[1], {"entry": re.findall(r'name="entry" value="([^"]+)"', form[2])}


def test_somebody_without_an_account_is_invited_and_gets_in_by_accepting(
    app: Any, webinar: str, page: str
) -> None:
    from webinar.accounts.invitations import INVITATION
    from webinar.accounts.operations import accept_invitation
    from webinar.core.db import db
    from webinar.core.links import PersonalLink

    site = people.organizer(app)
    assert "Nobody helps with this webinar yet" in site.get(page).text
    data = {"who": "Eve@Example.org", "roles": ["organizer", "reviewer"]}
    assert site.post(page, data=data).status_code == 303
    listed = site.get(page).text
    assert "eve@example.org" in listed
    assert "not accepted yet" in listed
    assert roles_of(app, "eve@example.org") == ["organizer", "reviewer"]
    assert account_of(app, "eve@example.org").site_roles == []
    with app.app_context():
        link = db.session.query(PersonalLink).filter_by(purpose=INVITATION).one()
        account = accept_invitation(
            link_id=link.public_id, name="Eve", password_hash="-", by=BY
        ).public_id
    browser = people.signed_in(app, account)
    desk = browser.get("/organize/").text
    assert "Mosses of the north" in desk
    assert browser.get(f"/organize/webinars/{webinar}/").status_code == 200
    assert browser.get("/organize/people/").status_code == 403


def test_undo_after_an_invitation_takes_the_role_back(app: Any, page: str) -> None:
    site = people.organizer(app)
    site.post(page, data={"who": "eve@example.org", "roles": ["moderator"]})
    address, fields = undo_of(site.get(page).text)
    assert site.post(address, data=fields).status_code == 303
    assert roles_of(app, "eve@example.org") == []


def test_an_invitation_that_waits_keeps_its_roles_of_the_site(app: Any, page: str) -> None:
    site = people.organizer(app)
    site.post("/organize/people/invite", data={"email": "eve@example.org", "roles": ["moderator"]})
    site.post(page, data={"who": "eve@example.org", "roles": ["reviewer"]})
    assert account_of(app, "eve@example.org").site_roles == ["moderator"]
    assert roles_of(app, "eve@example.org") == ["reviewer"]


def test_an_invitation_that_is_too_old_is_sent_again(app: Any, page: str, clock: Any) -> None:
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail

    def mails() -> int:
        with app.app_context():
            return int(db.session.scalar(db.select(db.func.count(OutgoingMail.id))))

    account = people.make_account(app)
    people.signed_in(app, account).post(page, data={"who": "eve@example.org", "roles": "reviewer"})
    people.signed_in(app, account).post(page, data={"who": "eve@example.org", "roles": "moderator"})
    assert mails() == 1, "the invitation that waits is good for both"
    clock.shift(8 * 24 * 3600)
    people.signed_in(app, account).post(page, data={"who": "eve@example.org", "roles": "organizer"})
    assert mails() == 2
    assert roles_of(app, "eve@example.org") == ["moderator", "organizer", "reviewer"]


def test_somebody_known_is_added_by_name_and_told_by_mail(app: Any, page: str) -> None:
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail

    people.make_account(app, roles=(), name="Nia Nobody", email="nia@example.org")
    site = people.organizer(app)
    assert site.post(page, data={"who": "nia nobody", "roles": ["reviewer"]}).status_code == 303
    assert roles_of(app, "nia@example.org") == ["reviewer"]
    with app.app_context():
        [mail] = db.session.scalars(db.select(OutgoingMail)).all()
        assert (mail.to_address, mail.kind) == ("nia@example.org", "webinars/mail/role")
        assert "Mosses of the north" in mail.subject
    address, fields = undo_of(site.get(page).text)
    assert site.post(address, data=fields).status_code == 303
    assert roles_of(app, "nia@example.org") == []


@pytest.mark.parametrize(
    "data",
    [
        {"who": "", "roles": ["reviewer"]},
        {"who": "Nobody at all", "roles": ["reviewer"]},
        {"who": "not@", "roles": ["reviewer"]},
        {"who": "eve@example.org"},
        {"who": "eve@example.org", "roles": ["emperor"]},
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_cannot_be_meant_is_said_beside_the_field(
    app: Any, page: str, data: dict[str, Any]
) -> None:
    answer = people.organizer(app).post(page, data=data)
    assert answer.status_code == 422
    assert data["who"] in answer.text
    assert account_of(app, "eve@example.org") is None


def test_roles_are_changed_and_taken_and_both_can_be_undone(
    app: Any, webinar: str, page: str
) -> None:
    browser = people.with_role(app, "organizer", webinar_id=webinar)
    nia = people.make_account(app, roles=(), name="Nia Nobody", email="nia@example.org")
    browser.post(page, data={"who": "nia@example.org", "roles": ["reviewer"]})
    assert browser.post(f"{page}/{nia}", data={"roles": ["moderator"]}).status_code == 303
    assert roles_of(app, "nia@example.org") == ["moderator"]
    refused = browser.post(f"{page}/{nia}", data={})
    assert (refused.status_code, "at least one role, or remove" in refused.text) == (422, True)
    assert roles_of(app, "nia@example.org") == ["moderator"], "removing is another button"
    browser.get(page)
    assert browser.post(f"{page}/{nia}/remove").status_code == 303
    assert roles_of(app, "nia@example.org") == []
    address, fields = undo_of(browser.get(page).text)
    assert browser.post(address, data=fields).status_code == 303
    assert roles_of(app, "nia@example.org") == ["moderator"]


def test_a_role_taken_ends_at_the_next_request(app: Any, webinar: str, page: str) -> None:
    browser = people.with_role(app, "reviewer", webinar_id=webinar, email="rev@example.org")
    assert browser.get("/organize/review/").status_code == 200
    account = account_of(app, "rev@example.org").public_id
    people.organizer(app).post(f"{page}/{account}/remove")
    assert browser.get("/organize/review/").status_code == 403


def test_people_leave_by_themselves(app: Any, webinar: str) -> None:
    browser = people.with_role(app, "moderator", webinar_id=webinar, email="mo@example.org")
    leave = f"/organize/webinars/{webinar}/leave"
    assert leave in browser.get("/organize/").text
    assert "Moderator" in browser.get(leave).text
    assert browser.post(leave).location == "/organize/"
    assert roles_of(app, "mo@example.org") == []
    assert "no role here yet" in browser.get("/organize/").text
    assert browser.get(leave).status_code == 404


def test_an_organizer_who_takes_the_own_role_lands_on_the_desk(
    app: Any, webinar: str, page: str
) -> None:
    browser = people.with_role(app, "organizer", webinar_id=webinar, email="o@example.org")
    account = account_of(app, "o@example.org").public_id
    answer = browser.post(f"{page}/{account}/remove")
    assert answer.location == "/organize/"
    assert browser.get(answer.location).status_code == 200
    assert browser.get(page).status_code == 403


@pytest.mark.parametrize(
    ("role", "words", "missing"),
    [
        (
            "organizer",
            ["webinars", "speakers", "papers", "calls", "reviews", "comments"],
            ["messages"],
        ),
        ("reviewer", ["reviews"], ["webinars", "papers", "calls", "comments", "messages"]),
        ("moderator", ["comments"], ["webinars", "papers", "reviews", "messages"]),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_desk_has_no_dead_link(
    app: Any, role: str, words: list[str], missing: list[str]
) -> None:
    """Every address on the pages that one can reach from the desk answers."""
    with app.app_context():
        mine, _theirs = two_sides(app)
    browser = people.with_role(app, role, webinar_id=mine.ids["webinar_id"])
    menu = browser.get("/organize/").text.split("<main")[0]
    for word in words:
        assert f'href="/organize/{word}/"' in menu
    for word in [*missing, "people", "journal", "site", "rooms", "categories", "mails", "news"]:
        assert f'href="/organize/{word}/"' not in menu
    seen, waiting = {"/organize/"}, ["/organize/"]
    while waiting:
        path = waiting.pop()
        answer = browser.get(path)
        assert answer.status_code < 400, path
        page = answer.text if answer.mimetype == "text/html" else ""
        found = re.findall(r'href="(/organize/[^"#]*)', page)
        for link in (one.replace("&amp;", "&") for one in found):
            if link not in seen and "profile" not in link:
                seen.add(link)
                waiting.append(link)


def test_the_page_of_people_tells_the_roles_in_single_webinars(
    app: Any, webinar: str, page: str
) -> None:
    people.with_role(app, "reviewer", webinar_id=webinar)
    text = people.organizer(app).get("/organize/people/").text
    assert f'Reviewer: <a href="{page}">Mosses of the north</a>' in text


def test_those_of_the_webinar_hear_of_its_papers_and_comments(app: Any, webinar: str) -> None:
    from webinar.accounts.models import Account
    from webinar.core.db import db
    from webinar.webinars.colleagues import people_to_tell_of
    from webinar.webinars.queries import webinar_number

    people.make_account(app)
    for role in ("organizer", "reviewer", "moderator"):
        people.with_role(app, role, webinar_id=webinar)
    with app.app_context():
        number = webinar_number(webinar)

        def told(about: str, where: int | None) -> list[str]:
            found: list[Account] = list(people_to_tell_of(about, where))
            return sorted(one.email.split("@")[0] for one in found)

        assert told("paper", number) == ["ada", "organizer"]
        assert told("comment", number) == ["ada", "moderator", "organizer"]
        assert told("comment", None) == ["ada"]
        other = World(app).new_webinar()
        assert told("comment", other.id) == ["ada"]
        assert db.session.scalar(db.select(db.func.count(Account.id))) == 4


@pytest.mark.parametrize("role", ["organizer", "reviewer", "moderator"])
def test_a_roles_scope_costs_one_statement(
    app: Any, webinar: str, statements: Any, role: str
) -> None:
    """Who asks, the roles, the list, the site, its pages: the same with one and with three."""
    lists = {
        # papers and authors, and the webinars of the filter
        "organizer": ("/organize/papers/", 9),
        "reviewer": ("/organize/review/", 5),
        "moderator": ("/organize/comments/", 6),
    }
    path, most = lists[role]
    browser = people.with_role(app, role, webinar_id=webinar)
    for _round in range(2):
        with statements(at_most=most):
            assert browser.get(path).status_code == 200
        with app.app_context():
            from webinar.webinars.operations import set_webinar_roles

            account = account_of(app, f"{role}@example.net").public_id
            for _more in range(2):
                set_webinar_roles(
                    webinar_id=World(app).new_webinar().public_id,
                    account_id=account,
                    roles=[role],
                    by=BY,
                )


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_roles_given_and_taken_stand_in_the_security_log(app: Any) -> None:
    from webinar.core.securitylog import is_watched

    for operation in ("add_to_webinar", "set_webinar_roles", "leave_webinar"):
        assert is_watched(f"webinars.{operation}")
    assert not is_watched("webinars.edit_webinar")
