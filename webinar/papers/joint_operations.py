"""What the open call sets going, and what an author confirms about a pasted text."""

from flask_babel import force_locale, gettext

from webinar.core import clock
from webinar.core.journal import Actor, about, operation
from webinar.core.mail import queue_mail
from webinar.core.prepared import renders
from webinar.papers.drafts import Author, Front, draft_front
from webinar.papers.front_operations import write_draft
from webinar.papers.models import Paper
from webinar.papers.operations import paper_row
from webinar.papers.versions import BODY
from webinar.speakers.models import Speaker
from webinar.speakers.operations import create_speaker, edit_speaker, personal_link
from webinar.speakers.queries import speaker_by_email, speaker_by_id


@operation
def answer_call(*, name: str, email: str, language: str, by: Actor) -> Speaker:
    """Mail the person the link to their own page; twice within a minute sends one mail.

    A profile with that address stays as it is, whatever name was typed; else one is made, which
    readers do not see before something of the person is published. No name goes along, neither
    this one nor the profile's, which the same hand may have typed before: the address may be
    anybody's.
    """
    speaker = speaker_by_email(email)
    if speaker is None:
        speaker = create_speaker(
            name=name, email=email, language=language, is_self_made=True, by=by
        )
    about(speaker)
    link = personal_link(speaker)
    with force_locale(speaker.language):
        subject = gettext("Your link for handing in a paper")
    queue_mail(
        "papers/mail/link",
        to=speaker.email,
        subject=subject,
        cause=f"{link.public_id}/{link.generation}/{clock.now():%Y-%m-%dT%H:%M}",
        link=link,
        language=speaker.language,
    )
    return speaker


@renders(body=BODY, biography="biography")
@operation
def take_over_text(
    *,
    paper_id: str,
    title: str,
    abstract: str,
    body: str,
    kind: str,
    authors: list[Author],
    expected_version: int | None,
    by: Actor,
    biography: str = "",
    speaker_id: str = "",
) -> Paper:
    """The recognised text becomes the draft's; a biography goes to the profile `speaker_id`.

    Raises StaleEdit.
    """
    paper = paper_row(paper_id)
    front = Front(title, abstract, kind, draft_front(paper).language, tuple(authors))
    write_draft(paper, front, body, expected_version, by)
    speaker = speaker_by_id(speaker_id) if biography and speaker_id else None
    if speaker is not None:
        edit_speaker(
            speaker_id=speaker_id,
            name=speaker.name,
            position_title=speaker.position_title,
            affiliation=speaker.affiliation,
            biography=biography,
            language=speaker.language,
            links=speaker.links,
            sort_as=speaker.sort_name,
            by=by,
        )
    return paper
