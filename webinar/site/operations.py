"""What a speaker changes on the own page: the speakers' operations, in the person's own name."""

from collections.abc import Sequence

from webinar.core import journal
from webinar.speakers import operations, operations_own
from webinar.speakers.models import Speaker


def change_profile(
    *,
    speaker: Speaker,
    name: str,
    position_title: str,
    affiliation: str,
    orcid: str,
    biography: str,
    language: str,
    links: Sequence[dict[str, str]],
    version: int | None,
) -> Speaker:
    """Take over the form; mail address and page address stay. Raises StaleEdit."""
    return operations.edit_speaker(
        speaker_id=speaker.public_id,
        name=name,
        position_title=position_title,
        affiliation=affiliation,
        orcid=orcid,
        biography=biography,
        language=language,
        links=links,
        sort_as=speaker.sort_name if name == speaker.name else "",
        version=version,
        by=journal.speaker(speaker.name),
    )


def change_portrait(*, speaker: Speaker, data: bytes) -> Speaker:
    """Keep an uploaded photograph. Raises images.ImageRefused."""
    return operations.take_portrait(
        speaker_id=speaker.public_id, data=data, by=journal.speaker(speaker.name)
    )


def drop_portrait(*, speaker: Speaker) -> Speaker:
    return operations.remove_portrait(
        speaker_id=speaker.public_id, by=journal.speaker(speaker.name)
    )


def claim_page(*, speaker: Speaker) -> Speaker:
    """The person says that the profile is theirs."""
    return operations_own.claim_profile(
        speaker_id=speaker.public_id, by=journal.speaker(speaker.name)
    )


def renew_link(*, speaker: Speaker) -> None:
    """Whoever has the link has a new one mailed to the profile's address; this one ends."""
    operations.renew_personal_link(speaker_id=speaker.public_id, by=journal.speaker(speaker.name))


def disown_page(*, speaker: Speaker) -> None:
    """The person says that the profile is somebody else's."""
    operations_own.disown_profile(speaker_id=speaker.public_id, by=journal.speaker(speaker.name))


def choose_zone(*, speaker: Speaker, timezone: str) -> Speaker:
    """In which zone the person reads times. Raises clock.WrongTime."""
    return operations_own.choose_zone(
        speaker_id=speaker.public_id, timezone=timezone, by=journal.speaker(speaker.name)
    )


def ask_for_page(*, speaker: Speaker) -> bool:
    """A visitor says so: mail the link to the address that is known."""
    return operations_own.ask_for_page(speaker_id=speaker.public_id, by=journal.visitor())
