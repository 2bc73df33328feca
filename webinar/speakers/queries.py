"""What rooms above and pages ask about speakers; a fixed number of statements each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm import contains_eager

from webinar.core import clock, links
from webinar.core.db import db, with_deleted
from webinar.core.links import PersonalLink
from webinar.core.slugs import find_former
from webinar.core.text import fold
from webinar.speakers.models import SessionRole, Speaker, SpeakerMerge
from webinar.speakers.visibility import speaker_listed, speaker_readable
from webinar.webinars.models import DRAFT, PUBLISHED, Session, Webinar
from webinar.webinars.policy import session_listed
from webinar.webinars.scope import Scope

#: purpose of the personal links that open `/my/<token>`
LINK = links.purpose("speaker", "/my/{token}")
#: the filter of `/organize/sessions/` that shows `sessions_without_speaker`
WITHOUT_SPEAKER = "without-speaker"


@dataclass(frozen=True)
class Talk:
    """A person's part in one session, with its webinar."""

    session: Session
    role: str

    @property
    def webinar(self) -> Webinar:
        return self.session.webinar


def in_order(speakers: Iterable[Speaker]) -> list[Speaker]:
    """By `sort_name`, sorted here: databases sort letters by rules of their own."""
    return sorted(speakers, key=lambda one: (one.sort_name, one.id))


def listed_speakers() -> list[Speaker]:
    """Whom readers see in the list of speakers, in order: one statement."""
    return in_order(db.session.scalars(sa.select(Speaker).where(speaker_listed())))


def all_speakers(condition: sa.ColumnElement[bool], *, search: str = "") -> list[Speaker]:
    """For organizers, in order, those who meet a condition of `reach.py`: one statement.

    `search` must be found in name or affiliation.
    """
    return found_by(search, in_order(db.session.scalars(sa.select(Speaker).where(condition))))


def found_by(search: str, people: Iterable[Speaker]) -> list[Speaker]:
    """Those with every word of `search` in name or affiliation, in the order given."""
    words = fold(search).split()
    return [
        one
        for one in people
        if all(word in fold(f"{one.name} {one.affiliation}") for word in words)
    ]


def speaker_by_slug(slug: str) -> Speaker | None:
    """A profile that readers may see."""
    return db.session.scalar(sa.select(Speaker).where(Speaker.slug == slug, speaker_readable()))


def speaker_by_id(public_id: str) -> Speaker | None:
    """For organizers and personal links, public or not."""
    return db.session.scalar(sa.select(Speaker).where(Speaker.public_id == public_id))


def speakers_by_ids(public_ids: Sequence[str]) -> dict[str, Speaker]:
    """Public id -> speaker, for those that exist: one statement.

    One more for what became a part of another profile: that one stands for it.
    """
    found = sa.select(Speaker).where(Speaker.public_id.in_(public_ids))
    people = {one.public_id: one for one in db.session.scalars(found)}
    if missing := set(public_ids) - people.keys():
        part = orm.aliased(Speaker)
        rows = sa.select(part.public_id, Speaker).join(Speaker, Speaker.id == part.merged_into_id)
        rows = rows.where(part.public_id.in_(missing), Speaker.deleted_at.is_(None))
        people |= {row[0]: row[1] for row in db.session.execute(with_deleted(rows))}
    return people


def merges_into(speaker: Speaker) -> list[tuple[SpeakerMerge, Speaker]]:
    """Profiles that are a part of this one now, the latest first: one statement."""
    rows = (
        sa.select(SpeakerMerge, Speaker)
        .join(Speaker, Speaker.id == SpeakerMerge.merged_id)
        .where(SpeakerMerge.kept_id == speaker.id, SpeakerMerge.split_at.is_(None))
        .order_by(SpeakerMerge.id.desc())
    )
    return [(row[0], row[1]) for row in db.session.execute(with_deleted(rows))]


def speaker_by_email(email: str) -> Speaker | None:
    """The oldest profile with that address, whatever its case."""
    found = sa.select(Speaker).where(sa.func.lower(Speaker.email) == email.strip().lower())
    return db.session.scalar(found.order_by(Speaker.id).limit(1)) if email.strip() else None


def speakers_of_address(email: str) -> list[Speaker]:
    """Every profile with that address, whatever its case, the oldest first: one statement."""
    if not email.strip():
        return []
    found = sa.select(Speaker).where(sa.func.lower(Speaker.email) == email.strip().lower())
    return list(db.session.scalars(found.order_by(Speaker.id)))


def speakers_named(name: str) -> list[Speaker]:
    """Profiles whose name is the same but for case and accents: "is it one of these?"."""
    wanted = fold(name)
    return [one for one in all_speakers(sa.true(), search=name) if fold(one.name) == wanted]


def speaker_moved_from(slug: str) -> Speaker | None:
    """The readable profile that had this address before."""
    public_id = find_former(Speaker.__tablename__, slug)
    if public_id is None:
        return None
    found = sa.select(Speaker).where(Speaker.public_id == public_id, speaker_readable())
    return db.session.scalar(found)


def was_deleted(slug: str) -> bool:
    """A deleted profile had this address: pages answer 410."""
    found = sa.select(Speaker.id).where(Speaker.slug == slug, Speaker.deleted_at.is_not(None))
    return db.session.scalar(with_deleted(found)) is not None


