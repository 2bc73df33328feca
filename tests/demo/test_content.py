"""The example programme is complete, whole in itself, and true to its own times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations, pairwise
from zoneinfo import available_timezones

import pytest

from webinar.demo.content.kinds import Comment, Reply, Session, Webinar
from webinar.demo.content.people import REAL_PEOPLE
from webinar.demo.content.programme import PROGRAMME, paper_body
from webinar.demo.content.talks import NOTICE_ONLY

# Days of loading around both changes of the clocks, the turn of the year and a leap day.
LOADING_DAYS = [
    date(2026, 3, 7),
    date(2026, 3, 28),
    date(2026, 10, 24),
    date(2026, 10, 31),
    date(2026, 12, 31),
    date(2028, 2, 29),
]
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
FIXED = "the-case-against-nato"
MOVING = [webinar for webinar in PROGRAMME.webinars if webinar.key != FIXED]


def sessions() -> Iterator[tuple[Webinar, Session]]:
    """Every session with its webinar."""
    for webinar in PROGRAMME.webinars:
        for session in webinar.sessions:
            yield webinar, session


def thread(entry: Comment | Reply) -> Iterator[Comment | Reply]:
    """A comment and all replies below it."""
    yield entry
    for reply in entry.replies:
        yield from thread(reply)


def all_keys() -> dict[str, list[str]]:
    """The keys of each kind, in order, repeats included."""
    return {
        "category": [item.slug for item in PROGRAMME.categories],
        "room": [item.key for item in PROGRAMME.rooms],
        "speaker": [item.key for item in PROGRAMME.speakers],
        "webinar": [item.key for item in PROGRAMME.webinars],
        "session": [session.key for _, session in sessions()],
        "paper": [item.key for item in PROGRAMME.papers],
        "post": [item.slug for item in PROGRAMME.posts],
        "page": [item.slug for item in PROGRAMME.pages],
    }


def all_markdown() -> Iterator[tuple[str, str]]:
    """Every Markdown text with a name to find it by."""
    for paper in PROGRAMME.papers:
        yield paper.key, paper_body(paper)
    for webinar, session in sessions():
        yield f"{webinar.key}/{session.key}", session.abstract
    for webinar in PROGRAMME.webinars:
        yield webinar.key, webinar.description
    for speaker in PROGRAMME.speakers:
        yield speaker.key, speaker.biography
    for post in PROGRAMME.posts:
        yield post.slug, post.body
    for page in PROGRAMME.pages:
        yield page.slug, page.body


def test_the_promised_amounts_are_there() -> None:
    assert len(PROGRAMME.categories) == 4
    assert len(MOVING) == 12
    assert sum(len(webinar.sessions) for webinar in MOVING) == 40
    assert len([one for one in PROGRAMME.speakers if one.key not in REAL_PEOPLE]) == 25
    assert len([one for one in PROGRAMME.papers if one.key not in NOTICE_ONLY]) == 15
    assert len(PROGRAMME.posts) == 6
    assert {page.slug for page in PROGRAMME.pages} == {"imprint", "privacy", "about"}
    entries = [entry for comment in PROGRAMME.comments for entry in thread(comment)]
    assert len(entries) == 20
    assert len([entry for entry in entries if entry.waiting]) == 1


@pytest.mark.parametrize("kind", sorted(all_keys()))
def test_keys_are_unique_and_fit_an_address(kind: str) -> None:
    keys = all_keys()[kind]
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    assert [key for key in keys if not SLUG.fullmatch(key)] == []


def test_every_reference_leads_somewhere() -> None:
    keys = {kind: set(names) for kind, names in all_keys().items()}
    for webinar, session in sessions():
        assert webinar.category in keys["category"], webinar.key
        assert session.room is None or session.room in keys["room"], session.key
        assert {key for key, _ in session.speakers} <= keys["speaker"], session.key
    for paper in PROGRAMME.papers:
        assert paper.session in keys["session"], paper.key
        assert paper.authors, paper.key
        assert set(paper.authors) <= keys["speaker"], paper.key
    for comment in PROGRAMME.comments:
        kind, key = comment.on
        assert key in keys[kind], comment.on


def test_nobody_and_nothing_is_left_over() -> None:
    keys = all_keys()
    heard = {key for _, session in sessions() for key, _ in session.speakers}
    assert set(keys["speaker"]) == heard
    assert {webinar.category for webinar in PROGRAMME.webinars} == set(keys["category"])
    assert {session.room for _, session in sessions()} - {None} == set(keys["room"])


def test_a_first_author_speaks_in_the_session_of_the_paper() -> None:
    by_key = {session.key: session for _, session in sessions()}
    for paper in PROGRAMME.papers:
        assert paper.authors[0] in {key for key, _ in by_key[paper.session].speakers}, paper.key


def test_zones_are_known_and_varied() -> None:
    zones = {webinar.timezone for webinar in PROGRAMME.webinars}
    assert zones <= available_timezones()
    assert len(zones) >= 10


@pytest.mark.parametrize("today", LOADING_DAYS, ids=str)
def test_sessions_lie_in_order_inside_their_webinar(today: date) -> None:
    for webinar in PROGRAMME.webinars:
        opens, closes = (moment.astimezone(UTC) for moment in webinar.span(today))
        first = webinar.first_day(today)
        spans = [
            tuple(moment.astimezone(UTC) for moment in session.span(first, webinar.timezone))
            for session in webinar.sessions
        ]
        assert spans[0][0] == opens, webinar.key
        assert spans[-1][1] == closes, webinar.key
        for start, end in spans:
            assert opens <= start < end <= closes, webinar.key
            assert end - start <= timedelta(hours=2, minutes=30), webinar.key
        for (_, end), (start, _) in pairwise(spans):
            assert end <= start, webinar.key


@pytest.mark.parametrize("today", LOADING_DAYS, ids=str)
def test_no_speaker_and_no_room_is_used_twice_at_once(today: date) -> None:
    used: dict[str, list[tuple[datetime, datetime, str]]] = {}
    for webinar, session in sessions():
        start, end = session.span(webinar.first_day(today), webinar.timezone)
        names = [f"speaker {key}" for key, _ in session.speakers]
        for name in [*names, f"room {session.room}"] if session.room else names:
            used.setdefault(name, []).append(
                (start.astimezone(UTC), end.astimezone(UTC), session.key)
            )
    for name, spans in used.items():
        for (start, end, one), (other_start, other_end, other) in combinations(spans, 2):
            assert end <= other_start or other_end <= start, (name, one, other)


def test_half_is_past_half_is_ahead_and_one_is_next() -> None:
    offsets = [webinar.day_offset for webinar in MOVING]
    assert len([offset for offset in offsets if offset < 0]) == 6
    assert len([offset for offset in offsets if offset > 0]) == 6
    assert min(offset for offset in offsets if offset >= 0) <= 1


def test_the_special_cases_are_there_once() -> None:
    cancelled = [webinar for webinar in PROGRAMME.webinars if webinar.state == "cancelled"]
    assert len(cancelled) == 1
    assert {w.key for w in PROGRAMME.webinars if w.cancelled_reason} == {cancelled[0].key}
    assert len([w for w in PROGRAMME.webinars if w.state == "archived"]) == 1
    called_off = [(w, s) for w, s in sessions() if s.cancelled_reason]
    assert len(called_off) == 1
    assert called_off[0][0].state == "published"
    two_days = [w for w in PROGRAMME.webinars if any(s.day and s.end > s.start for s in w.sessions)]
    assert len(two_days) == 1
    past_midnight = [s for _, s in sessions() if s.end <= s.start]
    assert len(past_midnight) == 1
    assert past_midnight[0].end != "00:00"
    assert sum(bool(re.search(r"[\u0600-\u06ff]", w.title)) for w in MOVING) == 1
    assert sum(bool(re.search(r"[\u4e00-\u9fff]", w.title)) for w in MOVING) == 1


def test_breaks_have_no_speakers_and_all_else_has_some() -> None:
    assert any(session.kind == "break" for _, session in sessions())
    for _, session in sessions():
        assert (session.kind == "break") == (not session.speakers), session.key


def test_recordings_exist_only_of_what_is_past() -> None:
    for webinar, session in sessions():
        if webinar.fixed_day is None and webinar.day_offset >= 0:
            assert session.recording_url is None, session.key


def test_the_webinar_of_april_16_is_at_its_own_time_whenever_it_is_loaded() -> None:
    webinar = next(one for one in PROGRAMME.webinars if one.key == FIXED)
    assert webinar.title == "The Case Against NATO"
    assert len(webinar.sessions) == 1
    for today in LOADING_DAYS:
        start, end = webinar.span(today)
        assert start.astimezone(UTC) == datetime(2022, 4, 16, 13, 0, tzinfo=UTC)
        assert end.astimezone(UTC) == datetime(2022, 4, 16, 15, 30, tzinfo=UTC)


def test_its_paper_is_only_a_notice() -> None:
    (paper,) = [one for one in PROGRAMME.papers if one.key in NOTICE_ONLY]
    assert paper.abstract == ""
    assert "not included" in paper_body(paper)
    assert len(paper_body(paper).split()) < 30


@pytest.mark.parametrize(
    "key", [paper.key for paper in PROGRAMME.papers if paper.key not in NOTICE_ONLY]
)
def test_papers_have_real_length_and_structure(key: str) -> None:
    body = paper_body(next(paper for paper in PROGRAMME.papers if paper.key == key))
    assert 700 <= len(body.split()) <= 1500
    assert len(re.findall(r"^## ", body, re.MULTILINE)) >= 5
    assert re.search(r"^1\. ", body, re.MULTILINE)
    assert re.search(r"^- ", body, re.MULTILINE)
    marks = set(re.findall(r"\[\^(\w+)\](?!:)", body))
    assert marks == set(re.findall(r"^\[\^(\w+)\]:", body, re.MULTILINE))


def test_papers_together_show_tables_notes_and_quotations() -> None:
    bodies = [paper_body(paper) for paper in PROGRAMME.papers]
    assert sum("\n|---" in body for body in bodies) >= 10
    assert sum("\n[^1]:" in body for body in bodies) >= 10
    assert sum("\n> " in body for body in bodies) >= 4


def test_no_markdown_has_a_heading_above_level_two() -> None:
    for name, text in all_markdown():
        levels = [len(found) for found in re.findall(r"^(#+) ", text, re.MULTILINE)]
        assert 1 not in levels, name
        assert not re.search(r"^=+\s*$", text, re.MULTILINE), name
        assert not levels or levels[0] == 2, name
        for before, after in pairwise(levels):
            assert after <= before + 1, name


def test_addresses_are_examples_only() -> None:
    found: list[str] = [room.join_address for room in PROGRAMME.rooms]
    found += [address for speaker in PROGRAMME.speakers for _, address in speaker.links]
    for _, session in sessions():
        found += [url for url in (session.recording_url, session.slides_url) if url]
    for address in found:
        assert re.match(r"https://([a-z]+\.)?example\.org/", address), address


def test_comments_and_posts_are_never_from_the_future() -> None:
    assert all(post.day_offset <= 0 for post in PROGRAMME.posts)
    for comment in PROGRAMME.comments:
        for entry in thread(comment):
            assert entry.day_offset <= 0, entry.author_name
            for reply in entry.replies:
                assert reply.day_offset >= entry.day_offset, reply.author_name


def test_comments_follow_what_they_speak_of() -> None:
    begun = {("post", post.slug): post.day_offset for post in PROGRAMME.posts}
    held = {session.key: webinar.day_offset for webinar, session in sessions()}
    begun |= {("session", key): offset for key, offset in held.items()}
    begun |= {("paper", paper.key): held[paper.session] for paper in PROGRAMME.papers}
    for comment in PROGRAMME.comments:
        if comment.on in begun:
            assert comment.day_offset >= begun[comment.on], comment.on
