"""Every write about speakers: one function per intention of a person."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from flask_babel import force_locale, gettext
from sqlalchemy.exc import NoResultFound

from webinar.core import clock, files, ids, links, news
from webinar.core.db import db, raise_version, with_deleted
from webinar.core.files import StoredFile
from webinar.core.journal import Actor, about, operation
from webinar.core.links import PersonalLink
from webinar.core.mail import queue_mail
from webinar.core.plainerror import N_, PlainError
from webinar.core.prepared import html_of, renders
from webinar.core.slugs import choose_slug, keep_former
from webinar.core.text import fold
from webinar.speakers import pictures as portraits
from webinar.speakers.announcements import RolesChanged, SpeakerChanged
from webinar.speakers.models import ROLES, SessionRole, Speaker
from webinar.speakers.pictures import Picture
from webinar.speakers.queries import LINK, link_of, links_of, speakers_by_ids
from webinar.speakers.sorting import sort_name
from webinar.speakers.times import coming
from webinar.webinars.models import Session

_BIOGRAPHY = "biography"
#: a personal link opens its page so long after the last mail that brought it: a yearly webinar
#: finds its speakers by the links they have
LASTS = timedelta(days=400)


class NoAddress(PlainError):
    """The profile has no mail address to send a link to."""


class UnknownRole(PlainError):
    """A part in a session that does not exist."""


def speaker_row(public_id: str, *, deleted: bool = False) -> Speaker:
    """Raises sqlalchemy.exc.NoResultFound."""
    found = sa.select(Speaker).where(Speaker.public_id == public_id)
    return db.session.scalars(with_deleted(found) if deleted else found).one()


@renders(biography=_BIOGRAPHY)
@operation
def create_speaker(
    *,
    name: str,
    by: Actor,
    position_title: str = "",
    affiliation: str = "",
    biography: str = "",
    language: str = "en",
    links: Sequence[dict[str, str]] = (),
    email: str = "",
    orcid: str = "",
    sort_as: str = "",
    slug: str = "",
    guid: str = "",
    is_self_made: bool = False,
) -> Speaker:
    """`links` are {"label", "url"}; `sort_as` overrules the guess where the family name is.

    `guid` is the UUID that the person has elsewhere; else it is a new one.
    """
    speaker = Speaker(
        guid=guid or ids.new_guid(),
        name=name,
        slug=choose_slug(Speaker, slug or name),
        sort_name=fold(sort_as)[:200] or sort_name(name),
        position_title=position_title,
        affiliation=affiliation,
        biography=biography,
        biography_html=html_of(biography, _BIOGRAPHY),
        language=language,
        links=list(links),
        email=email,
        orcid=orcid,
        is_self_made=is_self_made,
    )
    db.session.add(speaker)
    db.session.flush()
    news.announce(SpeakerChanged(speaker.id))
    return speaker


@renders(biography=_BIOGRAPHY)
@operation
def edit_speaker(
    *,
    speaker_id: str,
    name: str,
    by: Actor,
    position_title: str = "",
    affiliation: str = "",
    biography: str = "",
    language: str = "en",
    links: Sequence[dict[str, str]] = (),
    email: str | None = None,
    orcid: str | None = None,
    sort_as: str = "",
    slug: str = "",
    version: int | None = None,
) -> Speaker:
    """Take over the whole form; None for `email` or `orcid` and an empty `slug` keep what is there.

    Another mail address revokes the personal links sent to the old one, and who has it says anew
    that the profile is theirs. Raises StaleEdit.
    """
    speaker = speaker_row(speaker_id)
    about(speaker)
    raise_version(speaker, version)
    guessed = speaker.sort_name == sort_name(speaker.name)
    wanted = fold(sort_as)[:200]
    if wanted and not (guessed and wanted == speaker.sort_name):
        speaker.sort_name = wanted
    elif guessed or not wanted:
        speaker.sort_name = sort_name(name)
    speaker.name, speaker.language = name, language
    speaker.position_title, speaker.affiliation = position_title, affiliation
    speaker.biography = biography
    speaker.biography_html = html_of(biography, _BIOGRAPHY)
    speaker.links = list(links)
    if orcid is not None:
        speaker.orcid = orcid
    if email is not None and email != speaker.email:
        change_address(speaker, email)
    if slug and slug != speaker.slug:
        old = speaker.slug
        speaker.slug = choose_slug(Speaker, slug, row=speaker)
        if speaker.slug != old:
            keep_former(speaker, old)
    news.announce(SpeakerChanged(speaker.id))
    return speaker


def change_address(speaker: Speaker, email: str) -> None:
    """In the open transaction: links sent to the old address end, and nobody has claimed the
    profile yet from the new one."""
    _revoke(speaker)
    speaker.email, speaker.claimed_at, speaker.is_self_made = email, None, False


def set_portrait(*, speaker_id: str, pictures: Sequence[Picture], by: Actor) -> Speaker:
    """Keep the pictures that `pictures.make` prepared, one per width; the old ones go."""
    with files.laid(*(picture.data for picture in pictures)):
        return _set_portrait(speaker_id=speaker_id, pictures=pictures, by=by)


@operation
def _set_portrait(*, speaker_id: str, pictures: Sequence[Picture], by: Actor) -> Speaker:
    speaker = speaker_row(speaker_id)
    about(speaker)
    old = list(speaker.portrait.values())
    speaker.portrait = {
        str(picture.width): files.keep_bytes(
            picture.data,
            filename=f"{speaker.slug}-{picture.width}.webp",
            media_type="image/webp",
            sha256=picture.sha256,
        ).storage_name
        for picture in pictures
    }
    return _portrait_changed(speaker, old)


def take_portrait(*, speaker_id: str, data: bytes, by: Actor) -> Speaker:
    """Cut, write anew and keep an upload, for rooms above. Raises images.ImageRefused."""
    return set_portrait(speaker_id=speaker_id, pictures=portraits.make(data), by=by)


@operation
def remove_portrait(*, speaker_id: str, by: Actor) -> Speaker:
    speaker = speaker_row(speaker_id)
    about(speaker)
    old = list(speaker.portrait.values())
    speaker.portrait = {}
    return _portrait_changed(speaker, old)


def _portrait_changed(speaker: Speaker, old: list[str]) -> Speaker:
    files.let_go(StoredFile.storage_name.in_(old))
    speaker.version += 1
    news.announce(SpeakerChanged(speaker.id))
    return speaker


@operation
def delete_speaker(*, speaker_id: str, by: Actor) -> Speaker:
    """The profile and its place in sessions vanish; the personal link stops working."""
    speaker = speaker_row(speaker_id)
    about(speaker)
    speaker.deleted_at = clock.now()
    _revoke(speaker)
    return _came_or_went(speaker)


@operation
def restore_speaker(*, speaker_id: str, by: Actor) -> Speaker:
    """With address, portrait and parts in sessions. Raises NoResultFound."""
    speaker = speaker_row(speaker_id, deleted=True)
    about(speaker)
    if speaker.merged_into_id is not None:
        raise NoResultFound("a part of another profile is split from it, not restored")
    speaker.deleted_at = None
    return _came_or_went(speaker)


def _came_or_went(speaker: Speaker) -> Speaker:
    news.announce(SpeakerChanged(speaker.id))
    parts = sa.select(SessionRole.session_id).where(SessionRole.speaker_id == speaker.id)
    for session_id in db.session.scalars(parts.distinct()):
        news.announce(RolesChanged(session_id))
    return speaker


@operation
def set_session_speakers(
    *, session_id: str, roles: Sequence[tuple[str, str]], by: Actor
) -> Session:
    """Who has which part, in this order: pairs of a speaker's public id and a role.

    Parts of deleted speakers are kept for their return. Raises UnknownRole.
    """
    session = db.session.scalars(sa.select(Session).where(Session.public_id == session_id)).one()
    about(session)
    wanted = list(dict.fromkeys(roles))
    people = speakers_by_ids([public_id for public_id, _ in wanted])
    stored = sa.select(SessionRole).join(SessionRole.speaker)
    known = {
        (row.speaker_id, row.role): row
        for row in db.session.scalars(stored.where(SessionRole.session_id == session.id))
    }
    changed = False
    for position, (public_id, role) in enumerate(wanted):
        if role not in ROLES:
            raise UnknownRole(N_("There is no part named “%(role)s” in a session."), role=role)
        if public_id not in people:
            raise UnknownRole(N_("One of the speakers was deleted meanwhile."))
        number = people[public_id].id
        row = known.pop((number, role), None)
        if row is None:
            row = SessionRole(
                session_id=session.id, speaker_id=number, role=role, position=position
            )
            db.session.add(row)
            changed = True
        elif row.position != position:
            row.position = position
            changed = True
    for row in known.values():
        db.session.delete(row)
        changed = True
    if changed:
        news.announce(RolesChanged(session.id))
    return session


@operation
def copy_session_speakers(*, original_id: int, session_id: int, by: Actor) -> None:
    """The copy of a session has the same people in the same parts; row numbers."""
    about(db.session.get(Session, session_id))
    parts = sa.select(SessionRole).where(SessionRole.session_id == original_id)
    for part in db.session.scalars(parts):
        db.session.add(
            SessionRole(
                session_id=session_id,
                speaker_id=part.speaker_id,
                role=part.role,
                position=part.position,
            )
        )
    news.announce(RolesChanged(session_id))


def personal_link(speaker: Speaker) -> PersonalLink:
    """The person's link for a mail or a browser of theirs, made when there is none yet.

    In the open transaction. It opens their page for LASTS from now on.
    """
    link = link_of(speaker) or links.make_link(LINK, subject_id=speaker.public_id)
    if links.is_over(link):
        # What lies in old mailboxes stays dead.
        links.revoke(link)
    link.email, link.expires_at = speaker.email, clock.now() + LASTS
    return link


@operation
def send_personal_link(*, speaker_id: str, by: Actor) -> PersonalLink:
    """Mail the person the way to their own page; twice within a minute sends one mail.

    Raises NoAddress.
    """
    speaker = speaker_row(speaker_id)
    about(speaker)
    if not speaker.email:
        raise NoAddress(
            N_("There is no mail address for %(name)s yet. Add one first."), name=speaker.name
        )
    link = personal_link(speaker)
    with force_locale(speaker.language):
        subject, sessions = gettext("Your page as a speaker"), coming(speaker)
    queue_mail(
        "speakers/mail/link",
        to=speaker.email,
        to_name=speaker.name,
        subject=subject,
        cause=f"{link.public_id}/{link.generation}/{clock.now():%Y-%m-%dT%H:%M}",
        link=link,
        language=speaker.language,
        name=speaker.name,
        is_unclaimed=speaker.is_unclaimed,
        sessions=sessions,
    )
    return link


@operation
def renew_personal_link(*, speaker_id: str, by: Actor) -> PersonalLink:
    """Every address sent so far stops working, and a new one is mailed. Raises NoAddress."""
    speaker = speaker_row(speaker_id)
    about(speaker)
    _revoke(speaker)
    return send_personal_link(speaker_id=speaker_id, by=by)


@operation
def revoke_personal_link(*, speaker_id: str, by: Actor) -> Speaker:
    """Every address sent so far stops working; the next one sent is a new one."""
    speaker = speaker_row(speaker_id)
    about(speaker)
    _revoke(speaker)
    return speaker


def _revoke(speaker: Speaker) -> None:
    """All of them: a profile that others became a part of has theirs, too."""
    for link in links_of(speaker):
        links.revoke(link)
