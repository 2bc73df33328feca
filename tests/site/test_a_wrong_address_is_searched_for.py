"""The page for an address that leads nowhere offers what was perhaps meant, and never a draft."""

from typing import Any

import pytest


@pytest.fixture
def rivers(make: Any) -> Any:
    return make.webinar("Rivers and their banks")


@pytest.mark.parametrize(
    "path",
    [
        "/webinars/rivers-and-banks/",
        "/webinars/the-rivers/",
        "/rivers-and-their-banks",
        "/speakers/rivers/",
        "/webinars/rivers_and/their%20banks/",
    ],
)
def test_it_offers_what_has_the_words(client: Any, rivers: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Perhaps you meant" in answer.text
    assert f'href="/webinars/{rivers.slug}/"' in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/webinars/glaciers/",
        "/organize/rivers/",
        "/my/rivers",
        "/webinars/%22%25NEAR(/",
        "/x",
        "/ru/",
    ],
)
def test_it_offers_nothing_where_nothing_fits(client: Any, rivers: Any, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (302, 404)
    assert "Perhaps you meant" not in answer.text


def test_drafts_are_not_offered(client: Any, make: Any) -> None:
    make.webinar("Secret rivers", publish=False)
    assert "Secret" not in client.get("/webinars/secret-river/").text


def test_programs_get_plain_text(client: Any, rivers: Any) -> None:
    answer = client.get("/feeds/webinar/rivers.ics")
    assert answer.mimetype == "text/plain"
    assert "Perhaps" not in answer.text
