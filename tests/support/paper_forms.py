"""Papers that forms of the product are tried on."""

from typing import Any

from tests.support.world import BY, World


def asked_coauthor(paper_id: str) -> str:
    """Token of a co-author who was asked; a second name stays to be asked."""
    from webinar.core import links
    from webinar.papers.author_operations import invite_author
    from webinar.papers.inviting import links_to, whose

    made = invite_author(paper_id=paper_id, name="Ann Moss", email="ann@example.org", by=BY)
    return links.token(links_to(whose(made.email))[-1])


def own_paper(world: World) -> Any:
    from webinar.papers.operations import Author, start_paper

    return start_paper(
        title="Her own",
        body="Words",
        abstract="Short.",
        authors=[
            Author("Lin Field", "", world.speaker.public_id),
            Author("Ann Moss"),
            Author("Bo Fern"),
        ],
        submitter_id=world.speaker.public_id,
        by=BY,
    )


def change(paper_id: str) -> None:
    """A draft that differs from its newest version, so that the next one can be made."""
    from webinar.papers.operations import Author, edit_paper

    edit_paper(
        paper_id=paper_id, title="Another title", kind="paper", abstract="Short.", body="New words",
        authors=[Author("Lin Field")], by=BY,
    )  # fmt: skip


def begun_draft(email: str = "slip@example.org") -> str:
    """Path of the receipt in the browser that began a draft without an account."""
    from webinar.core import links
    from webinar.papers.start_operations import begin_paper

    link = begin_paper(
        name="Kim", email=email, title="Reeds", text_language="en", page_language="en",
        mails=True, by=BY,
    )  # fmt: skip
    return f"/my/{links.token(link)}/papers/{link.subject_id}/saved"
