"""Personal links: genuine, for one purpose, revocable, never stored as an address."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from webinar.core import clock as time
from webinar.core import links
from webinar.core.db import transaction
from webinar.core.links import PersonalLink

PURPOSE = links.purpose("test-link", "/test/{token}")


def make(**values: Any) -> PersonalLink:
    with transaction():
        return links.make_link(PURPOSE, **values)


def test_a_genuine_token_opens_its_link(in_app: Any) -> None:
    link = make(subject_id="somebody")
    found = links.open_link(links.token(link), PURPOSE)
    assert found is not None
    assert found.subject_id == "somebody"
    assert links.address(link) == f"http://localhost/test/{links.token(link)}"


@pytest.mark.checklist(66)
@pytest.mark.parametrize("place", [0, 10, 26, 30, -1])
def test_one_wrong_letter_opens_nothing(in_app: Any, place: int) -> None:
    token = links.token(make())
    wrong = list(token)
    wrong[place] = "a" if token[place] != "a" else "b"
    assert links.open_link("".join(wrong), PURPOSE) is None


@pytest.mark.parametrize("token", ["", ".", "a.b", "é" * 26 + ".ü", "a" * 26 + "." + "x" * 9999])
def test_nonsense_opens_nothing(in_app: Any, token: str) -> None:
    assert links.open_link(token, PURPOSE) is None


@pytest.mark.checklist(66)
def test_a_link_is_good_for_one_purpose(in_app: Any) -> None:
    links.purpose("other-link", "/other/{token}")
    assert links.open_link(links.token(make()), "other-link") is None


@pytest.mark.checklist(66)
def test_revoked_used_and_expired_links_are_closed(in_app: Any, clock: Any) -> None:
    revoked, used, old = make(), make(), make(expires_at=time.now() + timedelta(hours=1))
    tokens = [links.token(link) for link in (revoked, used, old)]
    with transaction() as session:
        links.revoke(session.get_one(PersonalLink, revoked.id))
        session.get_one(PersonalLink, used.id).used_at = time.now()
    clock.shift(timedelta(hours=2))
    assert [links.open_link(token, PURPOSE) for token in tokens] == [None, None, None]


@pytest.mark.checklist(66)
def test_no_row_holds_the_address(in_app: Any) -> None:
    link = make(email="a@example.org")
    signature = links.token(link).split(".")[1]
    with transaction() as session:
        row = session.execute(sa.text("SELECT * FROM personal_link")).one()
    assert not any(signature in str(value) for value in row)
    assert signature not in links.masked(link)
