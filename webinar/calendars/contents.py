"""From rows to what a VEVENT and a feed's header say. The words are in the site's language."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from webinar.calendars import addresses
from webinar.calendars.ical import Attachment, EventContent, FeedContent
from webinar.calendars.models import ARCHIVE, DEADLINES, SEARCH, SERIES, SPEAKER
from webinar.calendars.telling import CALL_CLOSES, PAPERS_DUE, paragraphs, title_told, told
from webinar.calendars.words import gettext
from webinar.calls.models import Call
from webinar.core import ids
from webinar.core.textstats import plain_text, summary
from webinar.organization.models import Site
from webinar.papers.models import Paper, PaperFile
from webinar.speakers.models import SessionRole, Speaker
from webinar.webinars.models import CANCELLED, Category, Room, Series, Session, Tag, Webinar
from webinar.webinars.policy import is_series_readable, is_webinar_readable

#: characters of an abstract; Google and Outlook show little more, and a feed has to share 900 KB
_LONGEST = 8000
_PDF = "application/pdf"
#: accent of the palette -> CSS3 name (RFC 7986 knows names only), and the hue of site.css
_COLORS = {
    "teal": ("teal", "#017778"),
    "indigo": ("indigo", "#545fc7"),
    "rust": ("sienna", "#ad4b20"),
    "forest": ("seagreen", "#2f7844"),
    "plum": ("plum", "#9e4c86"),
    "slate": ("slategray", "#5b6c7e"),
    "ocean": ("steelblue", "#0570a6"),
    "ochre": ("darkgoldenrod", "#906004"),
}


@dataclass
class Paperwork:
    """A published paper and the files of the version that readers see."""

    paper: Paper
    files: list[PaperFile] = field(default_factory=list)

    @property
    def attachment(self) -> Attachment:
        """Its PDF, else its page."""
        for file in self.files:
            if file.file.media_type == _PDF:
                return Attachment(addresses.paper_file(self.paper.slug, file.name), _PDF)
        return Attachment(addresses.paper_page(self.paper.slug), "text/html")


def _is_online(room: Room | None) -> bool:
    return room is None or not room.place or bool(room.join_address)


def _place(room: Room | None) -> str:
    if room is None or not room.place:
        return ""
    return f"{room.name}, {room.place}" if room.name else room.place


def _prose(html: str, words: str) -> str:
    return _shortened(plain_text(html) if html else words)


def _shortened(text: str) -> str:
    """The text with its lines, or its beginning when it is longer than a calendar can show."""
    return text if len(text) <= _LONGEST else summary(text, _LONGEST)


def entry_title(subject: Session | Webinar) -> str:
    """Its title, said to be cancelled where it is, or its whole webinar."""
    cancelled = subject.is_cancelled or (
        isinstance(subject, Session) and subject.webinar.is_cancelled
    )
    return title_told(subject.title, is_cancelled=cancelled)


def entry_place(subject: Session | Webinar) -> str:
    """Where it happens: a place, else our page that leads there; never a room's own address."""
    if isinstance(subject, Session):
        join = addresses.join_page(subject.webinar.slug, subject.slug)
        return _place(subject.effective_room) or join
    return _place(subject.standing_room) or addresses.webinar_page(subject.slug)


