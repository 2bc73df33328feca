"""What the example programme has none of: a board, a second version, a co-author who was asked."""

from dataclasses import dataclass, field
from typing import Any

from tests.support.world import BY


@dataclass
class Seeded:
    """Addresses to begin at, by who looks."""

    public: list[str] = field(default_factory=list)
    desk: list[str] = field(default_factory=list)
    personal: list[str] = field(default_factory=list)


def seed(app: Any) -> Seeded:
    """Written into the database of that application."""
    from tests.support import paper_forms
    from tests.support.reviewing import Choosing
    from webinar.reviews import operations as reviews

    with app.app_context():
        board = Choosing(app, reads="all", sees_others="always")
        board.all_stages()
        board.review(0, 0, 4, text="Clear, and short.")
        first, accepted = board.papers[0], board.papers[2]
        reviews.remark(
            board_id=board.board_id,
            paper_id=first,
            account_id=board.reviewer_ids[1],
            text="A word.",
            by=BY,
        )
        _second_version(accepted)
        asked = paper_forms.own_paper(board.world).public_id
        coauthor = paper_forms.asked_coauthor(asked)
        own = board.page_of(2)
        return Seeded(
            [f"/papers/{_twice_published()}/"],
            [
                "/organize/reviews/",
                "/organize/reviews/to-write",
                "/organize/reviews/waiting/review",
                board.url(),
                board.url("mine"),
                board.url(f"papers/{first}"),
                board.url(f"papers/{first}/decision"),
                f"/organize/papers/{asked}/coauthors",
                f"/organize/papers/{accepted}/",
                f"/organize/papers/{accepted}/cancel",
                f"/organize/papers/{accepted}/compare",
            ],
            [
                *(f"{own}{end}" for end in ("", "/answer", "/release", "/withdraw")),
                f"/coauthor/{coauthor}",
                paper_forms.begun_draft(),
            ],
        )


def _second_version(paper_id: str) -> None:
    from webinar.papers.drafts import draft_front
    from webinar.papers.operations import edit_paper, paper_row, submit_paper

    row = paper_row(paper_id)
    front = draft_front(row)
    edit_paper(
        paper_id=paper_id,
        title=front.title,
        kind=front.kind,
        abstract=front.abstract,
        body=f"{row.body}\n\nA line more.",
        authors=list(front.authors),
        by=BY,
    )
    submit_paper(paper_id=paper_id, changes_note="A line more.", by=BY)


def _twice_published() -> str:
    """Slug of a paper of the examples, published once more with another line."""
    from webinar.core.db import db
    from webinar.papers.models import Paper
    from webinar.papers.operations import publish_paper

    found = db.session.query(Paper).filter_by(state="published").order_by(Paper.id.desc())
    paper_id = found.first().public_id
    _second_version(paper_id)
    return str(publish_paper(paper_id=paper_id, by=BY).slug)
