"""When this happens, do that: the only place where rooms hear of each other's news."""

from webinar.core import news


def connect() -> None:
    """Join announcements to their listeners; safe to call again."""
    for kind, listeners in LISTENERS.items():
        for listener in listeners:
            news.listen(kind, listener)


LISTENERS: dict[type, tuple] = {}
