"""Routes with real identifiers: roles of one webinar open its things, and nothing of another's.

Requirements 60 to 64 of the checklist: closed routes answer 403, what lies in another webinar
404, and no word of it stands in any answer.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.accounts.test_every_route_as_everybody import (
    OPEN,
    TABLE,
    WEBINAR_LEVELS,
    address,
    methods,
    rules,
)
from tests.support import people
from tests.support.two_webinars import BEGINNING, SECRET, Side, two_sides

pytestmark = pytest.mark.checklist(60, 61, 63, 64)
#: routes for everybody who holds a role in the webinar named
HELD = {"webinars.leave", "webinars.leave_now"}
OWN = ("accounts.", "calendars.own_")
#: lead on: to a board or where one is started, to the settings that a deposit needs
WAYS = {"reviews.of_call", "reviews.of_paper", "site.paper_crossref", "site.webinar_crossref"}
#: of one's own account's speaker, whatever webinar one works in
MINE = {"organize.open_speaker_page", "papers.open_mine"}
#: name something that the side has none of
NO_FILE = {"papers.answer_file", "papers.review_answer"}
OBJECTS = {"webinar_id", "session_id", "paper_id", "speaker_id", "call_id"}
LEVEL_OF = {endpoint: level for level, endpoints in TABLE.items() for endpoint in endpoints}
PERSONS = {
    "webinar's organizer": "organizer",
    "reviewer": "reviewer",
    "webinar's moderator": "moderator",
}


def real_address(app: Any, rule: Any, side: Side) -> str:
    """The rule's address with the side's own identifiers, where it names something of theirs."""
    if not OBJECTS & set(rule.arguments):
        return address(app, rule)
    values = {**dict.fromkeys(rule.arguments, "nobody"), **_choices(rule), **side.ids}
    if rule.endpoint == "papers.remove":
        # Files of versions stay: only the draft's can be taken out.
        values["file_id"] = side.more["draft file"]
    with app.test_request_context():
        return str(rule.build(values, append_unknown=False)[1])


def is_made_up(rule: Any, side: Side) -> bool:
    """It names something else, too, that the side has none of: figures, answers that are files."""
    others = set(rule.arguments) - set(side.ids) - set(_choices(rule))
    return bool(others) or rule.endpoint in NO_FILE


def _choices(rule: Any) -> dict[str, str]:
    """The first word that a route's converter knows: a step that changes nothing of a draft."""
    return {
        name: sorted(converter.items)[0]
        for name, converter in rule._converters.items()
        if hasattr(converter, "items")
    }


def desk_rules(app: Any) -> list[Any]:
    """The desk, but one's own account and calendar; what takes something away comes last."""
    found = [
        rule
        for rule in rules(app)
        if rule.rule.startswith("/organize/")
        and rule.endpoint not in MINE
        and not (rule.endpoint.startswith(OWN) and LEVEL_OF[rule.endpoint] == "signed-in")
    ]
    taking = ("delete", "remove", "restore")
    return sorted(
        found,
        key=lambda rule: (
            rule.endpoint in HELD,
            any(word in rule.endpoint for word in taking),
            rule.endpoint,
        ),
    )


def expected(rule: Any, person: str, *, own: bool) -> str:
    level = LEVEL_OF[rule.endpoint]
    if rule.endpoint in HELD:
        return "open" if own else "hidden"
    if level not in OPEN[person]:
        return "closed"
    names_something = level in WEBINAR_LEVELS and OBJECTS & set(rule.arguments)
    return "hidden" if names_something and not own else "open"


def answered(status: int) -> str:
    if status >= 500:
        return str(status)
    return {401: "asked to sign in", 403: "closed", 404: "hidden"}.get(status, "open")


def journal_length(app: Any) -> int:
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry

    with app.app_context():
        return int(db.session.scalar(db.select(db.func.count(JournalEntry.id))))


@pytest.mark.parametrize("person", PERSONS)
def test_one_webinars_roles_open_that_webinar_alone(app: Any, person: str) -> None:
    """GET and POST of every route of the desk: on the other webinar's things, then on one's own."""
    with app.app_context():
        mine, theirs = two_sides(app)
    browser = people.with_role(app, PERSONS[person], webinar_id=mine.ids["webinar_id"])
    wrong, told, before = [], [], journal_length(app)
    for side in (theirs, mine):
        for method in ("GET", "POST"):
            for rule in desk_rules(app):
                if method not in methods(rule):
                    continue
                path = real_address(app, rule, side)
                answer = browser.open(path, method=method)
                wanted = expected(rule, person, own=side is mine)
                if is_made_up(rule, side) and wanted == "open":
                    wanted = "hidden"
                if answered(answer.status_code) != wanted:
                    wrong.append(f"{method} {path}: {answer.status_code}, not {wanted}")
                said = answer.get_data().decode(errors="replace")
                if SECRET in (said + str(answer.headers)).casefold():
                    told.append(f"{method} {path}")
        if side is theirs:
            assert journal_length(app) == before
    assert (wrong, told) == ([], [])


