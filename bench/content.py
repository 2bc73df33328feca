"""What is measured: webinars of many sessions, a paper, and a library of papers for the search."""

import random
from datetime import UTC, datetime, timedelta

from webinar.core import ids, jobs, search
from webinar.core.db import transaction
from webinar.core.journal import SYSTEM
from webinar.speakers import operations as speakers
from webinar.webinars import operations as webinars

_ZONE = "Europe/London"
_WORDS = 30_000


def a_webinar(sessions: int, *, now: datetime) -> str:
    """Published, with as many talks of half an hour, ten a day or as a year needs; its slug."""
    first = (now + timedelta(days=30)).replace(tzinfo=None, hour=9, minute=0, second=0)
    first = first.replace(microsecond=0)
    a_day = max(10, sessions // 300)
    last = first + timedelta(days=sessions // a_day + 1)
    with transaction():
        people = [
            speakers.create_speaker(
                name=f"Speaker {number} of {sessions}",
                affiliation="University of Somewhere",
                by=SYSTEM,
            ).public_id
            for number in range(min(sessions, 40))
        ]
        made = webinars.create_webinar(
            title=f"A webinar of {sessions} sessions",
            summary="What is measured, at a size that people have.",
            timezone=_ZONE,
            starts=first,
            ends=last,
            new_category=f"Measured {sessions}",
            by=SYSTEM,
        )
        public_id, slug = made.public_id, made.slug
    for start in range(0, sessions, 100):
        with transaction() as session:
            for number in range(start, min(start + 100, sessions)):
                begins = first + timedelta(days=number // a_day, minutes=30 * (number % a_day % 20))
                talk = webinars.add_session(
                    webinar_id=public_id,
                    title=f"Talk {number}: on the habits of rivers in spring",
                    starts=begins,
                    ends=begins + timedelta(minutes=30),
                    abstract="Rivers carry what we give them. " * 8,
                    by=SYSTEM,
                )
                speakers.set_session_speakers(
                    session_id=talk.public_id,
                    roles=[(people[number % len(people)], "speaker")],
                    by=SYSTEM,
                )
        session.expunge_all()
    webinars.publish_webinar(webinar_id=public_id, by=SYSTEM)
    jobs.run_due()
    return slug


def a_library(papers: int, words: int) -> list[str]:
    """Search documents of as many random words, spread as words are; queries that find some."""
    chance = random.Random(20220416)  # noqa: S311
    vocabulary = [
        "".join(chance.choices("abcdefghilmnoprstuvz", k=chance.randint(3, 11)))
        for _ in range(_WORDS)
    ]
    # Zipf: the nth word is n times rarer than the first.
    weights = [1 / number for number in range(1, _WORDS + 1)]
    at = datetime(2026, 1, 1, tzinfo=UTC)
    for start in range(0, papers, 500):
        with transaction():
            for number in range(start, min(start + 500, papers)):
                text = " ".join(chance.choices(vocabulary, weights, k=words))
                search.put(
                    "paper",
                    ids.new_id(),
                    url=f"/papers/measured-{number}/",
                    title=" ".join(chance.choices(vocabulary[200:], k=5)),
                    people="Maria Nowak",
                    body=text,
                    at=at - timedelta(hours=number),
                )
    picked = []
    for rank in (3, 30, 300, 3_000):
        picked += [vocabulary[rank], f"{vocabulary[rank]} {vocabulary[rank + 50]}"]
        picked += [vocabulary[rank][:3], f"{vocabulary[rank][:3]} {vocabulary[rank + 7][:3]}"]
    return picked
