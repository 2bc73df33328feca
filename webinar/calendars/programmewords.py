"""A programme as its forms need it, with the words that they say besides what is stored."""

from datetime import datetime

from flask import abort
from flask_babel import gettext

from webinar.calendars import addresses
from webinar.calendars.contents import colors
from webinar.calendars.formats.plaintext import Words
from webinar.calendars.formats.schedule import About, Schedule, build
from webinar.calendars.programmes import Programme, programme
from webinar.core import i18n
from webinar.organization.queries import site


def found_programme(slug: str) -> Programme:
    """A readable webinar's programme; aborts with 404 or 410. Two statements."""
    found = programme(slug)
    return abort(found) if isinstance(found, int) else found


def built(found: Programme, *, cancelled: bool) -> Schedule:
    """The programme as its formats need it. With `cancelled` also what does not take place."""
    here = site()
    color = colors(found.webinar.facts["accent"] or here.accent)[1]
    logo = addresses.logo(here.logo.storage_name) if here.logo else ""
    about = About(
        base_url=addresses.base_url(),
        site=here.name,
        version=found.revision,
        color=color,
        logo=logo,
        online=gettext("Online"),
    )
    return build(found.webinar, found.sessions, about, cancelled=cancelled)


def last_modified(found: Programme) -> datetime:
    """When any word of a form of the programme changed last; never goes back."""
    return max(found.changed_at, site().updated_at.replace(microsecond=0))


def kind_words(kind: str) -> str:
    """A kind of session as people call it."""
    words = {
        "talk": gettext("Talk"),
        "keynote": gettext("Keynote"),
        "panel": gettext("Panel"),
        "workshop": gettext("Workshop"),
        "discussion": gettext("Discussion"),
        "break": gettext("Break"),
    }
    return words.get(kind, kind)


def role_words(role: str) -> str:
    """A part in a session; nothing for a speaker, which needs no word."""
    words = {
        "chair": gettext("Chair"),
        "panelist": gettext("Panelist"),
        "moderator": gettext("Moderator"),
    }
    return words.get(role, "")


def words_of(schedule: Schedule, *, has_feed: bool) -> Words:
    """Days, times and words of one programme."""
    zone = schedule.timezone
    events = [event for day in schedule.days for event in day.events]
    offset = i18n.offset_name(zone, schedule.starts_at)
    named = i18n.zone_name(zone)
    span = i18n.date_range(schedule.starts_at, schedule.ends_at, zone)
    return Words(
        days={day.index: i18n.weekday_date(day.starts_at, zone) for day in schedule.days},
        when=f"{span}, {named}" + (f" ({offset})" if offset != named else ""),
        times={
            event.guid: i18n.time_range(event.starts_at, event.ends_at, zone) for event in events
        },
        kinds={kind: kind_words(kind) for kind in {event.kind for event in events}},
        roles={
            person.role: role_words(person.role) for event in events for person in event.persons
        },
        cancelled=gettext("Cancelled"),
        paper=gettext("Paper"),
        recording=gettext("Recording"),
        nothing=gettext("There is no programme yet."),
        more=gettext("More:"),
        calendar=gettext("Calendar: %(url)s", url=addresses.feed("webinar", schedule.slug))
        if has_feed
        else "",
    )
