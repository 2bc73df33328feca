"""`python -m bench.board`: a board of 80 papers with five reviews each. See docs/benchmarks.md."""

import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from bench import serving, table
from bench.inside import counting, milliseconds
from bench.table import Row
from webinar.accounts.datastore import KEY, key_hash
from webinar.accounts.models import Account, AccountSession
from webinar.app import create_app
from webinar.calls.models import Call
from webinar.core import clock
from webinar.core.db import db, transaction
from webinar.core.journal import SYSTEM
from webinar.papers.models import Paper
from webinar.papers.operations import Author, start_paper, submit_paper
from webinar.reviews import operations
from webinar.reviews.models import Assignment, Review, Score
from webinar.running import prepare
from webinar.settings import Settings

PAPERS, REVIEWS, SCORES = 80, 5, 3
#: promised in the issue: milliseconds and statements
_BAR, _MOST = 100.0, 8


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="webinar-bench-") as folder:
        settings = Settings.from_environment(
            {"WEBINAR_DATA": folder, "WEBINAR_PORT": str(serving.free_port())}
        )
        app = create_app(settings)
        prepare(app)
        with app.app_context():
            board_id, browser = _fill(app)
        rows = list(_pages(app, browser, f"/organize/reviews/{board_id}"))
    table.show(rows, told="The board, measured on this machine, in one run")
    if any(row.is_kept is False for row in rows):
        sys.exit(1)


def _fill(app: Any) -> tuple[str, Any]:
    with transaction() as session:
        people = [
            Account(
                email=f"reader-{number}@example.org",
                name=f"Reader {number}",
                site_roles=["organizer" if not number else "reviewer"],
                confirmed_at=clock.now(),
            )
            for number in range(REVIEWS + 1)
        ]
        call = Call(title="Papers wanted", slug="papers-wanted", timezone="UTC")
        session.add_all([*people, call])
        session.flush()
        board = operations.start_board(call_id=call.public_id, by=SYSTEM)
        scores = [
            operations.add_category(
                board_id=board.public_id, name=f"Score {n}", least=1, most=5, weight=n, by=SYSTEM
            )
            for n in range(1, SCORES + 1)
        ]
        for number in range(PAPERS):
            _paper(call.id, number, people[1:], [one.id for one in scores])
        session.add(
            AccountSession(
                account_id=people[0].id,
                key_hash=key_hash("k"),
                expires_at=clock.now() + timedelta(days=1),
            )
        )
        name, board_id = people[0].fs_uniquifier, board.public_id
    browser = app.test_client()
    with browser.session_transaction(base_url=app.config["BASE_URL"]) as cookie:
        cookie[KEY], cookie["_user_id"], cookie["_fresh"] = "k", name, True
    return board_id, browser


def _paper(call: int, number: int, people: list[Account], scores: list[int]) -> None:
    paper: Paper = start_paper(
        title=f"Paper {number} on mosses and the water that they keep",
        abstract="Words.",
        body="Mosses keep water. " * 500,
        authors=[Author(f"Author {number}"), Author(f"Second {number}")],
        by=SYSTEM,
    )
    paper.call_id = call
    submit_paper(paper_id=paper.public_id, by=SYSTEM)
    for place, person in enumerate(people):
        given = [
            Score(category_id=one, value=1 + (number + place + at) % 5)
            for at, one in enumerate(scores)
        ]
        db.session.add(Assignment(account_id=person.id, paper_id=paper.id))
        db.session.add(
            Review(
                account_id=person.id,
                paper_id=paper.id,
                version_number=1,
                text="A fair paper. " * 50,
                handed_in_at=clock.now(),
                scores=given,
            )
        )


def _pages(app: Any, browser: Any, path: str) -> Iterator[Row]:
    def ask() -> None:
        answer = browser.get(f"{path}/?scores=1&sort=-score", base_url=app.config["BASE_URL"])
        if answer.status_code != 200 or answer.text.count("<tr>") != PAPERS + 1:
            raise RuntimeError(f"the board answers {answer.status_code}")

    spent = milliseconds(ask)
    with counting() as seen:
        ask()
    what = f"the board: {PAPERS} papers, {REVIEWS} reviews each, {len(seen)} statements"
    is_kept = spent < _BAR and len(seen) <= _MOST
    bar = f"{_BAR:.0f} ms, {_MOST} statements"
    yield Row("Choosing", what, f"{spent:.1f} ms", bar=bar, is_kept=is_kept, value=spent)


if __name__ == "__main__":
    main()
