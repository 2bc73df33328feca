"""The closed example call has a board: reviews, some missing, and decisions to announce."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from webinar.accounts.models import REVIEWER, Account
from webinar.calls.models import Call
from webinar.core import clock
from webinar.core.clock import wall
from webinar.core.db import db
from webinar.core.journal import Actor
from webinar.demo.content.choosing import CALL, REMARK, REVIEWERS, SCORES, SUBMISSIONS, Submission
from webinar.papers.decisions import decide_papers
from webinar.papers.drafts import Author
from webinar.papers.models import Paper
from webinar.papers.operations import start_paper, submit_paper
from webinar.reviews import operations as reviews
from webinar.speakers.models import Speaker

#: (kind, key, row) of what is to go with the examples
Keep = Callable[[str, str, Any], Any]


def load_board(rows: Mapping[tuple[str, str], Any], keep: Keep, by: Actor) -> None:
    """`rows` by kind and key. Nobody can sign in as one of the reviewers: they have no password,
    and an address that nobody can have.
    """
    call: Call = rows["call", CALL]
    readers = {email: _reviewer(email, name, keep) for email, name in REVIEWERS.items()}
    on: dict[str, Any] = {
        "board_id": reviews.start_board(call_id=call.public_id, by=by).public_id,
        "by": by,
    }
    now = wall(clock.now(), call.timezone)
    opens = now.local.replace(minute=0, second=0, microsecond=0) - timedelta(days=10)
    # In words of the wall: so a change of clocks in between moves nothing.
    reviews.add_phase(
        opens=clock.WallTime(opens, call.timezone),
        closes=clock.WallTime(opens + timedelta(days=24), call.timezone),
        name="Reading",
        reads="all",
        # Their addresses lead nowhere.
        reminds_before=None,
        **on,
    )
    scores = [
        reviews.add_category(name=name, help=words, weight=weight, least=1, most=5, **on).public_id
        for name, words, weight in SCORES
    ]
    papers = [
        _paper(one, call, [rows["speaker", key] for key in one.authors], keep, by)
        for one in SUBMISSIONS
    ]
    pairs = [
        (readers[email], paper.public_id)
        for paper, one in zip(papers, SUBMISSIONS, strict=True)
        for email in (*(opinion.reviewer for opinion in one.opinions), *one.asked)
    ]
    reviews.assign_reviewers(pairs=pairs, **on)
    for paper, one in zip(papers, SUBMISSIONS, strict=True):
        for opinion in one.opinions:
            reviews.save_review(
                paper_id=paper.public_id,
                account_id=readers[opinion.reviewer],
                scores=dict(zip(scores, opinion.scores, strict=True)),
                recommendation=opinion.recommendation,
                text=opinion.text,
                to_authors=opinion.to_authors,
                hand_in=True,
                **on,
            )
        if one.decision:
            decide_papers(decisions={paper.public_id: one.decision}, words=one.words, by=by)
    email, words = REMARK
    reviews.remark(paper_id=papers[0].public_id, account_id=readers[email], text=words, **on)


def _reviewer(email: str, name: str, keep: Keep) -> str:
    account = Account(
        email=email, name=name, site_roles=[REVIEWER], told_about=[], confirmed_at=clock.now()
    )
    db.session.add(account)
    keep("account", email, account)
    return account.public_id


def _paper(one: Submission, call: Call, authors: Sequence[Speaker], keep: Keep, by: Actor) -> Paper:
    made = start_paper(
        title=one.title,
        abstract=one.abstract,
        body=one.body,
        authors=[Author(who.name, who.affiliation, who.public_id) for who in authors],
        submitter_id=authors[0].public_id,
        by=by,
    )
    made.call_id = call.id
    keep("paper", one.title, made)
    submit_paper(paper_id=made.public_id, by=by)
    return made
