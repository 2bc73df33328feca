"""Journal, undo and mails: an organizer finds nothing there of a review that is closed to them."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.support import people
from tests.support.reviewing import Choosing
from tests.support.world import BY


def wrote(c: Choosing) -> None:
    """The organizer's own address among the authors."""
    from webinar.core.db import transaction

    row = c.row(0)
    with c.inside(), transaction():
        from webinar.papers.operations import paper_row

        paper_row(row.public_id).submitter.email = f"OLGA-{c.word}@example.org"


def declared(c: Choosing) -> None:
    from webinar.reviews.operations import declare_for

    with c.inside():
        declare_for(board_id=c.board_id, paper_id=c.papers[0], account_id=c.organizer_id, by=BY)


def all_is_done(c: Choosing, other: str) -> None:
    """Everything that can happen to the review of the first paper, and one of the second."""
    from webinar.accounts.models import Account
    from webinar.core.db import db
    from webinar.core.journal import Actor
    from webinar.papers.decisions import decide_papers
    from webinar.reviews import operations as ops

    with c.inside():
        rita = db.session.scalars(db.select(Account).filter_by(public_id=c.reviewer_ids[0])).one()
        by = Actor("account", rita.name, rita.id)
        on: dict[str, Any] = {"board_id": c.board_id, "by": by, "paper_id": c.papers[0]}
        mine = on | {"account_id": c.reviewer_ids[0]}
        ops.assign_reviewers(board_id=c.board_id, pairs=[(c.reviewer_ids[0], c.papers[0])], by=BY)
        ops.save_review(scores={c.category_id: 4}, text="Good", hand_in=True, **mine)
        ops.save_review(scores={c.category_id: 5}, text="Good", **mine)
        ops.save_review(scores={}, text="Good", **mine)
        said = ops.remark(text="Well", **mine)
        ops.remove_remark(
            board_id=c.board_id,
            remark_id=said.public_id,
            account_id=c.reviewer_ids[0],
            by=by,
        )
        ops.declare_for(
            board_id=c.board_id, paper_id=c.papers[0], account_id=c.reviewer_ids[1], by=by
        )
        ops.unassign_reviewer(**mine)
        decide_papers(decisions=dict.fromkeys(c.papers, "accepted"), words="Splendid.", by=by)
    assert c.announce(other) == 2


@pytest.mark.parametrize("interest", [wrote, declared])
def test_nothing_of_it_stands_there(app: Any, interest: Callable[[Choosing], None]) -> None:
    c = Choosing(app, papers=2, sees_others="always")
    other = people.make_account(app, email=f"otto-{c.word}@example.org", name="Otto Chair")
    c.organizer_id  # noqa: B018 - made now
    interest(c)
    all_is_done(c, other)
    # Who has none finds all of it.
    seen, hidden = entries_of(people.signed_in(app, other)), entries_of(c.desk())
    closed = {entry: words for entry, words in seen.items() if entry not in hidden}
    assert {
        "Asked people to review",
        "Wrote a review",
        "Said something about a paper",
        "Removed a word about a paper",
        "Declared somebody&#39;s conflict of interest",
        "Asked somebody no longer to review",
        "Decided about papers",
        "Announced a decision",
    } <= set(closed.values())
    desk = c.desk()
    for address in ("", "?actor=Rita", "?intention=reviews.save_review", "?kind=review"):
        assert "Rita" not in table_of(desk.get(f"/organize/journal/{address}")), address
    for entry, words in closed.items():
        where = f"/organize/journal/{entry}/"
        assert desk.get(where).status_code == 404, words
        assert desk.post(f"{where}undo").status_code == 404, words
        assert desk.post("/organize/journal/undo", data={"entry": entry}).status_code == 404
    assert c.row(0).state == "accepted"
    # That a paper was started tells nothing of its review, whoever wrote it.
    assert list(hidden.values()).count("Started a paper") == 2
    # Mails of decisions, too.
    mails = [mails_of(one) for one in (people.signed_in(app, other), desk)]
    assert len(mails[0] - mails[1]) == 1
    (mail,) = mails[0] - mails[1]
    assert desk.get(f"/organize/mails/{mail}/").status_code == 404
    assert desk.post(f"/organize/mails/{mail}/again").status_code == 404
    # The desk counts what its list shows.
    fail(app, mail)
    assert "1 mail could not be delivered" in people.signed_in(app, other).get("/organize/").text
    assert "1 mail could not be delivered" not in desk.get("/organize/").text
    # Also when the paper is deleted meanwhile.
    from webinar.papers.operations import delete_paper

    with app.app_context():
        delete_paper(paper_id=c.papers[0], by=BY)
    assert "1 mail could not be delivered" not in desk.get("/organize/").text
    assert mails_of(desk) == mails[1]


