"""The organizers' pages about the site itself: identity, office hours, holidays."""

import hashlib
from datetime import UTC, date, datetime, time
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.core import clock, i18n
from webinar.core.access import policy
from webinar.core.conflicts import compare_with
from webinar.core.db import StaleEdit
from webinar.core.notices import say_changed
from webinar.organization import operations
from webinar.organization.forms import LOGO, WEEKDAYS, HolidayForm, HoursForm, IdentityForm
from webinar.organization.hours import written_spans
from webinar.organization.models import Site
from webinar.organization.policy import may_change_site, who_asks
from webinar.organization.queries import holidays, office_state, site
from webinar.organization.words import office_sentence

bp = Blueprint("organization", __name__)


@bp.get("/organize/site/")
@policy(may_change_site)
def edit() -> ResponseReturnValue:
    here = site()
    zones = [*here.other_zones, here.timezone, here.timezone]
    form = IdentityForm(obj=here, first_zone=zones[0], second_zone=zones[1])
    form.version.data = str(here.version)
    return _identity_page(form)


def _identity_page(form: IdentityForm, **values: Any) -> str:
    return render_template("organization/edit.html", form=form, rule=LOGO, **values)


@bp.post("/organize/site/")
@policy(may_change_site)
def save() -> ResponseReturnValue:
    form = IdentityForm()
    if not form.validate_on_submit():
        return _identity_page(form), form.refusal
    try:
        operations.change_identity(
            by=who_asks(),
            expected_version=form.expected_version,
            name=form.name.data,
            tagline=form.tagline.data,
            accent=form.accent.data,
            timezone=form.timezone.data,
            other_zones=[form.first_zone.data, form.second_zone.data],
            language=form.language.data,
            mail_from=form.mail_from.data or "",
        )
    except StaleEdit:
        here = site()
        rows = compare_with(form, _identity(here), here.version)
        return _identity_page(form, conflict_rows=rows), 409
    if form.picture:
        operations.set_logo(
            by=who_asks(),
            data=form.picture,
            filename="logo.webp",
            media_type="image/webp",
            sha256=hashlib.sha256(form.picture).hexdigest(),
        )
    say_changed(gettext("Saved."))
    return redirect(url_for("organization.edit"), 303)


def _identity(here: Site) -> dict[str, str]:
    zones = [*here.other_zones, "", ""]
    return {
        "name": here.name,
        "tagline": here.tagline,
        "accent": here.accent,
        "timezone": here.timezone,
        "first_zone": zones[0],
        "second_zone": zones[1],
        "language": here.language,
        "mail_from": here.mail_from,
    }


@bp.post("/organize/site/logo/remove")
@policy(may_change_site)
def remove_logo() -> ResponseReturnValue:
    operations.remove_logo(by=who_asks())
    say_changed(gettext("The logo is taken away."))
    return redirect(url_for("organization.edit"), 303)


@bp.get("/organize/site/hours")
@policy(may_change_site)
def office_hours() -> ResponseReturnValue:
    return _hours_page(_filled_hours(), HolidayForm(formdata=None))


def _filled_hours() -> HoursForm:
    """The form with what is stored, whatever was sent."""
    here = site()
    form = HoursForm(formdata=None, obj=here)
    for number, name in enumerate(WEEKDAYS):
        form[name].data = here.office_hours.get(str(number), [])
    return form


@bp.post("/organize/site/hours")
@policy(may_change_site)
def save_hours() -> ResponseReturnValue:
    form = HoursForm()
    if not form.validate_on_submit():
        return _hours_page(form, HolidayForm(formdata=None)), 422
    try:
        operations.set_office_hours(
            by=who_asks(),
            expected_version=form.expected_version,
            office_hours=form.office_hours,
            away_text=form.away_text.data,
            answer_hours=form.answer_hours.data,
        )
    except StaleEdit:
        here = site()
        saved = {
            name: written_spans(here.office_hours.get(str(number), []))
            for number, name in enumerate(WEEKDAYS)
        }
        saved |= {"away_text": here.away_text, "answer_hours": str(here.answer_hours)}
        rows = compare_with(form, saved, here.version)
        return _hours_page(form, HolidayForm(formdata=None), conflict_rows=rows), 409
    say_changed(gettext("Saved."))
    return redirect(url_for("organization.office_hours"), 303)


def _hours_page(form: HoursForm, holiday: HolidayForm, **values: Any) -> str:
    now = clock.now()
    today = clock.wall(now, site().timezone).local.date()
    return render_template(
        "organization/hours.html",
        form=form,
        holiday=holiday,
        holidays=[(row, _day_words(row.day)) for row in holidays(today)],
        office=office_sentence(office_state(now), now, site().timezone),
        **values,
    )


def _day_words(day: date) -> str:
    """`Friday 25 December 2026`: a day, whatever the zone."""
    return i18n.weekday_date(datetime.combine(day, time(12), UTC), "UTC")


@bp.post("/organize/site/holidays")
@policy(may_change_site)
def add_holiday() -> ResponseReturnValue:
    holiday = HolidayForm()
    if not holiday.validate_on_submit():
        return _hours_page(_filled_hours(), holiday), 422
    operations.add_holiday(by=who_asks(), day=holiday.day.data, name=holiday.name.data or "")
    say_changed(gettext("The office stays closed on that day."))
    return redirect(url_for("organization.office_hours", _anchor="holidays"), 303)


@bp.post("/organize/site/holidays/<holiday_id>/remove")
@policy(may_change_site)
def remove_holiday(holiday_id: str) -> ResponseReturnValue:
    operations.remove_holiday(by=who_asks(), holiday_id=holiday_id)
    say_changed(gettext("The office is open on that day as on others."))
    return redirect(url_for("organization.office_hours", _anchor="holidays"), 303)
