"""Who is listed, who is only reachable, and what stands on the profile."""

import pytest

from tests.support.programme import ANNA, a_draft, a_session, a_speaker, a_webinar, speaks, wall
from webinar.speakers import queries
from webinar.webinars import operations
from webinar.webinars.scope import EVERYTHING


@pytest.fixture
def speaker(in_app):
    return a_speaker()


def test_nobody_sees_a_profile_without_a_talk_or_with_one_in_a_draft(speaker):
    assert queries.listed_speakers() == []
    speaks(a_session(a_draft()), speaker)
    assert queries.listed_speakers() == []
    assert queries.speaker_by_slug("maria-nowak") is None
    assert queries.talks_by_year(speaker) == []
    assert len(queries.talks_of(speaker, everything=True)) == 1


def test_an_unlisted_talk_makes_it_reachable_and_does_not_list_it(speaker):
    webinar = a_webinar()
    speaks(webinar.sessions[0], speaker)
    assert [one.name for one in queries.listed_speakers()] == ["Maria Nowak"]
    operations.unlist_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert queries.listed_speakers() == []
    assert queries.speaker_by_slug("maria-nowak").name == "Maria Nowak"
    assert queries.talks_by_year(speaker) == []


def test_talks_stand_under_the_year_of_the_webinars_own_clock(speaker):
    webinar = a_webinar(
        timezone="Asia/Shanghai",
        starts=wall("2027-01-01 02:00"),
        ends=wall("2027-01-01 03:00"),
    )
    speaks(webinar.sessions[0], speaker)
    early = a_webinar("Early", category_id=webinar.category.public_id)
    speaks(early.sessions[0], speaker, role="chair")
    years = queries.talks_by_year(speaker)
    assert [(year, [talk.role for talk in talks]) for year, talks in years] == [
        (2027, ["speaker"]),
        (2026, ["chair"]),
    ]


def test_what_is_coming_stands_first_and_soonest_first(speaker, client, clock):
    webinar = a_webinar()
    for title, hour in (("Late", "16:00"), ("Soon", "14:00")):
        starts = wall(f"2026-05-05 {hour}")
        speaks(a_session(webinar, title, starts=starts, ends=starts.replace(minute=30)), speaker)
    text = client.get("/speakers/maria-nowak/").text
    assert "Talks</h2>" not in text
    assert text.index("Coming</h2>") < text.index(">Soon<") < text.index(">Late<")
    assert text.index(">Late<") < text.index("webcal://localhost/feeds/speaker/maria-nowak.ics")
    clock.move_to("2026-05-05T14:00:00+00:00")
    text = client.get("/speakers/maria-nowak/").text
    assert text.index(">Late<") < text.index("Talks</h2>") < text.index(">Soon<")


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same(speaker, statements, number):
    webinar = a_webinar()
    for count in range(number):
        session = a_session(webinar, f"Talk {count}")
        speaks(session, speaker, a_speaker(f"Person {count}"))
    ids = [session.id for session in webinar.sessions]
    with statements(exactly=1):
        assert len(queries.listed_speakers()) == number + 1
    with statements(exactly=2):
        found = queries.speakers_of_sessions(ids)
        assert sum(len(people) for people in found.values()) == 2 * number
    with statements(exactly=1):
        assert len(queries.names_of_webinars([webinar.id])[webinar.id]) == number + 1
    speaker_now = queries.speaker_by_slug("maria-nowak")
    with statements(exactly=1):
        [(year, talks)] = queries.talks_by_year(speaker_now)
        assert (year, len(talks)) == (2026, number)
        assert {talk.webinar.title for talk in talks} == {"Spring seminar"}


@pytest.mark.parametrize("number", [0, 1, 3])
def test_sessions_without_a_speaker_are_counted_and_shown(speaker, clock, statements, number):
    webinar = a_webinar()
    speaks(webinar.sessions[0], speaker)
    a_session(webinar, "Coffee", kind="break")
    for count in range(number):
        a_session(webinar, f"Empty {count}")
    with statements(exactly=2):
        assert queries.count_sessions_without_speaker(EVERYTHING) == number
        found = queries.sessions_without_speaker(EVERYTHING)
        assert {session.webinar.title for session in found} <= {"Spring seminar"}
    assert [session.title for session in found] == [f"Empty {n}" for n in range(number)]
