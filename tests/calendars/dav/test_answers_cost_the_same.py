"""Each answer takes a fixed number of statements, and writes nothing."""

from collections.abc import Callable
from typing import Any

from flask import g

from tests.calendars.dav.conftest import alone
from tests.calendars.dav.support.programs import SITE, Program
from tests.calendars.personal.support.keepers import key
from tests.support import programme
from webinar.core.db import let_go
from webinar.webinars import operations

_SERIES = "/dav/calendars/series/"
#: what is asked -> statements, whatever there is: the site, its state, what the address means
_SHARED = {
    "options": 3,
    "home": 4,
    "calendar": 3,
    "members": 4,
    "begin": 4,
    "delta": 5,
    "many": 4,
    "part": 4,
    "one": 4,
}
#: the address; its members; their bytes or its settings
_PERSONAL = {
    "options": 1,
    "home": 3,
    "calendar": 3,
    "members": 3,
    "begin": 5,
    "delta": 5,
    "many": 3,
    "part": 3,
    "one": 3,
}


def _costs(program: Program, path: str, statements: Any, *, folder: str = "") -> dict[str, int]:
    first = program.sync(path)
    members = list(first.there)
    asked: dict[str, Callable[[], Any]] = {
        "options": lambda: program.send("OPTIONS", path),
        "home": lambda: program.propfind(folder, "d:displayname", "d:sync-token", depth="1"),
        "calendar": lambda: program.propfind(path, "d:displayname", "cs:getctag"),
        "members": lambda: program.propfind(path, "d:getetag", depth="1"),
        "begin": lambda: program.sync(path, data=True),
        "delta": lambda: program.sync(path, first.token),
        "many": lambda: program.multiget(path, *members),
        "part": lambda: program.query(path, '<c:time-range start="20260101T000000Z"/>'),
        "one": lambda: program.send("GET", members[0]),
    }
    found = {}
    for name, ask in asked.items():
        _forget()
        ask()
        _forget()
        with statements() as sent:
            ask()
        assert not [one for one in sent if not one.lstrip().startswith("SELECT")], name
        found[name] = len(sent)
    return found


def _forget() -> None:
    """What the context of the whole test remembers, as each request begins with nothing."""
    for name in list(g):
        g.pop(name)
    let_go()


def test_a_shared_calendar(three: list[Any], program: Program, statements: Any) -> None:
    home = "/dav/calendars/"
    few = _costs(program, SITE, statements, folder=home)
    for title in ("Lakes", "Seas"):
        alone(title)
    assert _costs(program, SITE, statements, folder=home) == few == _SHARED


def test_a_personal_calendar(
    talks: list[Any], keeper: Any, program: Program, statements: Any
) -> None:
    found = []
    for email, stars in (("ada@example.net", talks[:1]), ("bea@example.net", talks)):
        feed = keeper(email).begin(*map(key, stars)).make_feed()
        home = feed.replace("/feeds/", "/dav/").removesuffix(".ics") + "/"
        found.append(_costs(program, f"{home}calendar/", statements, folder=home))
    assert found[0] == found[1] == _PERSONAL


def test_the_list_of_series(site: Any, program: Program, statements: Any) -> None:
    made: list[Any] = []
    for count in (1, 2):
        made += [programme.a_published_series(f"Group {number}") for number in range(count)]
        _forget()
        with statements(exactly=3):
            told = program.propfind(_SERIES, "d:displayname", "d:sync-token", depth="1").told
        assert told.keys() == {_SERIES, *(f"{_SERIES}{one.slug}/" for one in made)}
    # Whoever knows its address may subscribe; nobody is told of it.
    operations.unlist_series(series_id=made[0].public_id, by=programme.ANNA)
    operations.delete_series(series_id=made[1].public_id, by=programme.ANNA)
    told = program.propfind(_SERIES, "d:displayname", depth="1").told
    assert told.keys() == {_SERIES, f"{_SERIES}{made[2].slug}/"}
    assert program.send("GET", f"{_SERIES}{made[0].slug}/").status_code == 200
    assert program.send("GET", f"{_SERIES}{made[1].slug}/").status_code == 410
