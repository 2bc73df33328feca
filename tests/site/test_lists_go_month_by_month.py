"""Lists stand under one heading per month, in each webinar's own calendar."""

import re

from tests.support.programme import wall

HEADING = re.compile(r"<h[23][^>]*>(\w+ \d{4})</h[23]>")


def _around_the_end_of_april(make, year: int) -> None:
    """By instant: April, May (already in Tokyo), April (still in Honolulu), May."""
    for title, zone, starts, ends in (
        ("Early", "Europe/London", "04-30 12:00", "04-30 13:00"),
        ("East", "Asia/Tokyo", "05-01 08:00", "05-01 09:00"),
        ("West", "Pacific/Honolulu", "04-30 23:00", "04-30 23:30"),
        ("Late", "Europe/London", "05-02 12:00", "05-02 13:00"),
    ):
        times = {"starts": wall(f"{year}-{starts}"), "ends": wall(f"{year}-{ends}")}
        make.webinar(f"{title} {year}", timezone=zone, **times)


def _order(text: str) -> list[str]:
    return re.findall(r"(?:Early|East|West|Late)(?= \d{4}</a>)", text)


def test_what_is_coming_has_each_month_once(make, client):
    _around_the_end_of_april(make, 2026)
    for path in ("/webinars/", "/categories/history/"):
        text = client.get(path).text
        assert HEADING.findall(text) == ["April 2026", "May 2026"], path
        assert _order(text) == ["Early", "West", "East", "Late"], path


def test_what_is_over_too_and_leads_to_its_months(make, client, valid_html):
    _around_the_end_of_april(make, 2025)
    for path in ("/webinars/archive/", "/webinars/archive/2025/", "/categories/history/"):
        text = client.get(path).text
        assert HEADING.findall(text) == ["May 2025", "April 2025"], path
        assert _order(text) == ["Late", "East", "West", "Early"], path
    text = client.get("/webinars/archive/2025/").text
    valid_html(text)
    assert re.findall(r'href="#(.+?)">(\w+)', text)[-2:] == [
        ("month-2025-05", "May"),
        ("month-2025-04", "April"),
    ]
    for month in ("month-2025-05", "month-2025-04"):
        assert text.count(f'id="{month}"') == 1


def test_one_month_needs_no_way_to_it(make, client):
    make.webinar("Alone", days=-60)
    assert "#month-" not in client.get("/webinars/archive/").text
