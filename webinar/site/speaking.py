"""What a card "I am speaking" says: of one person in one session that readers can see."""

from typing import Any

from flask import current_app
from flask_babel import gettext

from webinar.calendars.contents import colors
from webinar.calendars.formats.schedule import plain_xml
from webinar.core import i18n
from webinar.core.files import storage
from webinar.organization.queries import site
from webinar.site.frame import text_direction
from webinar.site.links import absolute, path_of
from webinar.site.printing import made_once
from webinar.speakers.models import Speaker
from webinar.webinars.models import Session

#: name of the folder, below a session's address, of its people's cards
WITH = "with"


def card_path(session: Session, speaker: Speaker, end: str = "/") -> str:
    return path_of("webinars", session.webinar.slug, session.slug, WITH, speaker.slug, end=end)


def told(session: Session, speaker: Speaker) -> dict[str, Any]:
    """Plain values for `cardimage.render`, but the portrait by its storage name."""
    zone = session.timezone
    when = i18n.date_range(session.starts_at, session.ends_at, zone)
    about = ", ".join(part for part in (speaker.position_title, speaker.affiliation) if part)
    host = current_app.config["BASE_URL"].partition("://")[2]
    return {
        "label": plain_xml(gettext("Speaking at “%(title)s”", title=session.webinar.title)),
        "title": plain_xml(session.title, lines=False),
        "name": plain_xml(speaker.name, lines=False),
        "about": plain_xml(about, lines=False),
        "when": f"{when}, {i18n.zone_name(zone, session.starts_at)}",
        "where": plain_xml(f"{site().name} · {host}", lines=False),
        "initials": i18n.initials(speaker.name),
        "direction": text_direction(session.language),
        "color": colors(site().accent)[1],
        "portrait_name": speaker.portrait.get("480", ""),
    }


def card_png(session: Session, speaker: Speaker) -> bytes:
    """1200 by 630 pixels. Raises sandbox.ConversionFailed and limits.TooMany."""
    values = told(session, speaker)

    def portrait() -> dict[str, Any]:
        try:
            with storage().open(values["portrait_name"]) as stored:
                return {"portrait": stored.read()}
        except (FileNotFoundError, ValueError):
            return {"portrait": b""}

    nothing: dict[str, Any] = {"portrait": b""}
    more = portrait if values["portrait_name"] else lambda: nothing
    return made_once("webinar.site.cardimage:render", values, more)


def ready_text(session: Session, speaker: Speaker) -> str:
    """Words to post, with the address of the card's page."""
    zone = session.timezone
    return gettext(
        "I am speaking at “%(webinar)s”: %(title)s. %(when)s, %(zone)s. %(address)s",
        webinar=session.webinar.title,
        title=session.title,
        when=i18n.date_range(session.starts_at, session.ends_at, zone),
        zone=i18n.zone_name(zone, session.starts_at),
        address=absolute(card_path(session, speaker)),
    )