@pytest.mark.parametrize("person", ["guest", "stranger", "moderator", "organizer"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_everybody_else_as_ever(app: Any, person: str) -> None:
    """Real identifiers open no closed route; organizers of the site are at home in both."""
    with app.app_context():
        sides = two_sides(app)
    browser = app.test_client() if person == "guest" else getattr(people, person)(app)
    wrong = []
    for side in sides:
        for rule in desk_rules(app):
            if "GET" not in methods(rule) or rule.endpoint in HELD:
                continue
            path = real_address(app, rule, side)
            status = browser.get(path).status_code
            is_open = LEVEL_OF[rule.endpoint] in OPEN[person]
            if not is_open and status != (302 if person == "guest" else 403):
                wrong.append(f"{path}: {status}")
            names_something = OBJECTS & set(rule.arguments) and not is_made_up(rule, side)
            if (
                is_open
                and names_something
                and status not in ((302, 303) if rule.endpoint in WAYS else (200,))
            ):
                wrong.append(f"{path}: {status}")
    assert wrong == []


@pytest.mark.parametrize("person", PERSONS)
def test_lists_searches_and_notices_tell_nothing_of_another_webinar(app: Any, person: str) -> None:
    with app.app_context():
        mine, theirs = two_sides(app)
    browser = people.with_role(app, PERSONS[person], webinar_id=mine.ids["webinar_id"])
    if person == "webinar's organizer":
        # The lists are not empty for want of things to show.
        assert "harbour" in browser.get("/organize/webinars/?show=all").text
        assert "harbour" in browser.get("/organize/papers/").text
        assert "harbour" in browser.get("/organize/speakers/").text
        assert "harbour" in browser.get("/organize/comments/").text
    lists = "webinars speakers papers comments sessions review people journal".split()
    queries = [
        "",
        f"?q={BEGINNING}",
        "?show=all",
        "?show=drafts",
        "?state=handed-in",
        "?state=waiting",
        f"?webinar={theirs.ids['webinar_id']}",
        f"?thing={BEGINNING}",
    ]
    paths = [f"/organize/{name}/{query}" for name in lists for query in queries]
    paths += ["/organize/", "/organize/profile/", f"/search?q={BEGINNING}"]
    paths += [f"/search/suggest?q={BEGINNING}", "/", "/sitemap.xml", "/calendar.ics"]
    for path in paths:
        answer = browser.get(path)
        assert SECRET not in (answer.text + str(answer.headers)).casefold(), path


def test_reviewers_see_what_was_handed_in_and_nothing_around_it(app: Any) -> None:
    """Field by field (63): no draft, no word to the organizers, no mail address; read only."""
    with app.app_context():
        mine, _theirs = two_sides(app)
    browser = people.with_role(app, "reviewer", webinar_id=mine.ids["webinar_id"])
    page = browser.get(f"/organize/review/{mine.ids['paper_id']}/")
    listed = browser.get("/organize/review/")
    for text in (page.text, listed.text):
        assert "Paper harbour" in text
        assert "Drafted" not in text
        assert "note-harbour" not in text
        assert "speaker-harbour@" not in text
    assert "handed-in-harbour.txt" in page.text
    assert "only-draft-harbour" not in page.text
    files = f"/organize/review/{mine.ids['paper_id']}/files"
    assert "File harbour" in browser.get(f"{files}/{mine.ids['file_id']}").text
    assert browser.get(f"{files}/{mine.more['draft file']}").status_code == 404
    assert "<form" not in page.text.split("<main")[1]


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_reviewers_do_not_see_what_its_authors_keep(app: Any, state: str) -> None:
    from tests.support.world import BY
    from webinar.papers.models import Paper
    from webinar.papers.operations import start_paper, withdraw_paper

    with app.app_context():
        mine, _theirs = two_sides(app)
        paper_id = mine.ids["paper_id"]
        if state == "withdrawn":
            withdraw_paper(paper_id=paper_id, by=BY)
        else:
            paper = start_paper(title="Begun", session_id=mine.ids["session_id"], by=BY)
            assert isinstance(paper, Paper)
            paper_id = paper.public_id
    browser = people.with_role(app, "reviewer", webinar_id=mine.ids["webinar_id"])
    assert browser.get(f"/organize/review/{paper_id}/").status_code == 404
    assert paper_id not in browser.get("/organize/review/").text


def test_levels_of_the_table_are_all_walked() -> None:
    table = tomllib.loads(Path(__file__).with_name("routes.toml").read_text())
    assert {level for level in table if level not in OPEN["organizer"]} == set()
    assert set(table["signed-in"]) >= HELD
