"""What a subscriber asks of a feed in its address: days, alarm, language, past, zone, sessions."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.calendars.support import readers
from tests.calendars.support.lines import checked
from tests.calendars.support.many import LONG, many_sessions
from tests.support import programme
from tests.support.programme import ANNA, wall

SITE = "/feeds/site.ics"


@pytest.fixture
def school(site: Any) -> Any:
    """Three days with two sessions, and an evening that runs over midnight."""
    programme.a_webinar(
        "Night watch",
        new_category="Stars",
        starts=wall("2026-06-20 22:00"),
        ends=wall("2026-06-21 02:00"),
    )
    school = programme.a_draft(
        "Summer school",
        timezone="America/New_York",
        starts=wall("2026-05-05 20:00"),
        ends=wall("2026-05-07 21:00"),
        tags=["Sea"],
    )
    programme.a_session(
        school, "First", starts=wall("2026-05-05 20:00"), ends=wall("2026-05-05 21:00")
    )
    programme.a_session(
        school, "Last", starts=wall("2026-05-07 20:00"), ends=wall("2026-05-07 21:00")
    )
    from webinar.webinars import operations

    return operations.publish_webinar(webinar_id=school.public_id, by=ANNA)


def _get(client: Any, query: str, path: str = SITE) -> Any:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 200, answer.text
    return checked(answer.data, options=True)


def _titles(file: Any) -> list[str]:
    return [event.one("SUMMARY") for event in file.events]


@pytest.mark.parametrize(
    "query", ["lang=en", "days=no&sessions=yes", "alarm=no&zone=UTC", "sessions=yes&days=no"]
)
def test_the_usual_said_aloud_is_the_usual(query: str, school: Any, client: Any) -> None:
    plain, said = client.get(SITE), client.get(f"{SITE}?{query}")
    assert said.data == plain.data
    for name in ("ETag", "Last-Modified", "Cache-Control"):
        assert said.headers[name] == plain.headers[name]
    webinar = "/feeds/webinar/summer-school.ics"
    # Nothing is too old for this feed anyway.
    assert client.get(f"{webinar}?past=all").headers["ETag"] == client.get(webinar).headers["ETag"]


def test_order_does_not_matter_and_a_poll_is_answered_by_304(school: Any, client: Any) -> None:
    one = client.get(f"{SITE}?alarm=15&zone=Europe/Paris&days=yes")
    other = client.get(f"{SITE}?days=yes&alarm=15&zone=Europe%2FParis")
    assert one.data == other.data
    assert one.headers["ETag"] == other.headers["ETag"] != client.get(SITE).headers["ETag"]
    for known in (
        {"If-None-Match": one.headers["ETag"]},
        {"If-Modified-Since": one.headers["Last-Modified"]},
    ):
        again = client.get(f"{SITE}?alarm=15&days=yes&zone=Europe/Paris", headers=known)
        assert (again.status_code, again.data) == (304, b"")
    coded = client.get(
        f"{SITE}?alarm=15&zone=Europe/Paris&days=yes", headers={"Accept-Encoding": "gzip"}
    )
    assert coded.headers["Content-Encoding"] == "gzip"
    assert coded.headers["ETag"] != one.headers["ETag"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("colour=red", "colour"),
        ("utm_source=x", "utm_source"),
        ("tz=Europe/Paris", "tz"),
        ("days=true", "yes or no"),
        ("alarm=-5", "0 to 10080"),
        ("alarm=015", "015"),
        ("alarm=10081", "10080"),
        ("alarm=²", "alarm"),
        ("alarm=", "alarm"),
        ("lang=xx", "ar, de, en"),
        ("past=some", "all or none"),
        ("zone=Mars/Olympus", "Europe/Paris"),
        ("zone=../../etc/passwd", "zone"),
        ("zone=localtime", "zone"),
        ("sessions=0", "sessions"),
        ("alarm=5&alarm=5", "twice"),
        (f"{'x' * 5000}=1", "xxx"),
        ("a%0d%0ab%00=1", "option"),
    ],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_no_option(query: str, words: str, school: Any, client: Any) -> None:
    for path in (SITE, "/feeds/category/history.ics"):
        answer = client.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert words in answer.text
        assert answer.text.count("\n") == 1
        assert len(answer.text) < 400


def test_bars_over_whole_days(school: Any, client: Any) -> None:
    file = _get(client, "days=yes")
    assert _titles(file) == ["First", "Summer school", "Last", "Opening talk"]
    bar = file.events[1]
    # 20:00 in New York is the next day in UTC: the day of its own zone counts.
    for name, day in (("DTSTART", "20260505"), ("DTEND", "20260508")):
        (line,) = bar.all(name)
        assert (line.raw, line.parameters) == (day, {"VALUE": ["DATE"]})
    alone = _get(client, "days=yes&sessions=no")
    assert _titles(alone) == ["Summer school", "Night watch"]
    assert alone.events[0].raw == bar.raw
    # An evening over midnight is no day of its own.
    assert alone.events[1].instant("DTSTART") == datetime(2026, 6, 20, 21, tzinfo=UTC)


def test_whole_webinars_instead_of_sessions(school: Any, client: Any) -> None:
    maria = programme.a_speaker("Maria Nowak")
    programme.speaks(school.sessions[0], maria)
    for path, wanted in (
        (SITE, ["Summer school", "Night watch"]),
        ("/feeds/category/history.ics", ["Summer school"]),
        ("/feeds/tag/sea.ics", ["Summer school"]),
        ("/feeds/webinar/summer-school.ics", ["Summer school"]),
        ("/feeds/speaker/maria-nowak.ics", ["Summer school"]),
    ):
        assert _titles(_get(client, "sessions=no", path)) == wanted, path


def test_alarms(school: Any, client: Any) -> None:
    from webinar.webinars import operations

    last = next(one for one in school.sessions if one.title == "Last")
    operations.cancel_session(session_id=last.public_id, reason="Storm", by=ANNA)
    file = _get(client, "alarm=15&days=yes")
    found = {}
    for event in file.events:
        for alarm in event.alarms:
            assert alarm.one("ACTION") == "DISPLAY"
            assert alarm.one("DESCRIPTION") == event.one("SUMMARY")
            assert alarm.uid == f"alarm-15-{event.uid}"
            found[event.one("SUMMARY")] = alarm.one("TRIGGER")
    # What is cancelled does not ring, nor does a bar beside its sessions.
    assert found == {"First": "-PT15M", "Opening talk": "-PT15M"}
    # A bar alone rings before it really starts, not before midnight.
    (bar, _night) = _get(client, "alarm=15&days=yes&sessions=no").events
    assert bar.alarms[0].one("TRIGGER") == "20260505T234500Z"
    assert _get(client, "alarm=0").events[0].alarms[0].one("TRIGGER") == "PT0S"
    assert b"VALARM" not in client.get(SITE).data


def test_one_zone(school: Any, client: Any) -> None:
    twice = programme.a_draft(
        "Clocks go back",
        new_category="Clocks",
        timezone="UTC",
        starts=wall("2026-10-25 00:30"),
        ends=wall("2026-10-25 02:30"),
    )
    programme.a_session(
        twice, "Once", starts=wall("2026-10-25 00:30"), ends=wall("2026-10-25 00:50")
    )
    programme.a_session(
        twice, "Again", starts=wall("2026-10-25 01:30"), ends=wall("2026-10-25 02:30")
    )
    from webinar.webinars import operations

    operations.publish_webinar(webinar_id=twice.public_id, by=ANNA)
    plain, answer = client.get(SITE).data, client.get(f"{SITE}?zone=Europe/Paris").data
    file = checked(answer)
    assert file.zones == ["Europe/Paris"]
    shown = {event.one("SUMMARY"): event.all("DTSTART")[0] for event in file.events}
    assert shown["First"].parameters == {"TZID": ["Europe/Paris"]}
    assert shown["First"].raw == "20260506T020000"
    # 02:30 comes twice; readers do not agree which of them is meant.
    assert shown["Once"].raw == "20261025T003000Z"
    assert shown["Again"].raw == "20261025T013000Z"
    for name, read in readers.READERS.items():
        # libical gives wall times as they are written.
        if name != "libical":
            assert read(answer) == read(plain)
    assert readers.libical(answer).keys() == readers.libical(plain).keys()


@pytest.mark.parametrize("language", ["ar", "de", "es", "fr", "it", "nl", "pl", "pt"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_other_languages(language: str, school: Any, client: Any) -> None:
    from webinar.calendars.words import catalogue
    from webinar.webinars import operations

    programme.speaks(school.sessions[0], programme.a_speaker("Maria Nowak"), role="chair")
    operations.cancel_session(session_id=school.sessions[1].public_id, reason="Storm", by=ANNA)
    plain, told = client.get(SITE), client.get(f"{SITE}?lang={language}")
    words = catalogue(language)
    said = {event.uid: event for event in checked(told.data).events}
    for event in checked(plain.data).events:
        other = said[event.uid]
        changed = {
            line.name for line in event.lines if line not in other.lines and line.name != "SUMMARY"
        }
        assert changed <= {"DESCRIPTION", "CONFERENCE"}
        assert other.all("CONFERENCE")[0].parameters["LABEL"] == [words["Join online"]]
    text = "\n".join(one.one("SUMMARY") + "\n" + one.one("DESCRIPTION") for one in said.values())
    assert words["Cancelled: %(title)s"] % {"title": "Last"} in text
    assert words["%(name)s, chair"] % {"name": "Maria Nowak"} in text
    assert words["Part of: %(title)s"] % {"title": "Summer school"} in text
    # Asked again after an edit, it says the new title, not what was kept.
    session = next(one for one in school.sessions if one.title == "First")
    operations.edit_session(
        session_id=session.public_id,
        title="Renamed",
        starts=session.starts_wall,
        ends=session.ends_wall,
        by=ANNA,
    )
    assert "Renamed" in _titles(checked(client.get(f"{SITE}?lang={language}").data))


def test_every_word_of_calendars_is_translated() -> None:
    import ast
    from pathlib import Path

    import webinar.calendars.words as module
    from webinar.calendars.words import LANGUAGES, catalogue

    folder = Path(module.__file__).parent
    wanted = set()
    for file in folder.glob("*.py"):
        source = file.read_text()
        if "webinar.calendars.words import gettext" not in source:
            continue
        for call in ast.walk(ast.parse(source)):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "gettext":
                wanted.add(ast.literal_eval(call.args[0]))
    assert len(wanted) > 20
    for language in LANGUAGES:
        if language == "en":
            continue
        found = catalogue(language)
        assert set(found) == wanted, language
        for message, translation in found.items():
            holes = re.compile(r"%\(\w+\)s").findall
            assert sorted(holes(translation)) == sorted(holes(message)), translation


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_any_text_survives_every_option(site: Any, client: Any) -> None:
    nasty = "a\\nb; c, \\N “ü” 海🌊" + LONG[:600] + "\u202eDTSTART:x"
    webinar = programme.a_published(
        "W" + nasty[:290], starts=wall("2026-05-05 09:00"), ends=wall("2026-05-07 17:00")
    )
    programme.a_session(webinar, nasty[:290], abstract=nasty)
    plain = {event.uid: event for event in checked(client.get(SITE).data).events}
    for query in ("lang=de", "alarm=5", "zone=Asia/Kathmandu", "days=yes&alarm=7&lang=ar"):
        answer = client.get(f"{SITE}?{query}").data
        for event in checked(answer, options=True).events:
            if event.uid in plain:
                assert event.one("SUMMARY") == plain[event.uid].one("SUMMARY")
        if "days" not in query:
            plain_file = client.get(SITE).data
            for name, read in readers.READERS.items():
                found, wanted = read(answer), read(plain_file)
                if name == "libical" and "zone" in query:
                    assert found.keys() == wanted.keys()
                elif "lang" not in query:
                    assert found == wanted


def test_only_what_is_to_come_or_all_of_it(site: Any, client: Any, clock: Any) -> None:
    from webinar.calendars import operations as calendars

    now = datetime(2026, 3, 10, 9, tzinfo=UTC)
    webinar = programme.a_published("All", starts=wall("2024-01-01 09:00"), ends=wall("2024-12-31"))
    for title, days in (("Old", -500), ("Spring", -10), ("Today", 0), ("Next", 1)):
        at = (now + timedelta(days=days)).replace(tzinfo=None)
        programme.a_session(webinar, title, starts=at, ends=at + timedelta(hours=1))
    assert _titles(_get(client, "past=all")) == ["Old", "Spring", "Today", "Next"]
    assert _titles(checked(client.get(SITE).data)) == ["Spring", "Today", "Next"]
    before = client.get(f"{SITE}?past=none")
    assert _titles(checked(before.data)) == ["Today", "Next"]
    clock.shift(timedelta(days=1))
    calendars.move_day()
    after = client.get(
        f"{SITE}?past=none", headers={"If-Modified-Since": before.headers["Last-Modified"]}
    )
    assert _titles(checked(after.data)) == ["Next"]


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nothing_bursts_900_kilobytes(site: Any, client: Any) -> None:
    from webinar.core import jobs

    webinar = programme.a_webinar("Endless conference")
    many_sessions(webinar, 1500)
    jobs.run_due()
    for path in (SITE, "/feeds/webinar/endless-conference.ics"):
        for query in ("alarm=30&zone=Europe/Paris", "lang=pl&alarm=1440&past=all"):
            data = client.get(f"{path}?{query}").data
            file = checked(data, options=True)
            assert 700_000 < len(data) <= 900_000
            assert len(file.events) <= 1000 or "webinar" in path
            # The newest are kept.
            assert _titles(file)[-1] == "Talk 1499"


@pytest.mark.parametrize("rows", [1, 3])
def test_statements(rows: int, site: Any, client: Any, statements: Any) -> None:
    webinar = programme.a_webinar()
    for number in range(1, rows):
        programme.a_session(webinar, f"Talk {number}")
    # The site's row is read once in the context of a test.
    client.get(f"{SITE}?alarm=1")
    for query, whole, category in (("alarm=5&zone=Europe/Paris&days=yes", 4, 4), ("lang=de", 3, 4)):
        with statements(exactly=whole):
            assert client.get(f"{SITE}?{query}").status_code == 200
        with statements(exactly=category):
            assert client.get(f"/feeds/category/history.ics?{query}").status_code == 200
