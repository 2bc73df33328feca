"""Content as far out as the forms allow: what a page must hold without breaking.

Used by `scripts/photograph` and by the browser tests that measure the pages.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.support import databases
from webinar.app import create_app
from webinar.core import clock
from webinar.core.clock import WallTime
from webinar.core.journal import SYSTEM
from webinar.papers import operations as papers
from webinar.papers.operations import Author
from webinar.posts import operations as posts
from webinar.running import prepare
from webinar.settings import Settings
from webinar.speakers import operations as speakers
from webinar.webinars import operations as webinars
from webinar.webinars.deadlines import Deadlines
from webinar.webinars.queries import rooms as webinar_rooms
from webinar.webinars.recurrence import MONTHLY_WEEKDAY, Recurrence
from webinar.webinars.seriesqueries import dates_of_series

#: 200 characters, one word among them that fits on no phone
LONG = (
    "On the Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft and "
    "what its minutes tell us about work, wages, weather and the keeping of time on a long river "
    "between wars"
).ljust(200, ".")
NAMES = (
    "محمد بن عبد الرحمن الأندلسي", "欧阳明华", "Li Qingsi",
    "Maria da Conceição Albuquerque e Castro",
    "Þórbjörg Sigurðardóttir", "X", "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff", "ليلى",
    "李庆四", "Ngọc Ánh Nguyễn-Phạm", "Åsa Öberg", "Ada",
)  # fmt: skip
TAGS = (LONG[7:64], NAMES[0], NAMES[1], "a", "b", "c")
MANY = 300
_HOUR = timedelta(hours=1)


def make(data: Path, sessions: int = MANY) -> None:
    """Fill the site of that data folder, which no server has touched yet."""
    app = create_app(Settings.from_environment({"WEBINAR_DATA": str(data)}))
    prepare(app)
    with app.app_context():
        fill(sessions)
    databases.close(app)


def fill(sessions: int = MANY) -> None:
    """A webinar of many sessions and 12 speakers, one on now, one cancelled, one without any."""
    people = [_speaker(name) for name in NAMES]
    now = clock.now().replace(minute=0, second=0, microsecond=0, tzinfo=None)
    running = _webinar(LONG, now, hours=3, sessions=2, people=people)
    webinars.publish_webinar(webinar_id=running.public_id, by=SYSTEM)
    large = _webinar(f"{NAMES[1]} {LONG[:120]}", now + timedelta(days=9), hours=12 * 24,
                     sessions=sessions, people=people, slug="large")  # fmt: skip
    webinars.publish_webinar(webinar_id=large.public_id, by=SYSTEM)
    called_off = _webinar(LONG, now + timedelta(days=30), hours=2, sessions=1, people=people)
    webinars.publish_webinar(webinar_id=called_off.public_id, by=SYSTEM)
    webinars.cancel_webinar(webinar_id=called_off.public_id, reason=LONG, by=SYSTEM)
    bare = _webinar("Ω", now + timedelta(days=60), hours=1, sessions=0, people=[])
    webinars.publish_webinar(webinar_id=bare.public_id, by=SYSTEM)
    _series(now)
    _webinar("Not yet for readers", now + timedelta(days=70), hours=1, sessions=1, people=people)
    _paper(running.sessions[0], people)
    post = posts.create_post(title=LONG, body=LONG, by=SYSTEM)
    posts.publish_post(post_id=post.public_id, by=SYSTEM)


def _speaker(name: str) -> Any:
    return speakers.create_speaker(
        name=name,
        position_title="Professor of the history of long titles",
        affiliation=LONG[:120],
        biography=f"{LONG}\n\n{LONG}",
        by=SYSTEM,
    )


def _series(now: Any) -> None:
    """With words as long as they go, and a date that was called off."""
    made = webinars.create_series(
        title=f"{NAMES[0]} {LONG}",
        summary=LONG,
        description=f"{LONG}\n\n{LONG}",
        timezone="America/Argentina/ComodRivadavia",
        starts=now + timedelta(days=3),
        minutes=7 * 24 * 60,
        recurrence_words=Recurrence(MONTHLY_WEEKDAY, week=2, weekday=2, times=24),
        dates=[now + timedelta(days=one) for one in (5, 11, 400)],
        new_category=LONG[:60],
        by=SYSTEM,
    )
    webinars.publish_series(series_id=made.public_id, by=SYSTEM)
    off = dates_of_series(made)[1]
    webinars.cancel_webinar(webinar_id=off.public_id, reason=LONG, by=SYSTEM)


def _webinar(
    title: str, starts: Any, *, hours: int, sessions: int, people: list[Any], slug: str = ""
) -> Any:
    room = _room() if people else ""
    closes = WallTime(starts, "UTC", 0)
    due = Deadlines(closes, closes, f"https://example.org/{'a' * 80}")
    made = webinars.create_webinar(
        title=title,
        slug=slug,
        subtitle=LONG if people else "",
        summary=LONG if people else "",
        timezone="UTC",
        starts=starts,
        ends=starts + hours * _HOUR,
        new_category=LONG[:60],
        tags=list(TAGS) if people else [],
        room_id=room,
        deadlines=due if people else None,
        by=SYSTEM,
    )
    for number in range(sessions):
        begin = starts + number * (hours * _HOUR / sessions)
        session = webinars.add_session(
            webinar_id=made.public_id,
            title=f"{number + 1}. {LONG if number % 7 == 0 else NAMES[number % len(NAMES)]}",
            starts=begin,
            ends=begin + timedelta(minutes=45),
            by=SYSTEM,
        )
        present = people if number % 50 == 0 else [people[number % len(people)]]
        roles = [(one.public_id, "speaker") for one in present]
        speakers.set_session_speakers(session_id=session.public_id, roles=roles, by=SYSTEM)
    return made


def _room() -> str:
    """The one room of all, made by the first who asks."""
    known = webinar_rooms()
    if known:
        return str(known[0].public_id)
    made = webinars.create_room(
        name=LONG[:120],
        place=LONG[:150],
        join_address=f"https://meet.example.org/{'m' * 60}",
        by=SYSTEM,
    )
    return str(made.public_id)


def _paper(session: Any, people: list[Any]) -> None:
    headings = "\n\n".join(f"## {n}. {LONG}\n\n{LONG}" for n in range(1, 9))
    table = "| a | b | c | d | e | f |\n|---|---|---|---|---|---|\n" + "| 1234567890 " * 6 + "|"
    made = papers.start_paper(
        title=LONG,
        abstract=LONG * 3,
        body=f"{headings}\n\n{table}\n\n    {LONG}",
        authors=[Author(one.name, "", one.public_id) for one in people],
        session_id=session.public_id,
        by=SYSTEM,
    )
    papers.publish_paper(paper_id=made.public_id, by=SYSTEM)
