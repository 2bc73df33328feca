"""Words that went with a decision, or never did, are not told once more with another one."""

from typing import Any

from tests.support.reviewing import Choosing
from tests.support.world import BY


def letters(c: Choosing) -> str:
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail

    with c.app.app_context():
        rows = db.session.query(OutgoingMail).filter_by(kind="reviews/mail/decision")
        return " ".join(str(row.values) for row in rows)


def test_each_decision_has_its_own(app: Any) -> None:
    from webinar.papers.operations import submit_paper, withdraw_paper

    c = Choosing(app, papers=2)
    c.decide("waitlisted", 0, words="We have no room yet.")
    c.decide("declined", 1, words="It is about trains.")
    c.announce()
    assert letters(c).count("We have no room yet.") == 1
    c.decide("accepted", 0, 1)
    c.announce()
    assert letters(c).count("We have no room yet.") == 1
    assert letters(c).count("It is about trains.") == 1
    c = Choosing(app, papers=1)
    c.decide("declined", 0, words="Far too late.")
    with app.app_context():
        withdraw_paper(paper_id=c.papers[0], by=BY)
        submit_paper(paper_id=c.papers[0], by=BY)
    c.decide("accepted", 0)
    c.announce()
    assert "Far too late." not in letters(c)


def test_what_was_announced_meanwhile_is_not_taken_back(app: Any) -> None:
    import lxml.html

    c = Choosing(app, papers=2)
    desk, page = c.desk(), c.url(f"papers/{c.papers[0]}")
    c.decide("waitlisted", 0, 1)
    form = lxml.html.fromstring(desk.get(f"{page}/decision").text)
    seen = form.xpath("//form[contains(@action, '/undecide')]//input[@name='seen']/@value")[0]
    bulk = {"papers": c.papers[1], "decision": "none", "words": "Wait."}
    asked = lxml.html.fromstring(desk.post(c.url("decide"), data=bulk).text)
    sure = dict(asked.forms[-1].form_values())
    answer = desk.post(c.url("decide"), data=sure, follow_redirects=True)
    assert "The decision is taken back." in answer.text
    assert (c.row(1).decision, c.row(1).decision_note) == (None, "")
    c.announce()
    before = c.row(0).decided_at
    late = desk.post(f"{page}/undecide", data={"seen": seen}, follow_redirects=True)
    assert "Somebody changed this paper meanwhile" in late.text
    assert "taken back" not in late.text
    desk.post(f"{page}/undecide")
    assert (c.row(0).state, c.row(0).decided_at) == ("waitlisted", before)


def test_a_version_that_came_meanwhile_is_looked_at_first(app: Any) -> None:
    from webinar.papers.operations import submit_paper
    from webinar.reviews.operations import announce_decisions

    c = Choosing(app, papers=1)
    c.decide("changes", 0, words="Shorten it.")
    desk, seen = c.desk(), c.keys()
    assert "A new version came in" not in desk.get(c.url("announce")).text
    with app.app_context():
        submit_paper(paper_id=c.papers[0], by=BY)
        told = announce_decisions(
            board_id=c.board_id, keys=seen, letters={}, account_id=c.organizer_id, by=BY
        )
    assert told == ([], 1)
    assert "A new version came in" in desk.get(c.url("announce")).text
    assert c.announce() == 1
