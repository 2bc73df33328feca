"""facts/security.md 74: a long text and a long list are worked on one at a time; pages go on."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from werkzeug.test import Client

from tests.support import people
from webinar.core import costly, prepared
from webinar.core.turns import Turns
from webinar.organize import downloads
from webinar.papers import reading

pytestmark = pytest.mark.checklist(74)
_WAIT, _MANY = 20, 8
LONG = "Rivers carry what we give them. " * 1000


class Slow:
    """Stands for work that lasts until it is let go on."""

    def __init__(self, work: Any) -> None:
        self._work = work
        self.goes_on, self.begun = threading.Event(), threading.Semaphore(0)
        self._lock, self._now, self.most, self.done = threading.Lock(), 0, 0, 0

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        self.begun.release()
        assert self.goes_on.wait(_WAIT)
        with self._lock:
            self._now -= 1
            self.done += 1
        return self._work(*args, **kwargs)


@pytest.mark.parametrize("what", ["preview", "suggestions", "list"])
def test_eight_at_once_leave_the_only_turn_to_others(
    app: Any, writer: Any, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    maria = writer()
    paper_id = maria.draft(body=LONG)
    prepared._known.clear()
    place = {
        "preview": (prepared, "_rendered", maria.path(f"{paper_id}/preview")),
        "suggestions": (reading, "recognise", maria.path(f"{paper_id}/recognise")),
        "list": (downloads, "lines", "/organize/papers/papers.csv"),
    }[what]
    slow = Slow(getattr(place[0], place[1]))
    monkeypatch.setattr(place[0], place[1], slow)
    cookies = people.organizer(app).get_cookie("session").value
    # As in a server, where the threads are many and the turns few.
    site = Turns(app.wsgi_app, 1, [])

    def ask(_number: int) -> int:
        answer = Client(site, use_cookies=False).get(
            place[2], headers={"Cookie": f"session={cookies}"}
        )
        return int(answer.status_code)

    with ThreadPoolExecutor(_MANY) as threads:
        asked = [threads.submit(ask, number) for number in range(_MANY)]
        assert slow.begun.acquire(timeout=_WAIT)
        assert Client(site).get("/call").status_code == 200
        assert slow.most == 1
        slow.goes_on.set()
        assert {one.result(_WAIT) for one in asked} == {200}
    assert slow.most == 1
    assert slow.done >= _MANY


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_who_waits_too_long_is_told_when_to_come_back(
    app: Any, writer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(costly, "_PATIENCE", 0.05)
    maria = writer()
    paper_id = maria.draft(body=LONG)
    short = maria.draft(title="Short")
    with costly._place:
        answer = maria.client.get(maria.path(f"{paper_id}/preview"))
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) == costly._COME_BACK
        assert maria.client.get(maria.path(f"{short}/preview")).status_code == 200
    assert maria.client.get(maria.path(f"{paper_id}/preview")).status_code == 200
