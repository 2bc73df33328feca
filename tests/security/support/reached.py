"""What has to be there before the walk with extra fields reaches every form."""

from tests.security.support.sendable import Sendable
from tests.support.paper_forms import begun_draft
from tests.support.world import BY


def ordering(ids: dict[str, str]) -> list[Sendable]:
    """Buttons that stand beside the second track and question."""
    call = f"/organize/calls/{ids['call_id']}"
    return [
        Sendable(f"{call}/tracks/order", [("move", f"up-{ids['part_id']}")]),
        Sendable(f"{call}/questions/order", [("move", f"up-{ids['question_id']}")]),
    ]


def strangers(paper_id: str) -> list[str]:
    """Pages of people without an account: a co-author who was asked, a draft that was begun."""
    return [_asked_author(paper_id), begun_draft()]


def _asked_author(paper_id: str) -> str:
    """The page of a co-author who was asked by mail."""
    from webinar.core import links
    from webinar.papers.author_operations import invite_author
    from webinar.papers.drafts import Author, draft_front
    from webinar.papers.inviting import links_to, whose
    from webinar.papers.operations import edit_paper, paper_row

    row = paper_row(paper_id)
    front = draft_front(row)
    edit_paper(
        paper_id=paper_id,
        title=front.title,
        abstract=front.abstract,
        body=row.body,
        kind=front.kind,
        authors=[*front.authors, Author("Nobody Asked Yet")],
        by=BY,
    )
    name = front.authors[0].name
    made = invite_author(paper_id=paper_id, name=name, email="asked@example.org", by=BY)
    return links.address(links_to(whose(made.email))[-1])


def journal_entry_about(object_id: str) -> str:
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry

    return str(
        db.session.scalars(
            db.select(JournalEntry.public_id)
            .where(JournalEntry.object_id == object_id)
            .order_by(JournalEntry.id.desc())
        ).first()
    )
