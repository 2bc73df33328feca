"""A reviewer's desk: what waits, the next one, drafts, handing in, others' reviews, interests."""

from typing import Any

import pytest

from tests.support.reviewing import Choosing
from tests.support.statements import counted


def test_the_next_is_the_paper_with_the_fewest_reviews(app: Any) -> None:
    c = Choosing(app, papers=3, reads="all")
    c.review(1, 0, 3)
    c.review(1, 1, 3)
    desk = c.desk(0)
    assert desk.get(c.url("next")).location.endswith(c.papers[2])
    c.review(0, 2, 5)
    assert desk.get(c.url("next")).location.endswith(c.papers[0])
    # Passed over while there is another one.
    assert desk.get(c.url(f"next?after={c.papers[0]}")).location.endswith(c.papers[1])
    page = desk.get(c.url("mine")).text
    assert "1 of 3 done" in page


def test_a_draft_is_nobody_elses_and_a_review_stays_handed_in(app: Any) -> None:
    c = Choosing(app, papers=1, sees_others="always")
    c.assign((0, 0), (1, 0))
    desk, other, organizer = c.desk(0), c.desk(1), c.desk()
    where = c.url(f"papers/{c.papers[0]}")
    sent = {f"score_{c.category_id}": "", "text": "Unripe words", "read": "1"}
    assert desk.post(where, data=sent).status_code == 303
    for browser, page in ((other, where), (organizer, f"{where}/decision")):
        assert "Unripe words" not in browser.get(page).text
    # Handing in wants the number that is required.
    assert desk.post(where, data=sent | {"hand_in": "1"}).status_code == 422
    sent |= {f"score_{c.category_id}": "4", "private_note": "Only mine", "hand_in": "1"}
    assert desk.post(where, data=sent).status_code == 303
    assert "Unripe words" in other.get(where).text
    page = organizer.get(f"{where}/decision").text
    assert "Unripe words" in page
    for browser, address in ((other, where), (organizer, f"{where}/decision")):
        assert "Only mine" not in browser.get(address).text
    assert "Only mine" in desk.get(where).text
    del sent["hand_in"]
    assert desk.post(where, data=sent | {"text": "Riper words"}).status_code == 303
    assert "Riper words" in organizer.get(f"{where}/decision").text


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [("never", False, False), ("after", False, True), ("always", True, True)],
)
def test_others_are_read_when_the_phase_says_so(
    app: Any, rule: str, before: bool, after: bool
) -> None:
    c = Choosing(app, papers=1, sees_others=rule)
    c.assign((0, 0), (1, 0))
    c.review(1, 0, 2, text="Rather thin")
    desk, where = c.desk(0), c.url(f"papers/{c.papers[0]}")
    assert ("Rather thin" in desk.get(where).text) is before
    said = desk.post(f"{where}/remarks", data={"remark": "Is it?"})
    assert said.status_code == 303
    assert ("Is it?" in c.desk().get(f"{where}/decision").text) is before
    c.review(0, 0, 5)
    page = desk.get(where).text
    assert ("Rather thin" in page) is after
    assert "Rolf" not in page


def test_outside_of_the_phase_nothing_changes(app: Any, clock: Any) -> None:
    c = Choosing(app, papers=1)
    c.assign((0, 0))
    c.review(0, 0, 4, text="As it was")
    desk, where = c.desk(0), c.url(f"papers/{c.papers[0]}")
    clock.shift(11 * 24 * 3600)
    with app.app_context():
        from datetime import timedelta

        from webinar.accounts.models import AccountSession
        from webinar.core import clock as now
        from webinar.core.db import transaction

        with transaction() as session:
            session.query(AccountSession).update(
                {"expires_at": now.now() + timedelta(days=1), "last_seen_at": now.now()}
            )
    sent = {f"score_{c.category_id}": "1", "text": "Changed", "hand_in": "1"}
    answer = desk.post(where, data=sent)
    assert answer.status_code == 422
    assert "not open" in answer.text
    assert "As it was" in desk.get(where).text
    # What it hid stays hidden.
    assert "Nora Writer" not in desk.get(where).text


def test_who_has_an_interest_sees_nothing_of_it(app: Any) -> None:
    c = Choosing(app, papers=2, sees_others="always")
    c.assign((0, 0), (0, 1), (1, 0))
    c.review(0, 0, 1, text="My own")
    desk, where = c.desk(0), c.url(f"papers/{c.papers[0]}")
    answer = desk.post(f"{where}/interest", data={"reason": "We share an office"})
    assert answer.status_code == 303
    assert desk.get(where).status_code == 404
    page = desk.get(c.url("mine")).text
    assert "We share an office" in page
    assert "0 of 1 done" in page
    # The organizers read why, and the review counts no more.
    page = c.desk().get(f"{where}/decision").text
    assert "We share an office" in page
    assert "My own" not in page
    interest = _interest(app)
    assert desk.post(c.url(f"interests/{interest}/take-back")).status_code == 303
    assert desk.get(where).status_code == 200
    # What an organizer declares only organizers take back.
    sent = {"who": c.reviewer_ids[0], "reason": "Married"}
    assert c.desk().post(f"{where}/interests", data=sent).status_code == 303
    desk.post(c.url(f"interests/{_interest(app)}/take-back"))
    assert desk.get(where).status_code == 404


def _interest(app: Any) -> str:
    from webinar.core.db import db
    from webinar.reviews.models import Interest

    with app.app_context():
        return db.session.query(Interest).one().public_id


def test_authors_do_not_review_what_they_wrote(app: Any) -> None:
    c = Choosing(app, papers=1, reads="all")
    with app.app_context():
        own = c.paper("My own", email=f"RITA-{c.word}@example.org")
    desk = c.desk(0)
    assert desk.get(c.url(f"papers/{own}")).status_code == 404
    assert "My own" not in desk.get(c.url("mine")).text
    assert c.desk(1).get(c.url(f"papers/{own}")).status_code == 200


@pytest.mark.parametrize(("papers", "shown"), [(1, True), (3, True), (1, False), (3, False)])
def test_the_desk_asks_a_fixed_number_of_questions(app: Any, papers: int, shown: bool) -> None:
    c = Choosing(app, papers=papers, reads="all", shows_authors=shown)
    desk = c.desk(0)
    desk.get(c.url("mine"))
    with counted(exactly=7 if shown else 11):
        assert desk.get(c.url("mine")).status_code == 200


def test_answers_outlive_the_word_that_they_answered(app: Any) -> None:
    from webinar.core.db import db
    from webinar.reviews.models import ReviewRemark

    c = Choosing(app, papers=1, sees_others="always")
    c.assign((0, 0), (1, 0))
    rita, rolf, where = c.desk(0), c.desk(1), c.url(f"papers/{c.papers[0]}")
    rita.post(f"{where}/remarks", data={"remark": "Is it?"})
    with app.app_context():
        first = db.session.query(ReviewRemark).one().public_id
    rolf.post(f"{where}/remarks", data={"remark": "It is.", "parent": first})
    rita.post(c.url(f"remarks/{first}/remove"))
    # The page with the form was open meanwhile.
    late = rolf.post(f"{where}/remarks", data={"remark": "Surely.", "parent": first})
    assert late.status_code == 303
    for page in (rita.get(where).text, c.desk().get(f"{where}/decision").text):
        assert "Is it?" not in page
        assert page.count("It is.") == page.count("Surely.") == 1
