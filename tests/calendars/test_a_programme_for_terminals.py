"""programme.txt: readable in 76 columns, wide characters counted as terminals show them."""

import re
from typing import Any

import pytest
import wcwidth

from tests.support import programme
from tests.support.programme import ANNA, wall


def lines(client: Any, slug: str) -> list[str]:
    answer = client.get(f"/webinars/{slug}/programme.txt", headers={"User-Agent": "curl/8.0"})
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.data.endswith(b"\n")
    assert b"\r" not in answer.data
    return answer.text.split("\n")


def test_what_it_says(site: Any, client: Any) -> None:
    from webinar.webinars import operations

    webinar = programme.a_published("Voices of a city", subtitle="On sound")
    hall = programme.a_room("Hall", place="1 Main Street", join_address="")
    one = programme.a_session(webinar, "Opening", room_id=hall.public_id, kind="keynote")
    late = programme.a_session(
        webinar, "Night", starts=wall("2026-05-05 23:30"), ends=wall("2026-05-06 00:30")
    )
    programme.speaks(one, programme.a_speaker("Maria Nowak", affiliation="UCL"))
    programme.speaks(late, programme.a_speaker("李明"), role="moderator")
    operations.cancel_session(session_id=late.public_id, reason="A storm", by=ANNA)
    assert lines(client, webinar.slug) == [
        "Voices of a city",
        "================",
        "On sound",
        "5 May 2026, 14:00–16:00, London time (UTC+1)",
        "http://localhost/webinars/voices-of-a-city/",
        "",
        "",
        "Tuesday 5 May 2026",
        "------------------",
        "",
        "14:00–15:00  Opening",
        "             Keynote · Hall",
        "             Maria Nowak (UCL)",
        "",
        "23:30–00:30  Cancelled: Night",
        "(next day)   Talk · Online",
        "             李明, Moderator",
        "             A storm",
        "",
        "More: http://localhost/webinars/voices-of-a-city/",
        "Calendar: http://localhost/feeds/webinar/voices-of-a-city.ics",
        "",
    ]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_line_is_too_wide(site: Any, client: Any) -> None:
    webinar = programme.a_published(
        "海洋与城市" * 30, slug="seas", description="Küsten und Häfen. " * 60 + "海洋" * 90
    )
    session = programme.a_session(webinar, "Donaudampfschifffahrt" * 12)
    programme.speaks(session, programme.a_speaker("한국어" * 40, affiliation="大学" * 40))
    found = lines(client, "seas")
    wide = [line for line in found if wcwidth.wcswidth(line) > 76 and "://" not in line]
    assert wide == []
    assert all(line == line.rstrip() for line in found)
    words = re.sub(r"\s", "", "".join(found))
    for text in ("海洋与城市" * 30, "Donaudampfschifffahrt" * 12, "한국어" * 40):
        assert text in words, "nothing is lost"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_without_sessions_and_without_a_feed(site: Any, client: Any) -> None:
    from webinar.webinars import operations

    webinar = programme.a_published("Voices", timezone="UTC")
    operations.unlist_webinar(webinar_id=webinar.public_id, by=ANNA)
    text = "\n".join(lines(client, "voices"))
    assert "There is no programme yet." in text
    assert "5 May 2026, 14:00–16:00, UTC\n" in text
    assert "Calendar:" not in text
