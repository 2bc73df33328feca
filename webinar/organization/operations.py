"""Every change of the site's identity, its office hours and its holidays."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import sqlalchemy as sa

from webinar.core import clock, files, ids
from webinar.core.clock import WrongTime
from webinar.core.db import db, raise_version
from webinar.core.files import StoredFile
from webinar.core.journal import Actor, about, operation
from webinar.core.news import announce
from webinar.core.plainerror import N_, PlainError
from webinar.organization.announcements import SiteChanged
from webinar.organization.models import ACCENTS, Holiday, Site
from webinar.organization.queries import stored_site


class NoSuchChoice(PlainError):
    """A value that is none of those the site offers."""


def _site() -> Site:
    found = stored_site()
    if found is None:
        raise RuntimeError("the site has no row yet: call ensure_site first")
    return found


def ensure_site(*, by: Actor) -> Site:
    """The site's one row, made when it is missing. Called at every start."""
    found = stored_site()
    if found is not None:
        return found
    try:
        return make_site(by=by)
    except sa.exc.IntegrityError:
        # Another process started at the same moment.
        return _site()


@operation
def make_site(*, by: Actor) -> Site:
    """The first row; its number is fixed, so that there can be no second."""
    found = stored_site()
    if found is None:
        found = Site(id=1, install_id=ids.new_id())
        db.session.add(found)
        announce(SiteChanged())
    return found


@operation
def change_identity(
    *,
    by: Actor,
    expected_version: int | None = None,
    name: str,
    tagline: str = "",
    accent: str = "teal",
    timezone: str = "UTC",
    other_zones: Sequence[str] = (),
    language: str = "en",
    mail_from: str = "",
) -> Site:
    """Whose site it is, how it looks and which clock it goes by.

    Raises StaleEdit, WrongTime for an unknown zone, NoSuchChoice for an unknown accent.
    """
    if accent not in ACCENTS:
        raise NoSuchChoice(N_("There is no colour named “%(name)s”."), name=accent)
    for zone in (timezone, *other_zones):
        if not clock.is_zone(zone):
            raise WrongTime(f"There is no time zone named “{zone}”.")
    row = _site()
    raise_version(row, expected_version)
    row.name, row.tagline, row.accent = name, tagline, accent
    row.timezone, row.other_zones = timezone, list(other_zones)
    row.language, row.mail_from = language, mail_from
    announce(SiteChanged())
    return row


def set_logo(*, by: Actor, data: bytes, filename: str, media_type: str, sha256: str) -> Site:
    """Take over a picture that was checked and re-encoded before."""
    with files.laid(data):
        return _set_logo(by=by, data=data, filename=filename, media_type=media_type, sha256=sha256)


@operation
def _set_logo(*, by: Actor, data: bytes, filename: str, media_type: str, sha256: str) -> Site:
    row = _site()
    files.let_go(StoredFile.id == row.logo_id)
    row.logo = files.keep_bytes(data, filename=filename, media_type=media_type, sha256=sha256)
    row.version += 1
    announce(SiteChanged())
    return row


@operation
def remove_logo(*, by: Actor) -> Site:
    """The site's name stands alone again."""
    row = _site()
    files.let_go(StoredFile.id == row.logo_id)
    row.logo = None
    row.version += 1
    announce(SiteChanged())
    return row


@operation
def set_office_hours(
    *,
    by: Actor,
    expected_version: int | None = None,
    office_hours: Mapping[str, Sequence[Sequence[str]]],
    away_text: str = "",
    answer_hours: int = 48,
) -> Site:
    """When somebody is around (weekday "0" to "6" -> spans of wall time) and what is promised."""
    row = _site()
    raise_version(row, expected_version)
    row.office_hours = {
        day: [list(span) for span in spans] for day, spans in office_hours.items() if spans
    }
    row.away_text, row.answer_hours = away_text, answer_hours
    announce(SiteChanged())
    return row


@operation
def add_holiday(*, by: Actor, day: date, name: str = "") -> Holiday:
    """Keep the office closed on a day; naming it again changes its name."""
    row = db.session.scalar(sa.select(Holiday).where(Holiday.day == day))
    if row is None:
        row = Holiday(day=day, name=name)
        db.session.add(row)
    row.name = name
    about(row)
    announce(SiteChanged())
    return row


@operation
def remove_holiday(*, by: Actor, holiday_id: str) -> Holiday | None:
    """Open as on any other day of the week; None when it was removed before."""
    row = db.session.scalar(sa.select(Holiday).where(Holiday.public_id == holiday_id))
    if row is not None:
        db.session.delete(row)
        announce(SiteChanged())
    return row


@operation
def remember_examples(*, by: Actor, loaded_at: datetime | None) -> Site:
    """Note that the example programme is there since an instant, or (None) no longer."""
    row = _site()
    row.examples_loaded_at = loaded_at
    row.was_used = True
    return row


@operation
def mark_used(*, by: Actor) -> Site:
    """Note that the database has held something: examples are not offered by themselves again."""
    row = _site()
    row.was_used = True
    return row
