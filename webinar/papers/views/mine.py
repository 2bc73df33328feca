"""An account's own papers: what was handed in with its mail address belongs to it, too."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webinar.accounts.policy import is_signed_in
from webinar.accounts.queries import current_account, current_actor
from webinar.calls.queries import open_calls
from webinar.core import links
from webinar.core.access import policy
from webinar.papers.blueprint import bp
from webinar.papers.queries import own_papers
from webinar.papers.start_operations import own_page_link
from webinar.speakers.models import Speaker
from webinar.speakers.queries import speaker_by_email


def _self() -> Speaker | None:
    """The profile with the account's mail address, which its owner confirmed when invited."""
    account = current_account()
    return speaker_by_email(account.email) if account is not None else None


@bp.get("/organize/my-papers/")
@policy(is_signed_in)
def mine() -> ResponseReturnValue:
    found = _self()
    return render_template(
        "papers/mine.html",
        speaker=found,
        papers=own_papers(found.id) if found is not None else [],
        calls=open_calls(),
    )


@bp.post("/organize/my-papers/open")
@policy(is_signed_in)
def open_mine() -> ResponseReturnValue:
    """To the person's own page, by their personal link."""
    found = _self()
    if found is None:
        abort(404)
    link = own_page_link(speaker_id=found.public_id, by=current_actor())
    return redirect(url_for("site.my", token=links.token(link)), 303)