def session_content(
    uid: str, session: Session, roles: Sequence[SessionRole], papers: Sequence[Paperwork]
) -> EventContent:
    """What a session's entry says; public facts only."""
    webinar, room = session.webinar, session.effective_room
    page = addresses.session_page(webinar.slug, session.slug)
    join = addresses.join_page(webinar.slug, session.slug) if _is_online(room) else ""
    is_cancelled = session.is_cancelled or webinar.is_cancelled
    reason = session.cancel_reason if session.is_cancelled else webinar.cancel_reason
    facts = {
        "title": session.title,
        "slug": session.slug,
        "guid": session.guid,
        "track": session.track,
        "reason": reason if is_cancelled else "",
        "abstract": _prose(session.abstract_html, session.abstract),
        "kind": session.kind,
        "language": session.language,
        "timezone": webinar.timezone,
        "room": room.name if room else "",
        "room_guid": ids.as_guid(room.public_id) if room else "",
        "place": _place(room),
        "webinar": webinar.title,
        "webinar_url": addresses.webinar_page(webinar.slug),
        "persons": [
            {
                "name": role.speaker.name,
                "guid": role.speaker.guid,
                "affiliation": role.speaker.affiliation,
                "role": role.role,
                "url": addresses.subject_page(SPEAKER, role.speaker.slug),
            }
            for role in roles
        ],
        "papers": [
            {"title": one.paper.title, "url": addresses.paper_page(one.paper.slug)}
            for one in papers
        ],
        "recording": session.recording_url,
        "slides": session.slides_url,
    }
    if session.abstract and session.abstract != facts["abstract"]:
        # Forms that other programs read in again get it as it was written.
        facts["markdown"] = session.abstract
    words = told(facts, url=page, join=join, is_cancelled=is_cancelled)
    return EventContent(
        uid=uid,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=words.summary,
        description=words.description,
        url=page,
        location=entry_place(session),
        conference_url=join,
        conference_label=words.label or gettext("Join online"),
        category=webinar.category.name,
        attachments=tuple(one.attachment for one in papers),
        is_cancelled=is_cancelled,
        facts=facts,
    )


def _webinar_facts(webinar: Webinar, kind: str, abstract: str) -> dict[str, Any]:
    room = webinar.standing_room
    return {
        "title": webinar.title,
        "slug": webinar.slug,
        "guid": ids.as_guid(webinar.public_id),
        "accent": webinar.category.accent,
        "reason": webinar.cancel_reason if webinar.is_cancelled else "",
        "abstract": abstract,
        "kind": kind,
        "language": webinar.language,
        "timezone": webinar.timezone,
        "room": room.name if room else "",
        "place": _place(room),
        "webinar": webinar.title,
        "webinar_url": addresses.webinar_page(webinar.slug),
        "persons": [],
        "papers": [],
    }


def webinar_content(uid: str, webinar: Webinar) -> EventContent:
    """What the entry of a whole webinar says."""
    page = addresses.webinar_page(webinar.slug)
    abstract = paragraphs(webinar.summary, _prose(webinar.description_html, webinar.description))
    facts = _webinar_facts(webinar, "webinar", abstract) | {"subtitle": webinar.subtitle}
    words = told(facts, url=page, join="", is_cancelled=webinar.is_cancelled)
    return EventContent(
        uid=uid,
        starts_at=webinar.starts_at,
        ends_at=webinar.ends_at,
        summary=words.summary,
        description=words.description,
        url=page,
        location=entry_place(webinar),
        category=webinar.category.name,
        is_cancelled=webinar.is_cancelled,
        facts=facts,
    )


def deadline_content(uid: str, webinar: Webinar, kind: str, at: datetime) -> EventContent:
    """What the entry of a deadline says: an instant, and where to do what has to be done."""
    page = addresses.webinar_page(webinar.slug)
    facts = _webinar_facts(webinar, kind, webinar.summary)
    if kind == PAPERS_DUE:
        target = facts["hand_in"] = addresses.call_page()
    else:
        target = facts["register"] = webinar.registration_address or page
    words = told(facts, url=page, join="", is_cancelled=webinar.is_cancelled)
    return EventContent(
        uid=uid,
        starts_at=at,
        ends_at=at,
        summary=words.summary,
        description=words.description,
        url=page,
        location=target,
        category=webinar.category.name,
        is_cancelled=webinar.is_cancelled,
        facts=facts,
    )


