"""The texts that were made last, a few of them: what costs seconds need not be made twice."""

import threading
from collections import OrderedDict


class Remembered:
    """At most so many texts, and characters in all: a page of some letters can be megabytes."""

    def __init__(self, texts: int, characters: int) -> None:
        self._texts, self._characters = texts, characters
        #: the newest last
        self._known: OrderedDict[tuple[str, str], str] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str]) -> str | None:
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
            return self._known.get(key)

    def keep(self, key: tuple[str, str], text: str) -> None:
        """The newest stays where there is place for one, however long it is."""
        with self._lock:
            self._known[key] = text
            while len(self._known) > self._texts or self._is_too_much():
                self._known.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._known.clear()

    def _is_too_much(self) -> bool:
        known = self._known.items()
        return len(known) > 1 and self._characters < sum(
            len(text) + sum(map(len, key)) for key, text in known
        )
