"""The site's one row, whether somebody is around, and when an answer is promised."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from flask import g

from webinar.core import clock
from webinar.core.db import db
from webinar.organization import hours
from webinar.organization.hours import OfficeState
from webinar.organization.models import Holiday, Site

_KEPT = "organization.site"
_DAY = timedelta(days=1)


def site() -> Site:
    """The one row, read once per request. Never writes.

    Before `ensure_site` has made it, a row of defaults that is not stored.
    """
    kept: Site | None = g.get(_KEPT)
    if kept is None or sa.inspect(kept).detached or sa.inspect(kept).transient:
        kept = stored_site() or _unstored()
        setattr(g, _KEPT, kept)
    return kept


def stored_site() -> Site | None:
    """The row as it is in the database now, or None before the first start."""
    return db.session.scalar(sa.select(Site).order_by(Site.id).limit(1))


def _unstored() -> Site:
    row = Site(install_id="")
    for attribute in sa.inspect(Site).column_attrs:
        default = attribute.columns[0].default
        if attribute.key in ("id", "public_id") or default is None or getattr(row, attribute.key):
            continue
        setattr(row, attribute.key, default.arg(None) if default.is_callable else default.arg)
    return row


def holidays(since: date | None = None) -> list[Holiday]:
    """Days on which the office stays closed, in order; all, or those from a day on."""
    found = sa.select(Holiday).order_by(Holiday.day)
    if since is not None:
        found = found.where(Holiday.day >= since)
    return list(db.session.scalars(found))


def office_state(at: datetime) -> OfficeState:
    """Whether somebody is around at an instant, and when that changes.

    A site without office hours is never open and never says when it will be.
    """
    here = site()
    if not any(here.office_hours.values()):
        return OfficeState(False, None, None)
    today = clock.wall(at, here.timezone).local.date()
    days = {holiday.day for holiday in holidays(today - 2 * _DAY)}
    return hours.state_at(at, here.office_hours, here.timezone, days)


def promised_by(at: datetime) -> datetime:
    """By when an answer to a message of that instant is promised, aware UTC.

    The promised hours run from the next moment at which somebody is around; without
    office hours, from the message on.
    """
    start = office_state(at).opens_at or at
    return start + timedelta(hours=site().answer_hours)
