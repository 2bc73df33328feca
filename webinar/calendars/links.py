"""Addresses that put something into a calendar, for templates: no script, no request needed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from webinar.calendars import addresses
from webinar.calendars.contents import entry_place, entry_title
from webinar.core.textstats import plain_text, summary
from webinar.webinars.models import Session, Webinar

#: characters of an address that browsers and servers take, and of them for a title
_LONGEST, _LONGEST_TITLE = 2000, 500
#: characters of the description before they are encoded
_LONGEST_WORDS = 500
_BETWEEN = "\n\n"


def calendar_links(subject: Session | Webinar) -> dict[str, str | None]:
    """What the macro of that name takes: `subscribe`, `page`, `download`, `google`, and so on.

    `subscribe` and `page`, which explains the ways, are None where no feed shows the subject,
    `download` where there is no file yet: unlisted webinars, previews.
    """
    webinar = subject.webinar if isinstance(subject, Session) else subject
    pages: tuple[str, ...] = (addresses.webinar_page(webinar.slug),)
    is_in_feeds = not webinar.is_unlisted and not webinar.is_draft
    if isinstance(subject, Session):
        pages = (addresses.session_page(webinar.slug, subject.slug), *pages)
        words = plain_text(subject.abstract_html) or subject.abstract
        download = addresses.session_file(webinar.slug, subject.slug)
        has_download = not webinar.is_draft
    else:
        words = webinar.summary or plain_text(webinar.description_html)
        download = addresses.feed("webinar", webinar.slug)
        has_download = is_in_feeds
    entry = _Entry(
        title=entry_title(subject),
        starts_at=subject.starts_at,
        ends_at=subject.ends_at,
        words=words,
        pages=pages,
        place=entry_place(subject),
    )
    subscribe = addresses.webcal(addresses.feed("webinar", webinar.slug))
    return {
        "subscribe": subscribe if is_in_feeds else None,
        "page": addresses.subscribe_page("webinar", webinar.slug) if is_in_feeds else None,
        "download": download if has_download else None,
        "google": _google(entry),
        "outlook": _outlook(entry, "outlook.live.com"),
        "office": _outlook(entry, "outlook.office.com"),
        "yahoo": _yahoo(entry),
    }


def feed_links(kind: str, slug: str = "", name: str = "", query: str = "") -> dict[str, str]:
    """`https`, `webcal`, `google`, `outlook`, `office`, `page`: every way to subscribe to a feed.

    `query` holds its options in their canonical form; `page` is ours that explains the ways.
    """
    address = addresses.feed(kind, slug, query)
    return subscribe_links(address, name) | {"page": addresses.subscribe_page(kind, slug, query)}


def subscribe_links(address: str, name: str) -> dict[str, str]:
    """The same for any address of a calendar, but `page`."""
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


def search_links(question: str, kind: str = "") -> dict[str, str]:
    """The same for what the search finds; `kind` is one of webinar and session, or empty."""
    asked = {"q": question} | ({"kind": kind} if kind else {})
    return feed_links("search", "", question, urlencode(asked))


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """What a form of a calendar is filled in with; `pages` from the best to the shortest."""

    title: str
    starts_at: datetime
    ends_at: datetime
    words: str
    pages: tuple[str, ...]
    place: str


def _google(entry: _Entry) -> str:
    instants = (entry.starts_at, entry.ends_at)
    dates = "/".join(moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") for moment in instants)
    return _filled(
        "https://calendar.google.com/calendar/render",
        {"action": "TEMPLATE", "dates": dates},
        ("text", "details", "location"),
        entry,
    )


def _outlook(entry: _Entry, host: str) -> str:
    values = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "startdt": entry.starts_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "enddt": entry.ends_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "allday": "false",
    }
    address = f"https://{host}/calendar/deeplink/compose"
    return _filled(address, values, ("subject", "body", "location"), entry)


def _yahoo(entry: _Entry) -> str:
    """With its end: Yahoo's `dur` breaks over midnight and beyond a day."""
    st, et = (
        moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        for moment in (entry.starts_at, entry.ends_at)
    )
    values = {"v": "60", "st": st, "et": et}
    return _filled("https://calendar.yahoo.com/", values, ("title", "desc", "in_loc"), entry)


def _filled(
    address: str, values: dict[str, str], names: tuple[str, str, str], entry: _Entry
) -> str:
    """The form's address, never too long: words give way first, then the place, then the page."""
    blank = f"{address}?{_query(values | dict.fromkeys(names, ''))}"
    left = _LONGEST - len(blank)
    title = _beginning(entry.title, min(left, _LONGEST_TITLE))
    left -= _size(title)
    page = next((one for one in entry.pages if _size(one) <= left), "")
    left -= _size(page)
    place = entry.place
    if _size(place) > left:
        # A cut address would lead nowhere.
        place = "" if place.startswith(addresses.base_url()) else _beginning(place, left)
    left -= _size(place)
    words = _beginning(summary(entry.words, _LONGEST_WORDS), left - _size(_BETWEEN))
    details = _BETWEEN.join(part for part in (words, page) if part)
    filled = dict(zip(names, (title, details, place), strict=True))
    return f"{address}?{_query(values | filled)}"


def _query(values: dict[str, str]) -> str:
    return urlencode(values, quote_via=quote)


def _size(text: str) -> int:
    """Characters that it takes in an address."""
    return len(quote(text, safe=""))


def _beginning(text: str, room: int) -> str:
    """The text, or so many of its words that they take `room` characters in an address."""
    if _size(text) <= room:
        return text
    left, length = room - _size("…"), 0
    for character in text:
        left -= _size(character)
        if left < 0:
            break
        length += 1
    return summary(text, length + 1) if length else ""
