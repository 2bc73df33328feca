"""The calendar behind a secret address, over CalDAV."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.calendars.dav.support.programs import C, Copy, D, Program
from tests.calendars.personal.support.keepers import Keeper, forget_who_asked, key
from tests.support.programme import ANNA
from webinar.webinars import operations


@pytest.fixture
def ada(keeper: Callable[..., Keeper], talks: list[Any]) -> Keeper:
    return keeper().begin(key(talks[0]), key(talks[1]))


def _change(ada: Keeper, **stars: str) -> None:
    assert ada.client.post(f"{ada.page}/stars", data=stars).status_code == 303
    forget_who_asked()


@pytest.fixture
def home(ada: Keeper) -> str:
    ada.path = ada.make_feed()
    token = ada.path.removeprefix("/feeds/u/").removesuffix(".ics")
    return f"/dav/u/{token}/"


@pytest.fixture
def copy(home: str, program: Program) -> Copy:
    made = Copy(program, f"{home}calendar/")
    assert made.sync() == (2, 0)
    assert made.titles() == ["Banks", "Floods"]
    return made


def test_found_from_its_address(home: str, program: Program) -> None:
    (me,) = program.propfind(home, "d:current-user-principal", "c:calendar-home-set").told.values()
    for name in (f"{D}current-user-principal", f"{C}calendar-home-set"):
        assert me.found[name].findtext(f"{D}href") == home
    listed = program.propfind(home, "d:resourcetype", "d:displayname", depth="1").told
    assert list(listed) == [home, f"{home}calendar/"]
    assert f"{C}calendar" in {
        one.tag for one in listed[f"{home}calendar/"].found[f"{D}resourcetype"]
    }


def test_each_change_and_nothing_else(ada: Keeper, copy: Copy, talks: list[Any]) -> None:
    assert copy.sync() == (0, 0)
    _change(ada, add=key(talks[2]))
    assert copy.sync() == (1, 0)
    _change(ada, take=key(talks[0]))
    assert copy.sync() == (0, 1)
    assert copy.titles() == ["Floods", "Mouths"]
    operations.cancel_session(session_id=talks[1].public_id, reason="", by=ANNA)
    assert copy.sync() == (1, 0)
    operations.delete_session(session_id=talks[2].public_id, by=ANNA)
    assert copy.sync() == (0, 1)
    assert copy.titles() == ["Cancelled: Floods"]
    assert copy.sync(1) == (0, 0)
    assert copy.is_right()


def test_in_pages(ada: Keeper, copy: Copy, talks: list[Any], program: Program) -> None:
    _change(ada, add=key(talks[2]))
    _change(ada, take=key(talks[0]))
    operations.cancel_session(session_id=talks[1].public_id, reason="", by=ANNA)
    assert copy.sync(1) == (2, 1)
    assert copy.is_right()
    other = Copy(program, copy.path)
    assert other.sync(1) == (2, 0)
    assert other.items == copy.items


def test_the_bytes_are_those_of_its_feed(ada: Keeper, copy: Copy, program: Program) -> None:
    feed = program.client.get(ada.path).data
    for path, data in copy.items.items():
        event = data.encode().partition(b"BEGIN:VEVENT")[2].rpartition(b"END:VEVENT")[0]
        assert event in feed
        assert b"TRANSP:OPAQUE" in event
        answer = program.send("GET", path)
        assert answer.data == data.encode()
        assert answer.headers["Cache-Control"].startswith("private")
        assert answer.headers["X-Robots-Tag"] == "noindex"


def test_foreign_and_forged_tokens(copy: Copy, program: Program) -> None:
    inner = "<d:sync-token>{}</d:sync-token><d:sync-level>1</d:sync-level><d:prop/>"
    head, _, signature = copy.token.rpartition(".")
    mark, revision, members = head.split("-", 2)
    for token in (
        f"{mark}-{revision}-AQ==.{signature}",
        f"{mark}-0-{members}.{signature}",
        f"{head}.{'a' * 26}",
        "data:,x",
    ):
        named = program.refused(copy.path, "d:sync-collection", inner.format(token))
        assert named == f"{D}valid-sync-token"


def test_switched_off(ada: Keeper, home: str, program: Program) -> None:
    (feed_id,) = set(re.findall(r"/feeds/([a-z2-7]{26})/revoke", ada.client.get(ada.page).text))
    ada.client.post(f"{ada.page}/feeds/{feed_id}/revoke")
    for path in (home, f"{home}calendar/", f"{home}calendar/x.ics"):
        for method in ("GET", "PROPFIND", "REPORT"):
            answer = program.send(method, path, Depth="0")
            assert answer.status_code == 410
            assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
            assert answer.text.count("\n") == 1
