"""Announcements: an operation says what happened, `wiring.py` says who listens.

They are delivered once each, in order, just before the commit, inside the
transaction. A listener writes rows and job rows; it sends nothing itself.
"""

from collections.abc import Callable
from typing import Any

from webinar.core.db import BEFORE_COMMIT, RoutedSession, db, is_writing

_listeners: dict[type, list[Callable[[Any], None]]] = {}
_WAITING = "announcements"


def listen(kind: type, listener: Callable[[Any], None]) -> None:
    """Have `listener` called with each announcement of that class."""
    known = _listeners.setdefault(kind, [])
    if listener not in known:
        known.append(listener)


def announce(happened: Any) -> None:
    """Say what happened; equal announcements of one transaction are delivered once."""
    if not is_writing():
        raise RuntimeError("an announcement belongs inside an operation")
    waiting = db.session().info.setdefault(_WAITING, {})
    waiting.setdefault(happened, None)


def _deliver(session: RoutedSession) -> None:
    delivered: set[Any] = set()
    while waiting := session.info.pop(_WAITING, None):
        session.flush()
        for happened in waiting:
            if happened in delivered:
                continue
            delivered.add(happened)
            for listener in _listeners.get(type(happened), ()):
                listener(happened)


BEFORE_COMMIT.insert(0, _deliver)
