"""Addresses that put something into a calendar, for templates: no script, no request needed."""

from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from webinar.calendars import addresses
from webinar.calendars.contents import entry_place, entry_title
from webinar.core.textstats import plain_text, summary
from webinar.webinars.models import Session, Webinar

#: characters of the description in an address; browsers and servers cut long ones
_LONGEST = 500


def calendar_links(subject: Session | Webinar) -> dict[str, str | None]:
    """`subscribe`, `download`, `google`, `outlook`: the arguments of the macro `calendar_links`.

    `subscribe` is None where no feed shows the subject: unlisted webinars, previews.
    """
    if isinstance(subject, Session):
        webinar = subject.webinar
        page = addresses.session_page(webinar.slug, subject.slug)
        words = plain_text(subject.abstract_html) or subject.abstract
        download = addresses.session_file(webinar.slug, subject.slug)
    else:
        webinar = subject
        page = addresses.webinar_page(webinar.slug)
        words = webinar.summary or plain_text(webinar.description_html)
        download = addresses.feed("webinar", webinar.slug)
    title, place = entry_title(subject), entry_place(subject)
    details = f"{summary(words, _LONGEST)}\n\n{page}" if words else page
    is_in_feeds = not webinar.is_unlisted and not webinar.is_draft
    return {
        "subscribe": addresses.webcal(addresses.feed("webinar", webinar.slug))
        if is_in_feeds
        else None,
        "download": download if isinstance(subject, Session) or is_in_feeds else None,
        "google": _google(title, subject.starts_at, subject.ends_at, details, place),
        "outlook": _outlook(title, subject.starts_at, subject.ends_at, details, place),
    }


def feed_links(kind: str, slug: str = "", name: str = "") -> dict[str, str]:
    """`https`, `webcal`, `google`, `outlook`, `office`: every way to subscribe to a feed."""
    address = addresses.feed(kind, slug)
    named = urlencode({"url": address, "name": name}, quote_via=quote)
    return {
        "https": address,
        "webcal": addresses.webcal(address),
        # Google takes the address of a feed as the identifier of a calendar.
        "google": "https://calendar.google.com/calendar/r?"
        + urlencode({"cid": addresses.webcal(address)}, quote_via=quote),
        "outlook": f"https://outlook.live.com/calendar/0/addfromweb?{named}",
        "office": f"https://outlook.office.com/calendar/0/addfromweb?{named}",
    }


def _google(title: str, start: datetime, end: datetime, details: str, place: str) -> str:
    dates = "/".join(moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for moment in (start, end))
    values = {
        "action": "TEMPLATE",
        "text": title,
        "dates": dates,
        "details": details,
        "location": place,
    }
    return "https://calendar.google.com/calendar/render?" + urlencode(values, quote_via=quote)


def _outlook(title: str, start: datetime, end: datetime, details: str, place: str) -> str:
    values = {
        "rru": "addevent",
        "path": "/calendar/action/compose",
        "subject": title,
        "startdt": start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "enddt": end.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "body": details,
        "location": place,
        "allday": "false",
    }
    return "https://outlook.live.com/calendar/0/action/compose?" + urlencode(
        values, quote_via=quote
    )
