"""Who organizes one webinar takes back what they did on its board, and nothing on another's."""

import re
from typing import Any

from tests.support import people
from tests.support.reviewing import Choosing
from tests.support.world import BY


def of_a_webinar(c: Choosing, account_id: str) -> None:
    """The call becomes that of a webinar, which the account organizes."""
    from webinar.calls.models import Call
    from webinar.core.db import db, transaction
    from webinar.webinars.operations import set_webinar_roles

    with c.inside(), transaction():
        webinar = c.world.new_webinar()
        call = db.session.get(Call, c.call_number)
        call.belongs_to, call.webinar_id = "webinar", webinar.id
        set_webinar_roles(
            webinar_id=webinar.public_id, account_id=account_id, roles=["organizer"], by=BY
        )


def undo(desk: Any, page: Any) -> int:
    entries = re.findall(r'name="entry" value="([a-z0-9]+)"', page.text)
    assert entries, "nothing offers to take it back"
    return int(desk.post("/organize/journal/undo", data={"entry": entries}).status_code)


def test_papers_without_a_session_and_requests(app: Any) -> None:
    from webinar.core.db import db
    from webinar.reviews.models import Assignment

    c, other = Choosing(app, papers=1), Choosing(app, papers=1)
    me = people.make_account(app, roles=(), email="wanda@example.org")
    of_a_webinar(c, me)
    desk, chief = people.signed_in(app, me), other.desk()
    where = c.url(f"papers/{c.papers[0]}")
    form = {"decision": "declined", "words": ""}
    assert desk.post(f"{where}/decision", data=form).status_code == 303
    assert c.row(0).decision == "declined"
    assert undo(desk, desk.get(f"{where}/decision")) == 303
    assert c.row(0).decision is None
    pair = {"pair": f"{c.reviewer_ids[0]}:{c.papers[0]}"}
    assert desk.post(c.url("assign/save"), data=pair).status_code == 303
    assert undo(desk, desk.get(c.url("assign"))) == 303
    with app.app_context():
        assert db.session.query(Assignment).count() == 0
    assert desk.post(c.url("settings"), data={"middle": "median"}).status_code == 303
    assert undo(desk, desk.get(c.url("settings"))) == 303
    # What lies elsewhere is not theirs, whoever did it.
    there = other.url(f"papers/{other.papers[0]}/decision")
    assert chief.post(there, data=form).status_code == 303
    assert undo(desk, chief.get(there)) == 404
    assert other.row(0).decision == "declined"
