"""Many sessions at once, written as one transaction of operations would write them."""

from datetime import UTC, datetime, timedelta
from typing import Any

#: scripts, accents, escapes and a length that make folding work
LONG = "Über “Meere”; Küsten, Häfen\\Inseln — 海洋与城市 🎓 و الموانئ. " * 80


def many_sessions(
    webinar: Any,
    count: int,
    *,
    start: datetime = datetime(2026, 6, 1, 8, tzinfo=UTC),
    speaker: Any = None,
    mixed: bool = False,
) -> None:
    """`Talk 0000` and so on, an hour each. `mixed`: every seventh is cancelled, a few are long.

    Calendars hear of them as of announced ones.
    """
    from webinar.calendars.notes import noted
    from webinar.core import clock
    from webinar.core.db import db, transaction
    from webinar.speakers.models import SessionRole
    from webinar.webinars.models import Session

    naive = start.replace(tzinfo=None)
    with transaction():
        rows = [
            Session(
                webinar_id=webinar.id,
                title=f"Talk {number:04}",
                slug=f"talk-{number}",
                abstract=LONG if mixed and number % 10 == 3 and number < 60 else "",
                cancelled_at=clock.now() if mixed and number % 7 == 5 else None,
                starts_wall=naive + timedelta(hours=number),
                ends_wall=naive + timedelta(hours=number + 1),
                starts_at=start + timedelta(hours=number),
                ends_at=start + timedelta(hours=number + 1),
            )
            for number in range(count)
        ]
        db.session.add_all(rows)
        db.session.flush()
        if speaker is not None:
            db.session.add_all(
                SessionRole(session_id=one.id, speaker_id=speaker.id) for one in rows
            )
        noted().sessions.update(row.id for row in rows)
