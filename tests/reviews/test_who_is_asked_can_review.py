"""Who cannot review any more is not waited for, not counted and not mailed; nobody hears twice."""

from typing import Any

from tests.support import people
from tests.support.reviewing import Choosing
from tests.support.world import BY


def nudges() -> int:
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail

    return db.session.query(OutgoingMail).filter_by(kind="reviews/mail/nudge").count()


def test_a_phase_reminds_once_though_its_day_has_two_dates(app: Any, clock: Any) -> None:
    from webinar.reviews.jobs import remind_reviewers

    c = Choosing(app, papers=1)
    c.assign((0, 0))
    clock.shift(7 * 24 * 3600 + 60)
    with app.app_context():
        for _part_of_a_day in range(5):
            remind_reviewers()
            clock.shift(6 * 3600 - 60)
        assert nudges() == 1


def set_account(app: Any, public_id: str, **values: Any) -> None:
    from webinar.accounts.models import Account
    from webinar.core.db import db, transaction

    with app.app_context(), transaction():
        account = db.session.query(Account).filter_by(public_id=public_id).one()
        for name, value in values.items():
            setattr(account, name, value)


def test_nobody_waits_for_who_reviews_no_more(app: Any) -> None:
    """A role taken away, an account closed, an interest declared: others are asked instead."""
    from webinar.core.db import db
    from webinar.reviews import operations
    from webinar.reviews.models import Assignment
    from webinar.reviews.operations.boards import board_row
    from webinar.reviews.progress import who_is_behind

    c = Choosing(app, papers=2)
    rolf = c.reviewer_ids[1]
    other = people.make_account(
        app, roles=("reviewer",), email=f"ruth-{c.word}@example.org", name="Ruth Reader"
    )
    c.assign((0, 0), (1, 0), (0, 1))
    desk = c.desk()
    with app.app_context():
        paper = {"board_id": c.board_id, "paper_id": c.papers[0], "by": BY}
        operations.declare_interest(account_id=rolf, **paper)
    for values in ({"site_roles": []}, {"site_roles": ["reviewer"], "is_active": False}):
        set_account(app, c.reviewer_ids[0], **values)
        assert "2 wait for your decision" in desk.get(c.url()).text
        assert desk.get("/organize/reviews/waiting/review").text.count("Paper 1") == 0
        with app.app_context():
            assert who_is_behind(board_row(c.board_id)) == []
            assert operations.nudge_reviewers(board_id=c.board_id, by=BY) == []
    sent = {"reviewers": [rolf, other], "each": "1"}
    plan = desk.post(c.url("assign"), data=sent).text
    assert f"{other}:{c.papers[0]}" in plan
    assert f"{rolf}:{c.papers[1]}" in plan
    set_account(app, c.reviewer_ids[0], is_active=True)
    page = desk.get(c.url()).text
    assert "2 papers wait for a review by 1 person" in " ".join(page.split())
    with app.app_context():
        assert [one.total for one in who_is_behind(board_row(c.board_id))] == [2]
        assert db.session.query(Assignment).count() == 3


def test_a_reviewer_of_the_webinar_is_waited_for_there_alone(app: Any) -> None:
    from webinar.accounts.models import Account
    from webinar.core.db import db, transaction
    from webinar.papers.models import Paper
    from webinar.reviews.asked import still_asked
    from webinar.reviews.models import Assignment
    from webinar.webinars.models import WebinarRole

    c = Choosing(app, papers=2)
    c.assign((0, 0), (1, 1))
    set_account(app, c.reviewer_ids[0], site_roles=["moderator"])
    with app.app_context():
        here = c.world.webinar
        with transaction():
            rita = db.session.query(Account).filter_by(public_id=c.reviewer_ids[0]).one()
            db.session.add(WebinarRole(webinar_id=here.id, account_id=rita.id, role="reviewer"))
        found = db.session.query(Assignment).filter(still_asked())
        assert found.count() == 1
        with transaction():
            call = db.session.query(Paper).filter_by(public_id=c.papers[0]).one().call
            call.webinar_id = here.id
        assert found.count() == 2
