"""Organizers arrange calls: whose they may be, what can be taken back, codes by mail."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.support import people
from tests.support.formwalk import values_of
from tests.support.world import BY, World

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def ids(app: Any) -> dict[str, str]:
    """Two webinars and a series."""
    with app.app_context():
        world = World(app)
        return {
            "mine": world.published.public_id,
            "theirs": world.webinar.public_id,
            "series": world.series.public_id,
        }


def _form(client: Any, path: str, action: str = "") -> Any:
    """What a browser would send of the form there."""
    import lxml.html

    page = lxml.html.fromstring(client.get(path).text)
    wanted = action or path.partition("?")[0]
    (form,) = (one for one in page.forms if one.get("action") == wanted)
    return values_of(form)


@pytest.fixture
def new_call(app: Any, ids: dict[str, str]) -> Callable[[Any], str]:
    """Makes a draft by the form; the address of its page."""

    def make(client: Any) -> str:
        path = f"/organize/calls/new?for=webinar:{ids['mine']}"
        sent = _form(client, path)
        sent["title"] = "Mosses wanted"
        answer = client.post("/organize/calls/new", data=sent)
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    return make


def test_the_empty_list_says_what_a_call_is(
    app: Any, ids: dict[str, str], html_errors: Any
) -> None:
    page = people.organizer(app).get("/organize/calls/").text
    assert "No call for papers yet" in page
    assert html_errors(page) == []


def test_a_webinars_organizer_makes_calls_for_it_alone(
    app: Any, ids: dict[str, str], new_call: Any
) -> None:
    own = people.with_role(app, "organizer", webinar_id=ids["mine"])
    sent = _form(own, "/organize/calls/new")
    assert sent["owner"] == f"webinar:{ids['mine']}"
    sent["title"] = "Mine"
    for other in ("", f"webinar:{ids['theirs']}", f"series:{ids['series']}", "webinar:nobody"):
        sent["owner"] = other
        assert own.post("/organize/calls/new", data=sent).status_code == 422, other
    page = new_call(own)
    assert own.get(page).status_code == 200
    site = people.organizer(app)
    whole = _form(site, "/organize/calls/new")
    whole["title"], whole["owner"] = "Of the site", ""
    elsewhere = site.post("/organize/calls/new", data=whole).location
    assert own.get(elsewhere).status_code == 404
    assert elsewhere not in own.get("/organize/calls/").text
    assert elsewhere in site.get("/organize/calls/").text
    # Whose it is, is settled: a forged field moves nothing.
    again = _form(own, f"{page}edit")
    again["owner"] = again["webinar_id"] = ids["theirs"]
    assert own.post(f"{page}edit", data=again).status_code == 303
    assert own.get(page).status_code == 200


def test_each_step_can_be_taken_back(app: Any, new_call: Any) -> None:
    client = people.organizer(app)
    page = new_call(client)

    def press(step: str) -> str:
        answer = client.post(f"{page}take/{step}")
        return str(client.get(answer.location).text)

    def undo(text: str) -> str:
        entries = re.findall(r'name="entry" value="([^"]+)"', text)
        assert entries, "nothing offers to take it back"
        answer = client.post("/organize/journal/undo", data={"entry": entries})
        assert answer.status_code == 303
        return str(client.get(page).text)

    assert "Nobody sees this call yet." in client.get(page).text
    text = press("publish")
    assert "Open until" in text
    text = press("close")
    assert "Closed" in text
    assert "Open until" in undo(text)
    assert "Nobody sees this call yet." in press("unpublish")
    text = press("delete")
    assert client.get(page).status_code == 404
    assert f"{page}take/restore" in text
    assert client.post(f"{page}take/restore").status_code == 303
    assert client.get(page).status_code == 200


def test_of_two_who_save_one_is_told(app: Any, new_call: Any) -> None:
    client = people.organizer(app)
    page = new_call(client)
    first, second = (_form(client, f"{page}edit") for _ in range(2))
    first["summary"], second["summary"] = "Hers", "His"
    assert client.post(f"{page}edit", data=first).status_code == 303
    answer = client.post(f"{page}edit", data=second)
    assert answer.status_code == 409
    assert "Hers" in answer.text
    assert "His" in answer.text


def test_tracks_and_questions_are_put_in_order_without_scripts(app: Any, new_call: Any) -> None:
    client = people.organizer(app)
    page = new_call(client)
    for name in ("First", "Second"):
        for kind, field in (("tracks", "name"), ("questions", "label")):
            sent = _form(client, f"{page}{kind}/new")
            sent[field] = f"{name} of {kind}"
            assert client.post(f"{page}{kind}/new", data=sent).status_code == 303
    for kind in ("tracks", "questions"):
        buttons = re.findall(
            rf'{kind}/order".*?value="down-([a-z0-9]+)', client.get(page).text, re.S
        )
        assert client.post(f"{page}{kind}/order", data={"move": f"down-{buttons[0]}"}).location
        text = client.get(page).text
        assert text.index(f"Second of {kind}") < text.index(f"First of {kind}")
        assert (
            client.post(f"{page}{kind}/order", data={"move": f"up-{'a' * 26}"}).status_code == 303
        )


def test_choices_keep_their_rows_and_order(app: Any, new_call: Any) -> None:
    client = people.organizer(app)
    page = new_call(client)
    sent = _form(client, f"{page}questions/new")
    sent["label"], sent["kind"] = "Drink?", "choice"
    sent["choices-0-label"] = "Tea"
    one = client.post(f"{page}questions/new", data=sent)
    assert one.status_code == 422
    assert "Write at least two choices" in one.text
    sent["choices-1-label"], sent["row"] = "Water", "down-0"
    text = client.post(f"{page}questions/new", data=sent).text
    assert text.index('value="Water"') < text.index('value="Tea"')
    del sent["row"]
    assert client.post(f"{page}questions/new", data=sent).status_code == 303


def test_codes_are_made_mailed_and_revoked(app: Any, new_call: Any) -> None:
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail, write

    client = people.organizer(app)
    page = new_call(client)
    sent = _form(client, f"{page}codes/")
    sent["count"], sent["note"] = "3", "=HYPERLINK(1)"
    assert client.post(f"{page}codes/", data=sent).status_code == 303
    text = client.get(f"{page}codes/").text
    codes = re.findall(r"<code>([A-Z2-7]{10})</code>", text)
    assert len(set(codes)) == 3
    csv = client.get(f"{page}codes.csv").text
    assert "'=HYPERLINK(1)" in csv
    assert f"http://localhost/calls/mosses-wanted?code={codes[0]}" in csv
    one = re.findall(r'/codes/([a-z0-9]{26})"', text)[0]
    mail = client.post(f"{page}codes/{one}/send", data={"email": "lin@example.org"})
    assert mail.status_code == 303
    with app.app_context():
        row = db.session.query(OutgoingMail).filter_by(kind="calls/mail/code").one()
        assert f"?code={codes[0]}" in write(row).text
    assert client.post(f"{page}codes/{one}/revoke").status_code == 303
    text = client.get(f"{page}codes/").text
    assert codes[0] not in re.findall(r"<code>(.*?)</code>", text)
    sent["code"] = codes[0]
    again = client.post(f"{page}codes/", data=sent)
    assert again.status_code == 422
    assert "This code is there already" in again.text
    assert BY.kind == "account"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same(
    number: int, app: Any, ids: dict[str, str], new_call: Any, statements: Any
) -> None:
    client = people.organizer(app)
    for _ in range(number):
        new_call(client)
    client.get("/organize/calls/")
    client.get("/organize/calls/")
    with statements() as seen:
        assert client.get("/organize/calls/").text.count("Mosses wanted") == number
    assert len([one for one in seen if "FROM call" in str(one) or "FROM paper" in str(one)]) == 4
