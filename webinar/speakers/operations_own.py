"""What a person does with the own profile: takes it over, asks for the way to it, sets a zone."""

from flask import current_app
from flask_babel import force_locale, gettext

from webinar.core import clock, news
from webinar.core.clock import zone
from webinar.core.db import lock
from webinar.core.journal import Actor, about, operation
from webinar.core.links import PersonalLink
from webinar.core.mail import mail_to, queue_mail
from webinar.speakers.announcements import SpeakerChanged
from webinar.speakers.models import Speaker
from webinar.speakers.operations import change_address, personal_link, speaker_row
from webinar.webinars.colleagues import people_to_tell_of


@operation
def choose_zone(*, speaker_id: str, timezone: str, by: Actor) -> Speaker:
    """In which zone the person reads times on the own page; empty for each webinar's.

    Raises clock.WrongTime for a zone that does not exist.
    """
    speaker = speaker_row(speaker_id)
    about(speaker)
    if timezone:
        zone(timezone)
    speaker.timezone = timezone
    return speaker


@operation
def set_reminded(*, speaker_id: str, is_reminded: bool, by: Actor) -> Speaker:
    """Whether mails go to the person about what organizers still need."""
    speaker = speaker_row(speaker_id)
    about(speaker)
    speaker.is_reminded = is_reminded
    return speaker


@operation
def claim_profile(*, speaker_id: str, by: Actor) -> Speaker:
    """The person behind the mail address says: this is me. Twice keeps the first time."""
    speaker = speaker_row(speaker_id)
    about(speaker)
    _claim(speaker)
    return speaker


def _claim(speaker: Speaker) -> None:
    lock(speaker, "claimed_at")
    if speaker.claimed_at is None:
        speaker.claimed_at = clock.now()
        news.announce(SpeakerChanged(speaker.id))


@operation
def disown_profile(*, speaker_id: str, by: Actor) -> Speaker:
    """Whoever reads the mails of the profile's address says: this is not me. No link leads there
    from that address any more, no mail goes to it, and organizers hear of it."""
    speaker = speaker_row(speaker_id)
    about(speaker)
    lock(speaker, "email")
    cause = f"{speaker.public_id}/{clock.now():%Y-%m-%dT%H:%M}"
    change_address(speaker, "")
    # Whoever wanted no reminders was somebody else.
    speaker.is_reminded = True
    news.announce(SpeakerChanged(speaker.id))
    for account in people_to_tell_of("paper", None):
        mail_to(
            account,
            "speakers/mail/not_me",
            subject=lambda: gettext("Not the right address: %(name)s", name=speaker.name),
            cause=cause,
            name=speaker.name,
            url=f"{current_app.config['BASE_URL']}/organize/speakers/{speaker.public_id}/",
        )
    return speaker


@operation
def open_own_page(*, speaker_id: str, by: Actor) -> PersonalLink:
    """The way to the page, for an account whose confirmed address is the profile's."""
    speaker = speaker_row(speaker_id)
    about(speaker)
    _claim(speaker)
    return personal_link(speaker)


@operation
def ask_for_page(*, speaker_id: str, by: Actor) -> bool:
    """Somebody says on the public profile that it is theirs: mail the link to the address that is
    known, to no other. Whether there is one; nobody who asks may learn it."""
    speaker = speaker_row(speaker_id)
    about(speaker)
    if not speaker.email:
        return False
    link = personal_link(speaker)
    with force_locale(speaker.language):
        subject = gettext("Your page as a speaker")
    queue_mail(
        "speakers/mail/asked",
        to=speaker.email,
        to_name=speaker.name,
        subject=subject,
        # However often somebody presses, one mail within the hour.
        cause=f"{link.public_id}/{link.generation}/{clock.now():%Y-%m-%dT%H}",
        link=link,
        language=speaker.language,
        name=speaker.name,
    )
    return True
