"""Every write about followers, their stars and feeds.

What somebody keeps is a private matter: the journal says that something was done, by whom the
door was opened, and no more. Tokens are made by the caller, who shows them; here only hashes come
by.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask_babel import force_locale, gettext

from webinar.accounts.models import Account
from webinar.calendars.feeds import Revision
from webinar.calendars.personal.models import Follower, PersonalFeed, Star
from webinar.calendars.personal.queries import follower_by_email, follower_of_account
from webinar.calendars.personal.sources import SPEAKING
from webinar.calendars.personal.subjects import by_kind
from webinar.core import clock, ids, links
from webinar.core.db import db, transaction
from webinar.core.journal import Actor, operation
from webinar.core.links import PersonalLink
from webinar.core.mail import OutgoingMail, queue_mail
from webinar.core.plainerror import N_, PlainError
from webinar.webinars.models import Session, Webinar
from webinar.webinars.policy import session_readable, webinar_readable

#: purpose of the mailed links to a person's own calendar
LINK = links.purpose("calendar", "/my/calendar/{token}")
MAIL = "calendars/personal/mail/link"
#: how long a link waits for its first use
UNCONFIRMED = timedelta(days=7)
#: what one person may have
MOST_STARS, MOST_FEEDS = 500, 20


class TooMuch(PlainError):
    """The person has as much of it as one may have."""


class NotThere(PlainError):
    """It was taken away meanwhile, perhaps in another window."""


def _follower(public_id: str) -> Follower:
    """Locked: two windows of one person wait for one another. Raises NotThere."""
    found = sa.select(Follower).where(Follower.public_id == public_id)
    row = db.session.scalar(found.with_for_update())
    if row is None:
        raise NotThere(N_("This calendar is not here any more."))
    return row


def _feed(follower: Follower, public_id: str) -> PersonalFeed:
    """A living one. Raises NotThere."""
    row = db.session.scalar(
        sa.select(PersonalFeed).where(
            PersonalFeed.follower_id == follower.id, PersonalFeed.public_id == public_id
        )
    )
    if row is None or row.revoked_at is not None:
        raise NotThere(N_("This address was switched off meanwhile."))
    return row


@operation
def ask_for_calendar(*, email: str, keys: Sequence[str], language: str, by: Actor) -> None:
    """Mail a link to somebody's calendar; twice within a minute with the same stars, one mail.

    Nothing is kept before the person behind the address presses a button: the stars wait in the
    link, for a week where nobody is known yet.
    """
    plain = email.strip().lower()
    follower = follower_by_email(plain)
    said = ids.digest_id("\n".join(sorted(keys)).encode())
    cause = f"{said}/{clock.now():%Y-%m-%dT%H:%M}"
    if _is_queued(email, cause):
        return
    link = links.make_link(
        LINK,
        subject_id=follower.public_id if follower is not None else "",
        email=plain,
        details={"keep": list(keys)},
        expires_at=None if follower is not None else clock.now() + UNCONFIRMED,
    )
    _mail(link, email, follower.language if follower is not None else language, cause)


def _is_queued(email: str, cause: str) -> bool:
    known = sa.select(OutgoingMail.id).where(
        OutgoingMail.kind == MAIL, OutgoingMail.to_address == email, OutgoingMail.cause == cause
    )
    return db.session.scalar(known) is not None


def _mail(link: PersonalLink, email: str, language: str, cause: str) -> None:
    with force_locale(language):
        subject = gettext("Your personal calendar")
    queue_mail(
        MAIL,
        to=email,
        subject=subject,
        cause=cause,
        link=link,
        language=language,
        count=len(link.details.get("keep", ())),
    )


@operation
def confirm_calendar(*, link_id: str, keys: Sequence[str], language: str, by: Actor) -> Follower:
    """The person behind the address says yes: their calendar begins, with these stars.

    The link opens it from then on. Raises NotThere, TooMuch.
    """
    found = sa.select(PersonalLink).where(PersonalLink.purpose == LINK)
    link = db.session.scalar(found.where(PersonalLink.public_id == link_id))
    if link is None:
        raise NotThere(N_("This calendar is not here any more."))
    # All links to one address wait for one another, so that two at once make one follower.
    same = found.where(PersonalLink.email == link.email).order_by(PersonalLink.id)
    db.session.scalars(same.with_for_update()).all()
    follower = follower_by_email(link.email)
    if follower is None:
        follower = Follower(email=link.email, language=language)
        db.session.add(follower)
        db.session.flush()
    link.subject_id, link.details, link.expires_at = follower.public_id, {}, None
    _give(follower, keys)
    return follower


@operation
def open_own_calendar(*, account_id: str, by: Actor) -> Follower:
    """The calendar of an account; what its address kept before is taken over."""
    found = sa.select(Account).where(Account.public_id == account_id)
    # Locked: two windows at once make one follower.
    account = db.session.scalars(found.with_for_update()).one()
    follower = follower_of_account(account)
    if follower is None:
        follower = Follower(account_id=account.id, language=account.language)
        db.session.add(follower)
    elif follower.account_id is None:
        follower.account_id, follower.email = account.id, None
    db.session.flush()
    return follower


@operation
def give_stars(*, follower_id: str, keys: Sequence[str], by: Actor) -> None:
    """Keep what can be read among these; the rest is passed over. Raises NotThere, TooMuch."""
    _give(_follower(follower_id), keys)


def _give(follower: Follower, keys: Sequence[str]) -> None:
    session_ids, webinar_ids = by_kind(keys)
    sessions = sa.select(Session.id).where(Session.public_id.in_(session_ids), session_readable())
    webinars = sa.select(Webinar.id).where(Webinar.public_id.in_(webinar_ids), webinar_readable())
    wanted: list[dict[str, int]] = [
        {"session_id": number} for number in db.session.scalars(sessions)
    ]
    wanted += [{"webinar_id": number} for number in db.session.scalars(webinars)]
    stars = list(db.session.scalars(sa.select(Star).where(Star.follower_id == follower.id)))
    known = {(star.session_id, star.webinar_id): star for star in stars}
    living = sum(star.removed_at is None for star in stars)
    revision = Revision()
    for one in wanted:
        star = known.get((one.get("session_id"), one.get("webinar_id")))
        if star is not None and star.removed_at is None:
            continue
        living += 1
        if living > MOST_STARS:
            raise TooMuch(
                N_("You keep %(most)s things already. Take some away first."), most=MOST_STARS
            )
        if star is None:
            star = Star(follower_id=follower.id, **one)
            db.session.add(star)
        star.removed_at, star.revision = None, revision.number()


@operation
def take_stars(*, follower_id: str, keys: Sequence[str], by: Actor) -> None:
    """Keep these no longer. Raises NotThere."""
    revision = Revision()
    for star in _living(_follower(follower_id), keys):
        star.removed_at, star.revision = clock.now(), revision.number()


@operation
def note_registered(
    *, follower_id: str, keys: Sequence[str], is_registered: bool, by: Actor
) -> None:
    """The person is registered for these, or is not after all; of what they keep. Raises NotThere.

    Who takes registrations elsewhere tells us nothing: the person does.
    """
    revision = Revision()
    for star in _living(_follower(follower_id), keys):
        if is_registered != (star.registered_at is not None):
            star.registered_at = clock.now() if is_registered else None
            star.revision = revision.number()


def _living(follower: Follower, keys: Sequence[str]) -> list[Star]:
    """The stars that the person has among these."""
    session_ids, webinar_ids = by_kind(keys)
    sessions = sa.select(Session.id).where(Session.public_id.in_(session_ids))
    webinars = sa.select(Webinar.id).where(Webinar.public_id.in_(webinar_ids))
    found = sa.select(Star).where(
        Star.follower_id == follower.id,
        Star.removed_at.is_(None),
        sa.or_(Star.session_id.in_(sessions), Star.webinar_id.in_(webinars)),
    )
    return list(db.session.scalars(found))


@operation
def make_feed(
    *,
    follower_id: str,
    feed_id: str,
    token_hash: str,
    name: str,
    contains: Collection[str],
    alarm: int | None,
    by: Actor,
) -> PersonalFeed:
    """Another address. `feed_id` comes with the form, so that sent twice it makes one.

    Raises NotThere, and TooMuch: also for a `feed_id` that was used.
    """
    follower = _follower(follower_id)
    _refuse_used(feed_id)
    return _made(follower, feed_id, token_hash, name, contains, alarm)


def _refuse_used(feed_id: str) -> None:
    known = sa.select(PersonalFeed.id).where(PersonalFeed.public_id == feed_id)
    if db.session.scalar(known) is not None:
        raise TooMuch(N_("This address is made already. “New address” makes another."))


def _made(
    follower: Follower,
    feed_id: str,
    token_hash: str,
    name: str,
    contains: Collection[str],
    alarm: int | None,
) -> PersonalFeed:
    living = sa.select(sa.func.count(PersonalFeed.id)).where(
        PersonalFeed.follower_id == follower.id, PersonalFeed.revoked_at.is_(None)
    )
    if (db.session.scalar(living) or 0) >= MOST_FEEDS:
        raise TooMuch(
            N_("You have %(most)s addresses already. Switch one off first."), most=MOST_FEEDS
        )
    feed = PersonalFeed(
        public_id=feed_id,
        follower_id=follower.id,
        token_hash=token_hash,
        name=name,
        contains=sorted(contains),
        alarm=alarm,
        revision=Revision().number(),
    )
    db.session.add(feed)
    db.session.flush()
    return feed


@operation
def edit_feed(
    *,
    follower_id: str,
    feed_id: str,
    name: str,
    contains: Collection[str],
    alarm: int | None,
    by: Actor,
) -> PersonalFeed:
    """Name, ticks and reminder; the address stays. Raises NotThere."""
    feed = _feed(_follower(follower_id), feed_id)
    values: dict[str, Any] = {"name": name, "contains": sorted(contains), "alarm": alarm}
    if any(getattr(feed, field) != value for field, value in values.items()):
        for field, value in values.items():
            setattr(feed, field, value)
        feed.revision = Revision().number()
    return feed


@operation
def renew_feed(
    *, follower_id: str, feed_id: str, new_id: str, token_hash: str, by: Actor
) -> PersonalFeed:
    """A new address for the same feed; the old one is switched off. Raises NotThere."""
    follower = _follower(follower_id)
    old = _feed(follower, feed_id)
    old.revoked_at = clock.now()
    db.session.flush()
    return _made(follower, new_id, token_hash, old.name, old.contains, old.alarm)


@operation
def revoke_feed(*, follower_id: str, feed_id: str, by: Actor) -> None:
    """Its address answers 410 from now on; every other goes on. Raises NotThere."""
    _feed(_follower(follower_id), feed_id).revoked_at = clock.now()


@operation
def renew_page_link(*, follower_id: str, by: Actor) -> None:
    """Every mailed link to the page stops working, and a new one is mailed. Raises NotThere."""
    follower = _follower(follower_id)
    email = _email_of(follower)
    _drop_links(email)
    link = links.make_link(LINK, subject_id=follower.public_id, email=email)
    _mail(link, email, follower.language, cause=link.public_id)


def _email_of(follower: Follower) -> str:
    if follower.email is not None:
        return follower.email
    account = db.session.get(Account, follower.account_id)
    return account.email if account is not None else ""


def _drop_links(email: str) -> None:
    found = sa.select(PersonalLink).where(PersonalLink.purpose == LINK, PersonalLink.email == email)
    # One by one: SQLite gives the number of a deleted row to the next, which the session must know.
    for link in db.session.scalars(found):
        db.session.delete(link)
    db.session.flush()


def drop_unconfirmed() -> None:
    """Forget addresses whose links nobody used within their week, and the mails with them.

    Nobody's intention: no journal entry.
    """
    with transaction() as session:
        late = sa.select(PersonalLink.id).where(
            PersonalLink.purpose == LINK, PersonalLink.expires_at < clock.now()
        )
        numbers = list(session.scalars(late))
        session.execute(sa.delete(OutgoingMail).where(OutgoingMail.link_id.in_(numbers)))
        session.execute(sa.delete(PersonalLink).where(PersonalLink.id.in_(numbers)))


@operation
def forget_follower(*, follower_id: str, by: Actor) -> None:
    """Delete all that is known of the person here: stars, feeds, links, mails. Raises NotThere."""
    follower = _follower(follower_id)
    email = _email_of(follower)
    for model in (PersonalFeed, Star):
        db.session.execute(sa.delete(model).where(model.follower_id == follower.id))
    db.session.delete(follower)
    _drop_links(email)
    db.session.execute(
        sa.delete(OutgoingMail).where(
            OutgoingMail.kind == MAIL, sa.func.lower(OutgoingMail.to_address) == email
        )
    )


@operation
def open_speaking_feed(
    *, email: str, feed_id: str, token_hash: str, name: str, language: str, by: Actor
) -> PersonalFeed:
    """An address that holds where somebody speaks and nothing else, for who proved to have that
    mail address by a personal link: their calendar begins where there was none.

    `feed_id` comes with the form, so that sent twice it makes one. Raises TooMuch.
    """
    plain = email.strip().lower()
    follower = follower_by_email(plain)
    if follower is None:
        follower = Follower(email=plain, language=language)
        db.session.add(follower)
        db.session.flush()
    follower = _follower(follower.public_id)
    _refuse_used(feed_id)
    return _made(follower, feed_id, token_hash, name, [SPEAKING.key], None)
