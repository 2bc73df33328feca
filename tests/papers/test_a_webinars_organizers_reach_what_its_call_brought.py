"""Papers handed in to a webinar's call, not in its programme yet: its organizers arrange them."""

from typing import Any

from tests.papers.calling import a_call, draft, hand_in, paper_of
from tests.support import programme
from tests.support.people import with_role


def test_they_stand_in_their_list_and_open_and_nobody_elses(client: Any, app: Any) -> None:
    with app.app_context():
        ours = programme.a_webinar("Tides").public_id
        theirs = programme.a_webinar("Winds", new_category="Winds").public_id
    _call, slug = a_call(app, webinar_id=ours)
    path = draft(client, app, slug, body="Text.", title="On one mud flat")
    assert hand_in(client, path).status_code == 303
    number = paper_of(app, path, lambda paper: paper.public_id)
    mine = with_role(app, "organizer", webinar_id=ours, email="tides@example.org")
    other = with_role(app, "organizer", webinar_id=theirs, email="winds@example.org")
    reader = with_role(app, "reviewer", webinar_id=ours, email="reads@example.org")
    assert "On one mud flat" in mine.get("/organize/papers/").text
    assert mine.get(f"/organize/papers/{number}/").status_code == 200
    assert mine.get(f"/organize/papers/{number}/edit").status_code == 200
    assert "On one mud flat" in reader.get("/organize/review/").text
    assert "On one mud flat" not in other.get("/organize/papers/").text
    assert other.get(f"/organize/papers/{number}/").status_code == 404


def test_they_hear_of_it_by_mail_and_nobody_elses_do(client: Any, app: Any) -> None:
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail

    with app.app_context():
        ours = programme.a_webinar("Tides").public_id
        theirs = programme.a_webinar("Winds", new_category="Winds").public_id
    with_role(app, "organizer", webinar_id=ours, email="tides@example.org")
    with_role(app, "organizer", webinar_id=theirs, email="winds@example.org")
    _call, slug = a_call(app, webinar_id=ours)
    assert hand_in(client, draft(client, app, slug, body="Text.")).status_code == 303
    with app.app_context():
        told = db.session.query(OutgoingMail.to_address).filter_by(kind="papers/mail/handed_in")
        assert [row[0] for row in told] == ["tides@example.org"]
