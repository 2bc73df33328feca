"""Each status for each kind of asker: a page in our design, or plain text; what to do, and when."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import lxml.html
import pytest
from sqlalchemy.exc import NoResultFound
from werkzeug import exceptions

from tests.support import people
from webinar.core import errors

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

#: what goes wrong in a view -> status, what the page and the text must say, its search box
WRONG: dict[str, tuple[Any, int, str, bool]] = {
    "400": (exceptions.BadRequest, 400, "Open the page again and retry.", False),
    "403": (exceptions.Forbidden, 403, "Sign in with an account that may", True),
    "404": (exceptions.NotFound, 404, "search for what you were looking for", True),
    "405": (exceptions.MethodNotAllowed, 405, "use its buttons", True),
    "409": (exceptions.Conflict, 409, "compare, and save once more", False),
    "410": (exceptions.Gone, 410, "removed by the organizers", True),
    "413": (exceptions.RequestEntityTooLarge, 413, "Nothing of it was taken.", False),
    "422": (exceptions.UnprocessableEntity, 422, "Correct what is marked", False),
    "429": (90, 429, "Try again in 2 minutes.", False),
    "429 long": (7 * 3600, 429, "Try again in 7 hours.", False),
    "500": (KeyError, 500, "write to us", False),
    "503": (exceptions.ServiceUnavailable, 503, "Try again in a minute.", False),
}
#: asker -> headers, and whether a page is the answer
ASKERS = {
    "browser": ({"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}, True),
    "no wish": ({}, True),
    "anything": ({"Accept": "*/*"}, True),
    "text": ({"Accept": "text/plain"}, False),
    "rather text": ({"Accept": "text/plain, text/html;q=0.5"}, False),
    "calendar": ({"Accept": "text/calendar"}, False),
    "json": ({"Accept": "application/json"}, False),
}


@pytest.fixture
def logged(monkeypatch: pytest.MonkeyPatch) -> list[logging.LogRecord]:
    """What the log of errors got, whoever set up logging in this process before."""
    found: list[logging.LogRecord] = []
    # One that no other test can have silenced.
    log = logging.Logger("webinar.errors", logging.DEBUG)  # noqa: LOG001
    monkeypatch.setattr(logging.root.manager, "disable", logging.NOTSET)
    handler = logging.Handler()
    handler.emit = found.append  # type: ignore[method-assign]
    log.addHandler(handler)
    monkeypatch.setattr(errors, "log", log)
    return found


@pytest.fixture
def break_home(app: Any) -> Any:
    """`break_home(what)`: `/` and the feed of all webinars raise it."""
    from webinar.core.journal import SYSTEM
    from webinar.core.limits import TooMany
    from webinar.organization.operations import ensure_site

    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.app_context():
        ensure_site(by=SYSTEM)

    def break_it(what: Any) -> None:
        def broken() -> None:
            raise TooMany(what) if isinstance(what, int) else what()

        broken.policy = lambda **_: True  # type: ignore[attr-defined]
        app.view_functions["site.home"] = broken
        app.view_functions["calendars.site_feed"] = broken

    return break_it


@pytest.mark.parametrize("name", WRONG)
def test_everybody_gets_a_sentence_and_what_to_do(
    app: Any, break_home: Any, name: str, logged: list[logging.LogRecord]
) -> None:
    break_home(WRONG[name][0])
    signed_in = people.organizer(app)
    wrong = []
    for asker, (headers, is_page) in ASKERS.items():
        for client in (app.test_client(), signed_in):
            logged.clear()
            answer = client.get("/", headers=headers)
            wrong += [f"{asker}: {one}" for one in _trouble(answer, WRONG[name], is_page)]
            if name == "500":
                (reference,) = {getattr(one, "reference", "") for one in logged} - {""}
                assert re.search(rf"\b{reference}\b", answer.text), asker
            short = client.head("/", headers=headers)
            assert (short.status_code, short.text) == (answer.status_code, ""), asker
    assert wrong == []


def _trouble(answer: Any, wanted: tuple[Any, int, str, bool], is_page: bool) -> Iterator[str]:
    _, status, advice, has_search = wanted
    if answer.status_code != status:
        yield str(answer.status_code)
    if "Set-Cookie" in answer.headers or "Accept" not in answer.headers["Vary"]:
        yield "a cookie, or no Vary"
    if status not in (404, 410) and answer.headers["Cache-Control"] != "no-store":
        yield "kept by caches"
    if advice not in answer.text or "werkzeug" in answer.text.casefold():
        yield answer.text[:200]
    if answer.mimetype != ("text/html" if is_page else "text/plain"):
        yield answer.mimetype
    elif is_page:
        page = lxml.html.fromstring(answer.text)
        if (page.get("lang"), page.get("dir")) != ("en", "ltr"):
            yield "its language"
        if bool(page.xpath("//main//form[@role='search']")) != has_search:
            yield "the search box"
        if len(page.xpath("//h1")) != 1 or not page.xpath("//a[@href='/contact']"):
            yield "no heading, or no way on"


@pytest.mark.parametrize(("name", "seconds"), [("429", "90"), ("503", "60")])
def test_programs_hear_when_to_come_back(
    app: Any, break_home: Any, name: str, seconds: str
) -> None:
    break_home(WRONG[name][0])
    assert app.test_client().get("/").headers["Retry-After"] == seconds


def test_feeds_and_files_get_text_whatever_is_accepted(app: Any, break_home: Any) -> None:
    break_home(exceptions.Gone)
    for path in ("/feeds/all.ics", "/feeds/nothing.atom", "/static/nothing.css"):
        answer = app.test_client().get(path, headers={"Accept": "text/html"})
        assert answer.status_code in (404, 410), path
        assert answer.mimetype == "text/plain", path


def test_a_wrong_kind_of_request_names_the_page_it_belongs_to(app: Any, break_home: Any) -> None:
    """The address of a button, typed into the browser."""
    answer = people.organizer(app).get("/organize/people/invite")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}
    assert 'href="/organize/people/"' in answer.text


def test_a_form_from_elsewhere_is_told_where_it_belongs(app: Any, break_home: Any) -> None:
    answer = app.test_client().post("/contact", headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "This form did not come from our own page" in answer.text


def test_what_went_meanwhile_is_told_and_is_no_failure(app: Any, break_home: Any) -> None:
    """Somebody deletes a thing between the look at it and the change."""
    break_home(NoResultFound)
    app.view_functions["conversations.write"] = app.view_functions["site.home"]
    answer = app.test_client().post("/contact", headers={"Origin": "http://localhost"})
    assert answer.status_code == 409
    assert "was deleted meanwhile" in answer.text
    assert app.test_client().get("/").status_code == 500


def test_another_name_of_the_machine_is_told_the_right_one(
    settings: Any, app: Any, break_home: Any
) -> None:
    from webinar.core.errorwords import UnknownName, words_for

    with app.test_request_context():
        words = words_for(400, UnknownName("https://webinars.example.org"))
    assert words.advice == "Open it at https://webinars.example.org."


@pytest.mark.parametrize("status", ["404", "429", "500"])
def test_the_pages_are_valid(app: Any, break_home: Any, status: str, valid_html: Any) -> None:
    break_home(WRONG[status][0])
    valid_html(app.test_client().get("/").text)