def closing_content(uid: str, call: Call, at: datetime) -> EventContent:
    """What the entry of a call for papers says: the instant after which nothing is taken."""
    page = addresses.call_page(call.slug)
    owner = call.webinar if call.webinar is not None else call.series
    owner_page = ""
    if call.webinar is not None and is_webinar_readable(call.webinar):
        owner_page = addresses.webinar_page(call.webinar.slug)
    elif call.series is not None and is_series_readable(call.series):
        owner_page = addresses.subject_page(SERIES, call.series.slug)
    is_cancelled = owner is not None and owner.state == CANCELLED
    facts = {
        "title": call.title,
        "reason": "",
        "abstract": _shortened(call.summary),
        "kind": CALL_CLOSES,
        "language": call.language,
        "timezone": call.timezone,
        "room": "",
        "place": "",
        # What nobody can see yet is not named.
        "webinar": owner.title if owner is not None and owner_page else "",
        "webinar_url": owner_page,
        "persons": [],
        "papers": [],
        "hand_in": page,
    }
    words = told(facts, url=page, join="", is_cancelled=is_cancelled)
    return EventContent(
        uid=uid,
        starts_at=at,
        ends_at=at,
        summary=words.summary,
        description=words.description,
        url=page,
        location=page,
        category=owner.category.name if owner is not None and owner_page else "",
        is_cancelled=is_cancelled,
        facts=facts,
    )


def colors(accent: str) -> tuple[str, str]:
    """An accent's CSS3 name and its `#rrggbb`; the first of the palette for an unknown one."""
    return _COLORS.get(accent, _COLORS["teal"])


def series_content(
    uid: str, series: Series, starts_at: datetime, length: timedelta
) -> EventContent:
    """What a series' master says; it begins with its first date."""
    page = addresses.subject_page(SERIES, series.slug)
    place = _place(series.standing_room)
    facts = {
        "title": series.title,
        "reason": "",
        "abstract": paragraphs(series.summary, _prose(series.description_html, series.description)),
        "kind": "series",
        "language": series.language,
        "timezone": series.timezone,
        "room": series.standing_room.name if series.standing_room else "",
        "place": place,
        "webinar": series.title,
        "webinar_url": page,
        "persons": [],
        "papers": [],
    }
    words = told(facts, url=page, join="", is_cancelled=False)
    return EventContent(
        uid=uid,
        starts_at=starts_at,
        ends_at=starts_at + length,
        summary=words.summary,
        description=words.description,
        url=page,
        location=place or page,
        category=series.category.name,
        facts=facts,
    )


def feed_content(
    kind: str,
    site: Site,
    subject: Category | Room | Series | Speaker | Tag | Webinar | None = None,
    *,
    source: str = "",
    year: int | None = None,
    words: str = "",
) -> FeedContent:
    """What a feed says about itself; `source` is its own address where that is another than usual.

    `year` is that of an archive, `words` the question of a search.
    """
    name, description, accent = site.name, site.tagline, site.accent
    slug = subject.slug if subject is not None else ""
    if kind == ARCHIVE:
        name = gettext("%(site)s: archive", site=site.name)
        if year:
            name, slug = f"{name} {year}", str(year)
        description = gettext("What has taken place")
    elif kind == DEADLINES:
        name = gettext("%(site)s: deadlines", site=site.name)
        description = gettext("Until when papers are wanted and one can register")
    elif kind == SEARCH:
        name = gettext("%(site)s: search for “%(words)s”", site=site.name, words=words)
        description = gettext("Webinars and sessions that the search finds")
    elif isinstance(subject, Category):
        name = f"{subject.name} · {site.name}"
        description, accent = subject.description, subject.accent or site.accent
    elif isinstance(subject, Speaker):
        name = f"{subject.name} · {site.name}"
        description = gettext("Sessions with %(name)s", name=subject.name)
    elif isinstance(subject, Tag):
        name = f"{subject.name} · {site.name}"
        description = gettext("Webinars with the tag “%(name)s”", name=subject.name)
    elif isinstance(subject, Room):
        name = f"{subject.name} · {site.name}"
        description = _place(subject) or gettext("What takes place there")
    elif isinstance(subject, Series):
        name = f"{subject.title} · {site.name}"
        description, accent = subject.summary, subject.category.accent or site.accent
    elif isinstance(subject, Webinar):
        name = f"{subject.title} · {site.name}"
        description = subject.summary or subject.subtitle
        accent = subject.category.accent or site.accent
    color, color_value = colors(accent)
    return FeedContent(
        name=name,
        description=description,
        source=source or addresses.feed(kind, slug),
        url=addresses.search_page(words) if words else addresses.subject_page(kind, slug),
        color=color,
        color_value=color_value,
    )