def speakers_of_sessions(session_ids: Sequence[int]) -> dict[int, list[tuple[Speaker, str]]]:
    """Session's row number -> (speaker, role) in order, for each number given: two statements.

    Of a long programme one statement would read each person's row as often as they speak.
    """
    found: dict[int, list[tuple[Speaker, str]]] = {number: [] for number in session_ids}
    if not found:
        return found
    parts = db.session.execute(
        sa.select(SessionRole.session_id, SessionRole.speaker_id, SessionRole.role)
        .where(SessionRole.session_id.in_(found))
        .order_by(SessionRole.session_id, SessionRole.position, SessionRole.id)
    ).all()
    wanted = {part.speaker_id for part in parts}
    people = {
        row.id: row for row in db.session.scalars(sa.select(Speaker).where(Speaker.id.in_(wanted)))
    }
    for session_id, speaker_id, role in parts:
        # Parts of deleted speakers are kept for their return.
        if speaker_id in people:
            found[session_id].append((people[speaker_id], role))
    return found


def names_of_webinars(webinar_ids: Sequence[int]) -> dict[int, list[str]]:
    """Webinar's row number -> names of who speaks there, in order of appearance: one statement.

    Cancelled sessions are left out.
    """
    found: dict[int, list[str]] = {number: [] for number in webinar_ids}
    if not found:
        return found
    rows = db.session.execute(
        sa.select(Session.webinar_id, Speaker.name)
        .join(SessionRole, SessionRole.session_id == Session.id)
        .join(Speaker, Speaker.id == SessionRole.speaker_id)
        .where(
            Session.webinar_id.in_(found),
            Session.cancelled_at.is_(None),
            Session.deleted_at.is_(None),
            Speaker.deleted_at.is_(None),
        )
        .order_by(Session.starts_at, Session.id, SessionRole.position, SessionRole.id)
    )
    for webinar_id, name in rows:
        if name not in found[webinar_id]:
            found[webinar_id].append(name)
    return found


def talks_of(speaker: Speaker, *, everything: bool = False) -> list[Talk]:
    """Sessions of a speaker, newest first: one statement.

    Listed ones for the public profile; with `everything` also those in drafts and
    unlisted webinars, for organizers and the person's own page.
    """
    found = (
        sa.select(SessionRole)
        .join(SessionRole.session)
        .join(Session.webinar)
        .options(contains_eager(SessionRole.session).contains_eager(Session.webinar))
        .where(SessionRole.speaker_id == speaker.id)
        .order_by(Session.starts_at.desc(), Session.id.desc(), SessionRole.id)
    )
    if not everything:
        found = found.where(session_listed())
    return [Talk(role.session, role.role) for role in db.session.scalars(found)]


def talks_by_year(speaker: Speaker) -> list[tuple[int, list[Talk]]]:
    """The listed ones in groups: the year is the one on the webinar's own clock. One statement."""
    years: dict[int, list[Talk]] = {}
    for talk in talks_of(speaker):
        years.setdefault(talk.session.starts_wall.year, []).append(talk)
    return sorted(years.items(), reverse=True)


def without_speaker() -> sa.ColumnElement[bool]:
    """Over `Session` joined with its webinar: to come, no break, and nobody speaks."""
    has_one = (
        sa.select(SessionRole.id)
        .join(Speaker, Speaker.id == SessionRole.speaker_id)
        .where(SessionRole.session_id == Session.id, Speaker.deleted_at.is_(None))
        .exists()
    )
    return sa.and_(
        Session.kind != "break",
        Session.cancelled_at.is_(None),
        Session.ends_at >= clock.now(),
        Webinar.state.in_((DRAFT, PUBLISHED)),
        ~has_one,
    )


def count_sessions_without_speaker(scope: Scope) -> int:
    found = sa.select(sa.func.count(Session.id)).join(Session.webinar)
    found = found.where(without_speaker(), scope.covers(Session.webinar_id))
    return db.session.scalar(found) or 0


def sessions_without_speaker(scope: Scope) -> list[Session]:
    """The rows behind that count with their webinars, soonest first: one statement."""
    found = (
        sa.select(Session)
        .join(Session.webinar)
        .options(contains_eager(Session.webinar))
        .where(without_speaker(), scope.covers(Session.webinar_id))
        .order_by(Session.starts_at, Session.id)
    )
    return list(db.session.scalars(found))


def talk_counts(scope: Scope) -> dict[int, int]:
    """Speaker's row number -> in how many of these webinars' sessions they have a part.

    One statement.
    """
    rows = db.session.execute(
        sa.select(SessionRole.speaker_id, sa.func.count(sa.distinct(SessionRole.session_id)))
        .join(Session, Session.id == SessionRole.session_id)
        .where(Session.deleted_at.is_(None), scope.covers(Session.webinar_id))
        .group_by(SessionRole.speaker_id)
    )
    return {row[0]: row[1] for row in rows}


def links_of(speaker: Speaker) -> list[PersonalLink]:
    """Every personal link that leads to this person's page, the oldest first."""
    return list(
        db.session.scalars(
            sa.select(PersonalLink)
            .where(PersonalLink.purpose == LINK, PersonalLink.subject_id == speaker.public_id)
            .order_by(PersonalLink.id)
        )
    )


def link_of(speaker: Speaker) -> PersonalLink | None:
    """The personal link that was made for this person, if one was."""
    found = links_of(speaker)
    return found[0] if found else None


def reachable_in(session_ids: Sequence[int]) -> dict[int, list[tuple[int, str]]]:
    """Session -> (row number, name) of its people with a mail address; one statement."""
    return {
        number: sorted({(one.id, one.name) for one, _role in people if one.email})
        for number, people in speakers_of_sessions(session_ids).items()
    }


def speaker_by_number(number: int) -> Speaker | None:
    """By row number, also what is deleted or a part of another profile."""
    return db.session.scalar(with_deleted(sa.select(Speaker).where(Speaker.id == number)))
