"""Mails that go with a closing, each exactly once for the paper or call and that closing."""

from datetime import datetime

import sqlalchemy as sa
from flask import current_app
from flask_babel import force_locale, gettext

from webinar.calls.addresses import call_address
from webinar.calls.models import Call
from webinar.core.db import db, lock
from webinar.core.i18n import zoned_time
from webinar.core.journal import Actor, about, operation
from webinar.core.mail import mail_to, queue_mail
from webinar.papers.beginning import begun_of
from webinar.papers.counting import papers_of_calls
from webinar.papers.drafts import draft_front
from webinar.papers.models import DRAFT
from webinar.papers.operations import paper_row
from webinar.speakers.operations import personal_link
from webinar.webinars.colleagues import people_to_tell_of


@operation
def remind_of_closing(*, paper_id: str, closes_at: datetime, by: Actor) -> None:
    """Mail the author of a draft that its call closes at that instant; nothing the second time."""
    paper = paper_row(paper_id)
    about(paper)
    lock(paper, "state", "reminded_closing")
    call, speaker = paper.call, paper.submitter
    if paper.state != DRAFT or paper.reminded_closing == closes_at or call is None:
        return
    paper.reminded_closing = closes_at
    if speaker is None or not speaker.email:
        return
    # To an address that nobody has confirmed no word goes that somebody typed.
    is_confirmed = begun_of(paper.public_id) is None
    name, title = (speaker.name, draft_front(paper).title) if is_confirmed else ("", "")
    with force_locale(speaker.language):
        subject = gettext("Your draft can still be handed in")
        if title:
            subject = gettext("Your draft can still be handed in: %(title)s", title=title)
        when = zoned_time(closes_at, call.timezone)
    queue_mail(
        "papers/mail/closing_soon",
        to=speaker.email,
        to_name=name,
        language=speaker.language,
        subject=subject,
        cause=f"{paper.public_id}/{closes_at.isoformat()}",
        link=personal_link(speaker),
        name=name,
        title=title,
        call=call.title,
        when=when,
        call_url=call_address(call),
    )


@operation
def tell_call_closed(*, call_id: str, closes_at: datetime, by: Actor) -> None:
    """Mail organizers what came in until that instant; nothing the second time."""
    call = db.session.scalars(sa.select(Call).where(Call.public_id == call_id)).one()
    about(call)
    lock(call, "told_closing")
    if call.told_closing == closes_at:
        return
    call.told_closing = closes_at
    counts = papers_of_calls([call.id]).get(call.id)
    base = current_app.config["BASE_URL"]
    for account in people_to_tell_of("paper", call.webinar_id):
        with force_locale(account.language):
            when = zoned_time(closes_at, call.timezone)
        mail_to(
            account,
            "papers/mail/call_closed",
            subject=lambda: gettext("Closed: %(title)s", title=call.title),
            cause=f"{call.public_id}/{closes_at.isoformat()}",
            title=call.title,
            when=when,
            handed_in=counts.handed_in if counts else 0,
            drafts=counts.drafts if counts else 0,
            url=f"{base}/organize/calls/{call.public_id}/",
        )
