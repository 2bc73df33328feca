"""Mails about papers, queued in the transaction of their cause."""

from flask import current_app
from flask_babel import force_locale, gettext

from webinar.core.links import PersonalLink
from webinar.core.mail import mail_to, queue_mail
from webinar.papers.beginning import begun_of
from webinar.papers.drafts import front_of
from webinar.papers.models import Paper, PaperVersion
from webinar.papers.queries import paper_webinar_number
from webinar.webinars.colleagues import people_to_tell_of


def tell_organizers(paper: Paper, version: PaperVersion) -> None:
    """A speaker handed a version in."""
    front = front_of(version)
    for account in people_to_tell_of("paper", paper_webinar_number(paper.public_id)):
        mail_to(
            account,
            "papers/mail/handed_in",
            subject=lambda: gettext("Paper handed in: %(title)s", title=front.title),
            cause=f"{paper.public_id}/{version.number}",
            title=front.title,
            authors=[author.name for author in front.authors],
            number=version.number,
            note=version.changes_note,
            word=paper.note,
            url=f"{current_app.config['BASE_URL']}/organize/papers/{paper.public_id}/",
        )


def confirm_receipt(paper: Paper, version: PaperVersion, link: PersonalLink) -> None:
    """To who handed it in, with the way back to their own page.

    To an address that nobody has confirmed no word goes that somebody typed.
    """
    speaker = paper.submitter
    if speaker is None or not speaker.email:
        return
    title = front_of(version).title if begun_of(paper.public_id) is None else ""
    with force_locale(speaker.language):
        subject = gettext("We have your paper")
        if title:
            subject = gettext("We have your paper: %(title)s", title=title)
    queue_mail(
        "papers/mail/received",
        to=speaker.email,
        to_name=speaker.name if title else "",
        language=speaker.language,
        subject=subject,
        cause=f"{paper.public_id}/{version.number}",
        link=link,
        name=speaker.name if title else "",
        title=title,
        number=version.number,
    )


def tell_published(paper: Paper, link: PersonalLink) -> None:
    """To who handed it in: readers see it now."""
    speaker = paper.submitter
    if speaker is None or not speaker.email:
        return
    mail_to(
        speaker,
        "papers/mail/published",
        subject=lambda: gettext("Your paper is published: %(title)s", title=paper.title),
        cause=paper.public_id,
        link=link,
        name=speaker.name,
        title=paper.title,
        url=f"{current_app.config['BASE_URL']}/papers/{paper.slug}/",
    )


def tell_withdrawn(paper: Paper) -> None:
    """To the organizers: what was accepted will not come."""
    for account in people_to_tell_of("paper", paper_webinar_number(paper.public_id)):
        mail_to(
            account,
            "papers/mail/withdrawn",
            subject=lambda: gettext(
                "An accepted paper was withdrawn: %(title)s", title=paper.title
            ),
            cause=f"{paper.public_id}/{paper.version}",
            title=paper.title,
            words=paper.parting_words,
            url=f"{current_app.config['BASE_URL']}/organize/papers/{paper.public_id}/",
        )


def tell_cancelled(paper: Paper, link: PersonalLink) -> None:
    """To who handed it in: the organizers cancelled what they had accepted."""
    speaker = paper.submitter
    if speaker is None or not speaker.email:
        return
    mail_to(
        speaker,
        "papers/mail/cancelled",
        subject=lambda: gettext("“%(title)s” is cancelled", title=paper.title),
        cause=f"{paper.public_id}/{paper.version}",
        link=link,
        name=speaker.name,
        title=paper.title,
        words=paper.parting_words,
    )
