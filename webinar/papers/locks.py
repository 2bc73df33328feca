"""Why authors may not hand a paper in just now; rooms above know the reasons (wiring)."""

from collections.abc import Callable

from webinar.papers.models import Paper

#: answers an untranslated sentence for the author, or None
Lock = Callable[[Paper], str | None]
_locks: list[Lock] = []


def also_locked(lock: Lock) -> None:
    """Ask this one, too, before an author hands in a version (wiring calls this)."""
    if lock not in _locks:
        _locks.append(lock)


def why_locked(paper: Paper) -> str | None:
    """The first reason that there is; it reads, and writes nothing."""
    return next((words for lock in _locks if (words := lock(paper))), None)
