"""Things of the programme as tests need them, made by the operations that people use."""

from datetime import datetime
from typing import Any

from webinar.core.journal import Actor
from webinar.speakers import operations as speakers
from webinar.speakers.models import Speaker
from webinar.webinars import operations as webinars
from webinar.webinars.models import Category, Room, Series, Session, Webinar
from webinar.webinars.recurrence import WEEKLY, Recurrence, parse

ANNA = Actor("account", "Anna")
#: the zone of every webinar that says nothing else
ZONE = "Europe/London"


def wall(text: str) -> datetime:
    """`2026-05-31 14:00`, what the clock on the wall shows."""
    return datetime.fromisoformat(text)


def a_category(name: str = "History", **fields: Any) -> Category:
    return webinars.create_category(name=name, by=ANNA, **fields)


def a_room(name: str = "Blue room", **fields: Any) -> Room:
    fields.setdefault("join_address", "https://video.example/blue")
    return webinars.create_room(name=name, by=ANNA, **fields)


def a_draft(title: str = "Spring seminar", **fields: Any) -> Webinar:
    """On 5 May 2026 from 14:00 to 16:00, London time; in a category of its own kind."""
    fields.setdefault("timezone", ZONE)
    fields.setdefault("starts", wall("2026-05-05 14:00"))
    fields.setdefault("ends", wall("2026-05-05 16:00"))
    if "category_id" not in fields and "new_category" not in fields:
        fields["category_id"] = a_category().public_id
    return webinars.create_webinar(title=title, by=ANNA, **fields)


def a_published(title: str = "Spring seminar", **fields: Any) -> Webinar:
    """Published, without a session."""
    webinar = a_draft(title, **fields)
    return webinars.publish_webinar(webinar_id=webinar.public_id, by=ANNA)


def a_session(webinar: Webinar, title: str = "Opening talk", **fields: Any) -> Session:
    """From 14:00 to 15:00 on the day of `a_draft`."""
    fields.setdefault("starts", wall("2026-05-05 14:00"))
    fields.setdefault("ends", wall("2026-05-05 15:00"))
    return webinars.add_session(webinar_id=webinar.public_id, title=title, by=ANNA, **fields)


def a_webinar(title: str = "Spring seminar", **fields: Any) -> Webinar:
    """Published, with one session."""
    webinar = a_draft(title, **fields)
    session = {name: fields[name] for name in ("starts", "ends") if name in fields}
    a_session(webinar, **session)
    return webinars.publish_webinar(webinar_id=webinar.public_id, by=ANNA)


def a_speaker(name: str = "Maria Nowak", **fields: Any) -> Speaker:
    return speakers.create_speaker(name=name, by=ANNA, **fields)


def speaks(session: Session, *people: Speaker, role: str = "speaker") -> None:
    """These people, in this order, and nobody else."""
    speakers.set_session_speakers(
        session_id=session.public_id, roles=[(one.public_id, role) for one in people], by=ANNA
    )


def a_series(title: str = "Reading group", **fields: Any) -> Series:
    """A draft: each Tuesday from 5 May 2026 on, 18:00 to 19:30 in London, ten times."""
    fields.setdefault("timezone", ZONE)
    fields.setdefault("starts", wall("2026-05-05 18:00"))
    fields.setdefault("minutes", 90)
    fields.setdefault("recurrence_words", Recurrence(WEEKLY, weekdays=(1,), times=10))
    if "category_id" not in fields and "new_category" not in fields:
        fields["category_id"] = a_category().public_id
    return webinars.create_series(title=title, by=ANNA, **fields)


def a_published_series(title: str = "Reading group", **fields: Any) -> Series:
    """With all its dates."""
    series = a_series(title, **fields)
    return webinars.publish_series(series_id=series.public_id, by=ANNA)


def change_series(series: Series, **fields: Any) -> Series:
    """All that its form says now, but for the fields that are given."""
    values: dict[str, Any] = {
        "title": series.title,
        "timezone": series.timezone,
        "starts": series.starts_wall,
        "minutes": series.minutes,
        "recurrence_words": parse(series.rule),
        "dates": [wall(one) for one in series.dates],
        "category_id": series.category.public_id,
        "room_id": series.room.public_id if series.room else "",
        "summary": series.summary,
        "description": series.description,
        "language": series.language,
    }
    return webinars.change_series(series_id=series.public_id, by=ANNA, **values | fields)
