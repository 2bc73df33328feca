"""The text of a file while somebody waits for it: few at a time, each file once."""

import threading
from datetime import timedelta

from flask import request

from webinar.core import costly, files, limits
from webinar.core.db import let_go
from webinar.core.files import StoredFile
from webinar.core.plainerror import N_
from webinar.core.remembered import Remembered
from webinar.core.sandbox import UNREADABLE, ConversionFailed
from webinar.core.turns import stepped_aside
from webinar.papers.conversion import convert
from webinar.papers.recognition import Recognition, recognise

BUSY = N_("Many files are being read just now. Nothing is lost: try again in a minute.")
#: processor time for one file, and how long to wait for one's place, in seconds
_SECONDS, _PATIENCE = 15, 20
#: files that a process reads at once
_AT_ONCE = 2
#: files that one paper's people can have read at once, then one more every half minute
_BURST, _EVERY = 20, timedelta(seconds=30)
_SLOW = frozenset({"docx", "odt"})
_places = threading.BoundedSemaphore(_AT_ONCE)
#: what a file gave, by content and kind
_known = Remembered(16, 4_000_000)


def text_of(stored: StoredFile, kind: str, *, asked_for: str) -> str:
    """The text of a kept file, for its author to confirm.

    `asked_for` is whose limit counts. Nobody else waits meanwhile: neither this request's turn nor
    its connection to the database is held. Raises ConversionFailed or limits.TooMany.
    """
    key = (stored.sha256, kind)
    if (found := _known.get(key)) is not None:
        return found
    limits.spend("read a file", asked_for, burst=_BURST, every=_EVERY)
    let_go()
    with stepped_aside(request.environ):
        if not _places.acquire(timeout=_PATIENCE):
            raise ConversionFailed(BUSY)
        try:
            # Somebody may have read the same file while this one waited.
            found = _known.get(key)
            if found is None:
                with files.storage().local(stored.storage_name) as path:
                    found = convert(path, kind, seconds=_SECONDS).pasted
        except FileNotFoundError:
            raise ConversionFailed(UNREADABLE) from None
        finally:
            _places.release()
    _known.keep(key, found)
    return found


def takes_long(stored: StoredFile, kind: str) -> bool:
    """Its text is not at hand: reading it costs a process of its own, seconds for a long one."""
    return kind in _SLOW and _known.get((stored.sha256, kind)) is None


def recognised(text: str) -> Recognition:
    """What a text that somebody pasted seems to hold; long ones are looked at one at a time."""
    with costly.if_long(text):
        return recognise(text)
