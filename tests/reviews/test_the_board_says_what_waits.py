"""The organizers' board: numbers, words, filters in the address, downloads, few statements."""

import csv
import io
from typing import Any

import pytest

from tests.support.reviewing import Choosing
from tests.support.statements import counted


@pytest.mark.parametrize("papers", [1, 3])
def test_it_asks_the_same_for_any_number(app: Any, papers: int) -> None:
    c = Choosing(app, papers=papers)
    for number in range(papers):
        c.assign((0, number), (1, number))
        c.review(0, number, 4)
    desk = c.desk()
    desk.get(c.url())
    with counted(exactly=8):
        assert desk.get(c.url("?scores=1")).status_code == 200


@pytest.mark.parametrize("more", [0, 3])
def test_assigning_and_reminding_ask_the_same_for_any_number_of_people(app: Any, more: int) -> None:
    from tests.support import people

    c = Choosing(app, papers=2)
    for number in range(more):
        people.make_account(app, roles=("reviewer",), email=f"{number}-{c.word}@example.org")
    c.assign((0, 0), (1, 1), (0, 1))
    desk = c.desk()
    desk.get(c.url("assign"))
    with counted(exactly=10):
        assert desk.get(c.url("assign")).status_code == 200
    with counted(exactly=8):
        assert desk.get(c.url("remind")).status_code == 200


def test_what_waits_for_whom_stands_on_top(app: Any) -> None:
    from tests.support.world import BY
    from webinar.papers.decisions import announce_decision, confirm_paper

    c = Choosing(app, papers=6)
    c.assign((0, 0), (1, 0), (0, 1))
    c.decide("accepted", 2, 3, 4)
    with app.app_context():
        for number in (3, 4):
            announce_decision(paper_id=c.papers[number], by=BY)
        confirm_paper(paper_id=c.papers[4], by=BY)
    desk = c.desk()
    page = " ".join(desk.get(c.url()).text.split())
    for words in (
        "2 papers wait for a review by 2 people",
        "1 waits for your decision",
        "1 is decided and not announced",
        "1 waits for the speaker’s confirmation",
        "1 waits for a place in the programme",
    ):
        assert words in page
    page = desk.get(c.url("?waits=confirmation")).text
    assert "Paper 4" in page
    assert "Paper 1" not in page


def test_scores_sort_and_leave_for_a_spreadsheet(app: Any) -> None:
    c = Choosing(app, papers=3)
    c.review_all({0: (1, 2), 1: (5, 3)})
    desk = c.desk()
    rows = list(
        csv.reader(io.StringIO(desk.get(c.url("board.csv?sort=-score")).data.decode("utf-8-sig")))
    )
    assert [row[0] for row in rows[1:]] == ["Paper 2", "Paper 1", "Paper 3"]
    assert rows[1][6:11] == ["2", "2", "4.0", "3.0", "5.0"]
    assert rows[3][8] == ""
    sorted_page = desk.get(c.url("?sort=score&q=paper")).text
    assert (
        sorted_page.index("Paper 1") < sorted_page.index("Paper 2") < sorted_page.index("Paper 3")
    )
    assert 'aria-sort="ascending"' in sorted_page
    book = desk.get(c.url("board.xlsx")).data
    import zipfile

    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        assert b"Paper 2" in parts.read("xl/sharedStrings.xml")


def test_who_has_an_interest_decides_nothing_about_it(app: Any) -> None:
    c = Choosing(app, papers=2)
    c.review_all({0: (5, 5), 1: (1, 1)})
    desk = c.desk()
    where = c.url(f"papers/{c.papers[0]}/decision")
    sent = {"who": c.organizer_id, "reason": "My student"}
    answer = desk.post(c.url(f"papers/{c.papers[0]}/interests"), data=sent)
    assert answer.status_code == 303
    assert desk.get(where).status_code == 404
    page = desk.get(c.url()).text
    assert "You have an interest in it." in page
    assert "5.0" not in page
    assert "5.0" not in desk.get(c.url("board.csv")).text
    sent = {"papers": c.papers[0], "decision": "accepted", "sure": "1"}
    assert desk.post(c.url("decide"), data=sent).status_code == 422


def test_who_has_an_interest_hears_no_decision_and_no_reviewers(app: Any) -> None:
    """Neither on the board nor in its files, its sentences, the plan, or by announcing it."""
    from tests.support.world import BY
    from webinar.reviews.operations import declare_for

    c = Choosing(app, papers=2)
    c.decide("declined", 0)
    with app.app_context():
        declare_for(board_id=c.board_id, paper_id=c.papers[0], account_id=c.organizer_id, by=BY)
    desk = c.desk()
    for page in ("", "board.csv"):
        text = desk.get(c.url(page)).text
        assert "Paper 1" in text
        assert "to be declined" not in text
    assert "Decline" not in desk.get(c.url("board.csv")).text
    assert "is decided and not announced" not in desk.get(c.url()).text
    plan = {"reviewers": c.reviewer_ids, "each": "1"}
    page = desk.post(c.url("assign"), data=plan).text
    assert f"{c.papers[1]}" in page
    assert f"{c.papers[0]}" not in page
    pair = {"pair": f"{c.reviewer_ids[0]}:{c.papers[0]}"}
    assert desk.post(c.url("assign/save"), data=pair).status_code == 303
    c.decide("accepted", 1)
    keys = [c.keys(c.reviewer_ids[0])[0], *c.keys()]
    assert keys[0].startswith(c.papers[0])
    key = {"key": keys, "sure": "1"}
    words = {"subject_accepted": "Yes", "text_accepted": "Yes"}
    assert desk.post(c.url("announce"), data=key | words).status_code == 303
    assert c.row(0).state == "submitted"


