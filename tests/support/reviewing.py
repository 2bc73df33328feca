"""A call with papers, people and a board, made with few statements: what tests of choosing need."""

import contextlib
import functools
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import has_app_context

from tests.support import people
from tests.support.world import BY, World


class Choosing:
    """A board of a call of the site, an open phase, one score from 1 to 5, and two reviewers."""

    def __init__(self, app: Any, *, papers: int = 3, **rules: Any) -> None:
        self.app = app
        with self.inside():
            self._make(papers, rules)

    @functools.cached_property
    def organizer_id(self) -> str:
        return people.make_account(
            self.app, email=f"olga-{self.word}@example.org", name="Olga Chair"
        )

    @contextlib.contextmanager
    def inside(self) -> Iterator[None]:
        """The test's context, else one of its own: browsers of several people come besides."""
        with contextlib.nullcontext() if has_app_context() else self.app.app_context():
            yield

    def _make(self, papers: int, rules: dict[str, Any]) -> None:
        from webinar.core import ids

        app, self.word = self.app, ids.new_id()[:8]
        self.world = World(app)
        self.reviewer_ids = [
            people.make_account(
                app,
                roles=("reviewer",),
                email=f"{name.lower()}-{self.word}@example.org",
                name=f"{name} Reader",
            )
            for name in ("Rita", "Rolf")
        ]
        from webinar.core import clock
        from webinar.core.clock import WallTime, wall
        from webinar.core.db import transaction
        from webinar.reviews import operations

        now = wall(clock.now(), "UTC").local.replace(second=0, microsecond=0)
        with transaction():
            self.call_id, self.call_number = self._call()
            self.board = operations.start_board(call_id=self.call_id, by=BY)
            self.board_id = self.board.public_id
            self.category = operations.add_category(
                board_id=self.board_id, name="Soundness", least=1, most=5, weight=1, by=BY
            )
            self.category_id = self.category.public_id
            values = {"name": "Reading", "shows_authors": False} | rules
            self.phase_id = operations.add_phase(
                board_id=self.board_id,
                opens=WallTime(now - timedelta(days=1), "UTC"),
                closes=WallTime(now + timedelta(days=10), "UTC"),
                by=BY,
                **values,
            ).public_id
            self.papers = [self.paper(f"Paper {number}") for number in range(1, papers + 1)]

    def _call(self) -> tuple[str, int]:
        from webinar.calls.models import Call
        from webinar.core.db import db

        call = Call(title="Moss calls", slug=f"moss-{self.word}", timezone="UTC")
        db.session.add(call)
        db.session.flush()
        return call.public_id, call.id

    def paper(self, title: str, *, author: str = "Nora Writer", email: str = "") -> str:
        """Handed in for the call by a person of its own; public identifier."""
        from webinar.core.db import transaction

        with transaction():
            return self._paper(title, author, email)

    def _paper(self, title: str, author: str, email: str) -> str:
        from webinar.papers.models import Paper
        from webinar.papers.operations import Author, start_paper, submit_paper
        from webinar.speakers.operations import create_speaker

        mail = email or f"{title.lower().replace(' ', '-')}-{self.word}@authors.example.org"
        speaker = create_speaker(name=author, email=mail, by=BY)
        made: Paper = start_paper(
            title=title,
            abstract=f"On {title}.",
            body="# Water\n\nMosses keep it.",
            authors=[Author(author, "Institute of Bogs", speaker.public_id)],
            submitter_id=speaker.public_id,
            by=BY,
        )
        made.call_id = self.call_number
        submit_paper(paper_id=made.public_id, by=BY)
        return made.public_id

    def assign(self, *pairs: tuple[int, int]) -> None:
        """Numbers of a reviewer and a paper, from 0."""
        from webinar.reviews.operations import assign_reviewers

        wanted = [(self.reviewer_ids[who], self.papers[what]) for who, what in pairs]
        with self.inside():
            assign_reviewers(board_id=self.board_id, pairs=wanted, by=BY)

    def review(self, who: int, what: int, score: int, **more: Any) -> Any:
        from webinar.reviews.operations import save_review

        with self.inside():
            return save_review(
                board_id=self.board_id,
                paper_id=self.papers[what],
                account_id=self.reviewer_ids[who],
                scores={self.category_id: score},
                hand_in=more.pop("hand_in", True),
                by=BY,
                **more,
            )

    def decide(self, decision: str | None, *which: int, words: str | None = None) -> None:
        from webinar.papers.decisions import decide_papers

        chosen = {self.papers[number]: decision for number in which}
        with self.inside():
            decide_papers(decisions=chosen, words=words, by=BY)

    def keys(self, account_id: str = "") -> list[str]:
        """Of every mail that the announcement shows that organizer."""
        from webinar.reviews.announcing import decided_papers, notices_of
        from webinar.reviews.operations.boards import board_row
        from webinar.reviews.operations.reviewing import account_row

        account_id = account_id or self.organizer_id
        with self.inside():
            board = board_row(self.board_id)
            papers = decided_papers(board, account=account_row(account_id))
            return [one.key for one in notices_of(board, papers, {})]

    def announce(self, account_id: str = "") -> int:
        """All that is decided, by that organizer; how many were told."""
        from webinar.reviews.operations import announce_decisions

        account_id = account_id or self.organizer_id
        keys = self.keys(account_id)
        with self.inside():
            told, _ = announce_decisions(
                board_id=self.board_id, keys=keys, letters={}, account_id=account_id, by=BY
            )
        return len(told)

    def row(self, number: int) -> Any:
        from webinar.papers.operations import paper_row

        with self.inside():
            return paper_row(self.papers[number])

    def desk(self, who: int | None = None) -> Any:
        """A browser of that reviewer, or of the organizer."""
        account = self.organizer_id if who is None else self.reviewer_ids[who]
        return people.signed_in(self.app, account)

    def url(self, rest: str = "") -> str:
        return f"/organize/reviews/{self.board_id}/{rest}"

    def all_stages(self) -> None:
        """The first waits for reviews, the second to be announced, the third for its speaker."""
        from webinar.papers.decisions import announce_decision

        self.assign((0, 0), (1, 0))
        self.decide("accepted", 1, 2)
        with self.inside():
            announce_decision(paper_id=self.papers[2], by=BY)

    def review_all(self, scores: dict[int, tuple[int, int]]) -> None:
        """Number of a paper -> the score of each of the two reviewers."""
        for what, given in scores.items():
            self.assign((0, what), (1, what))
            for who, score in enumerate(given):
                self.review(who, what, score)

    def page_of(self, number: int) -> str:
        """Address of that paper behind its author's personal link."""
        from webinar.core import links
        from webinar.speakers.operations import send_personal_link

        with self.inside():
            speaker = self.row(number).submitter.public_id
            link = links.token(send_personal_link(speaker_id=speaker, by=BY))
        return f"/my/{link}/papers/{self.papers[number]}"