@pytest.mark.parametrize("interest", [wrote, declared])
def test_reminders_do_not_tell_who_reviews_ones_own(
    app: Any, interest: Callable[[Choosing], None]
) -> None:
    """By their totals, nor by being there."""
    from webinar.reviews.jobs import remind_reviewers
    from webinar.reviews.operations import nudge_reviewers

    c = Choosing(app, papers=3)
    c.organizer_id  # noqa: B018 - made now
    interest(c)
    c.assign((0, 0), (0, 1), (1, 2))
    with app.app_context():
        told = nudge_reviewers(board_id=c.board_id, by=BY)
        assert [(one.done, one.total) for one in told] == [(0, 2), (0, 1)]
        remind_reviewers()
    other = people.signed_in(app, people.make_account(app, email=f"o-{c.word}@example.org"))
    rita, rolf = (f"{name}-{c.word}@example.org" for name in ("rita", "rolf"))
    assert rita in other.get("/organize/mails/").text
    page = c.desk().get("/organize/mails/").text
    assert rita not in page
    assert rolf in page
    assert "Rita Reader: 0 of 1 done" not in c.desk().get(c.url("remind")).text


def test_nobody_is_reminded_of_a_paper_that_became_ones_own(app: Any) -> None:
    from webinar.core import clock
    from webinar.core.db import transaction
    from webinar.papers.models import AuthorInvitation
    from webinar.reviews.operations import nudge_reviewers

    c = Choosing(app, papers=2)
    c.assign((0, 0), (1, 1))
    with c.inside(), transaction() as session:
        asked = {"email": f"RITA-{c.word}@example.org", "name": "Nora", "sent_at": clock.now()}
        session.add(AuthorInvitation(paper_id=c.row(0).id, **asked))
    with app.app_context():
        told = nudge_reviewers(board_id=c.board_id, by=BY)
        assert [one.account.name for one in told] == ["Rolf Reader"]


def test_what_nobody_handed_in_is_nobodys_own(app: Any) -> None:
    """Also for organizers with a profile of their own."""
    from webinar.core.db import transaction
    from webinar.papers.operations import paper_row
    from webinar.speakers.operations import create_speaker

    c = Choosing(app, papers=1)
    with c.inside():
        mail = f"olga-{c.word}@example.org"
        c.organizer_id  # noqa: B018 - made now
        create_speaker(name="Olga Chair", email=mail, by=BY)
        with transaction():
            paper = paper_row(c.papers[0])
            paper.submitter = None
    assert "Paper 1" in c.desk().get("/organize/reviews/waiting/decision").text


def fail(app: Any, public_id: str) -> None:
    from webinar.core.db import transaction
    from webinar.core.mail import FAILED, OutgoingMail

    with app.app_context(), transaction() as session:
        session.query(OutgoingMail).filter_by(public_id=public_id).one().state = FAILED


def table_of(page: Any) -> str:
    assert page.status_code == 200
    return str(page.text.partition("<tbody")[2])


def entries_of(desk: Any) -> dict[str, str]:
    """Every entry of the journal that the person finds: what was done."""
    found: dict[str, str] = {}
    address = "/organize/journal/"
    while address:
        page = desk.get(address).text
        found |= dict(re.findall(r'href="/organize/journal/([a-z0-9]{26})/"[^>]*>([^<]*)<', page))
        older = re.search(r'href="(/organize/journal/\?[^"]*before=[^"]*)"', page)
        address = older[1].replace("&amp;", "&") if older else ""
    return found


def mails_of(desk: Any) -> set[str]:
    return set(re.findall(r"/organize/mails/([a-z0-9]{26})/", desk.get("/organize/mails/").text))


def test_an_announcement_has_no_undo(app: Any) -> None:
    """The authors were told: it is decided again and announced, or cancelled."""
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry
    from webinar.organize.operations import undo_entry
    from webinar.organize.undo import CannotUndo

    c = Choosing(app, papers=2)
    c.decide("accepted", 0)
    c.decide("declined", 1)
    assert c.announce() == 2
    with app.app_context():
        for kind in (
            "papers.announce_decision",
            "reviews.announce_decisions",
            "papers.decide_papers",
        ):
            entry = db.session.query(JournalEntry).filter_by(intention=kind).first()
            with pytest.raises(CannotUndo):
                undo_entry(entry_id=entry.public_id, by=BY)
    assert [c.row(number).state for number in range(2)] == ["accepted", "declined"]
    c.decide("waitlisted", 1)
    assert c.row(1).decision == "waitlisted"