def test_a_declared_interest_ends_requests_and_reviews(app: Any) -> None:
    """It reminds nobody, counts nowhere, and others do not read it."""
    from tests.support.world import BY
    from webinar.reviews.operations import declare_interest

    c = Choosing(app, papers=1, sees_others="always")

    def declare(who: int) -> None:
        with app.app_context():
            account_id = c.reviewer_ids[who]
            declare_interest(
                board_id=c.board_id, paper_id=c.papers[0], account_id=account_id, by=BY
            )

    c.assign((0, 0), (1, 0))
    c.review(0, 0, 5, text="Marvellous.")
    where = c.url(f"papers/{c.papers[0]}")
    assert "Marvellous." in c.desk(1).get(where).text
    declare(0)
    assert "Marvellous." not in c.desk(1).get(where).text
    assert "Rolf Reader: 0 of 1 done" in c.desk().get(c.url("remind")).text
    declare(1)
    assert "Nobody is behind" in c.desk().get(c.url("remind")).text


@pytest.mark.parametrize("how", ["deleted", "merged", "invited"])
def test_who_wrote_a_paper_does_not_review_it(app: Any, how: str) -> None:
    """Also by a profile that was deleted, one that went on in another, or as who was asked."""
    import sqlalchemy as sa

    from tests.support.world import BY
    from webinar.accounts.models import Account
    from webinar.core import clock
    from webinar.core.db import db, transaction
    from webinar.papers.models import AuthorInvitation
    from webinar.reviews.queries import conflicts_on, is_in_conflict
    from webinar.speakers.operations import create_speaker, delete_speaker

    c = Choosing(app, papers=0, reads="all")
    with app.app_context():
        rita = db.session.scalars(
            sa.select(Account).where(Account.public_id == c.reviewer_ids[0])
        ).one()
        mail = "nora@example.org" if how != "deleted" else rita.email.upper()
        c.papers.append(c.paper("Bogs", email=mail))
        row = c.row(0)
        with transaction() as session:
            if how == "deleted":
                delete_speaker(speaker_id=row.submitter.public_id, by=BY)
            elif how == "merged":
                former = create_speaker(name="Nora", email=rita.email, by=BY)
                former.deleted_at, former.merged_into_id = clock.now(), row.submitter_id
            else:
                asked = {"email": rita.email, "name": "Nora", "sent_at": clock.now()}
                session.add(AuthorInvitation(paper_id=row.id, **asked))
        assert is_in_conflict(rita, c.row(0))
        assert conflicts_on(db.session.merge(c.board), [rita]) == {(rita.id, c.row(0).id)}
    assert c.desk(0).get(c.url(f"papers/{c.papers[0]}")).status_code == 404
    assert c.desk(1).get(c.url(f"papers/{c.papers[0]}")).status_code == 200


def test_reviewers_and_strangers_stay_out(app: Any, client: Any) -> None:
    from tests.support import people

    c = Choosing(app, papers=1)
    for page in ("", "settings", "assign", "announce", "programme", "remind", "board.csv"):
        assert c.desk(0).get(c.url(page)).status_code == 403
        assert client.get(c.url(page)).status_code == 302
    other = people.signed_in(app, people.make_account(app, roles=(), email="x@example.org"))
    assert other.get(c.url("mine")).status_code == 403


def test_reminders_go_once_a_day(app: Any, clock: Any) -> None:
    from tests.support.world import BY
    from webinar.calls.operations import delete_call, restore_call
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail
    from webinar.reviews.jobs import remind_reviewers

    c = Choosing(app, papers=2)
    c.assign((0, 0), (0, 1), (1, 0))
    c.review(1, 0, 4)
    desk = c.desk()
    page = desk.get(c.url("remind")).text
    assert "Rita Reader: 0 of 2 done" in page
    assert "Rolf Reader:" not in page
    sent = {"people": c.reviewer_ids[0], "words": "Please."}
    assert desk.post(c.url("remind"), data=sent).status_code == 303
    assert desk.post(c.url("remind"), data=sent).status_code == 422

    def told() -> int:
        return db.session.query(OutgoingMail).filter_by(kind="reviews/mail/nudge").count()

    with app.app_context():
        assert told() == 1
        remind_reviewers()
        assert told() == 1
    clock.shift(7 * 24 * 3600 + 60)
    with app.app_context():
        delete_call(call_id=c.call_id, by=BY)
        remind_reviewers()
        assert told() == 1
        restore_call(call_id=c.call_id, by=BY)
        remind_reviewers()
        remind_reviewers()
        assert told() == 2
