"""The address over CalDAV stands where people look for a way to subscribe, and works."""

import re
from collections.abc import Callable
from typing import Any

from tests.calendars.dav.support.programs import C, D, Program
from tests.calendars.personal.support.keepers import Keeper, key
from tests.support import programme


def _addresses(page: str) -> list[str]:
    return re.findall(r'value="http://localhost(/dav/[^"]*)"', page)


def _is_calendar(program: Program, path: str) -> bool:
    (told,) = program.propfind(path, "d:resourcetype").told.values()
    return f"{C}calendar" in {one.tag for one in told.found[f"{D}resourcetype"]}


def test_of_the_site_and_of_a_series(site: Any, program: Program) -> None:
    series = programme.a_published_series("Reading group")
    for page in ("site", f"series/{series.slug}"):
        (path,) = _addresses(program.send("GET", f"/subscribe/{page}").text)
        assert path == f"/dav/calendars/{page}/"
        assert _is_calendar(program, path)
    # Nothing of the kind is there for others, nor with choices that it does not know.
    for page in (f"category/{series.category.slug}", "site?alarm=15"):
        assert _addresses(program.send("GET", f"/subscribe/{page}").text) == []


def test_of_ones_own(keeper: Callable[..., Keeper], talks: list[Any], program: Program) -> None:
    ada = keeper().begin(key(talks[0]))
    sent = {"name": "Mine", "contains": ["starred"], "alarm": ""}
    (home,) = _addresses(ada.client.post(f"{ada.page}/feeds", data=sent).text)
    assert _is_calendar(program, f"{home}calendar/")
