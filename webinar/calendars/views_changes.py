"""What is new and what changed, to follow in a feed reader: Atom and JSON Feed."""

from flask import Blueprint, Response
from flask_babel import gettext

from webinar.calendars import addresses, changewords, delivery, programmes
from webinar.calendars.formats import changefeed
from webinar.calendars.formats.changefeed import ChangeFeed
from webinar.calendars.programmewords import found_programme
from webinar.core import ids
from webinar.core.access import anyone, policy
from webinar.core.atom import MEDIA_TYPE
from webinar.core.http import public
from webinar.organization.queries import site

_FORM = "<any(atom, json):form>"
_RENDER = {
    "atom": (changefeed.atom, MEDIA_TYPE + "; charset=utf-8"),
    "json": (changefeed.json_feed, changefeed.JSON_TYPE),
}


def add_to(bp: Blueprint) -> None:
    """Hang these feeds on the room's blueprint."""
    bp.get(f"/feeds/changes.{_FORM}")(site_changes)
    bp.get(f"/feeds/webinar/<slug>/changes.{_FORM}")(webinar_changes)


@policy(anyone)
@public
def site_changes(form: str) -> Response:
    """Of everything that is listed. Three statements."""
    here = site()
    return _answer(
        form,
        ChangeFeed(
            guid=ids.as_guid(ids.digest_id(f"{here.install_id} changes".encode())),
            title=gettext("%(site)s: what is new and what changed", site=here.name),
            description=here.tagline,
            author=here.name,
            language=here.language,
            address=addresses.changes(form),
            page=addresses.absolute("webinars"),
            began=here.created_at,
            items=[changewords.item(row) for row in programmes.news()],
        ),
    )


@policy(anyone)
@public
def webinar_changes(slug: str, form: str) -> Response:
    """Of one webinar. Five statements."""
    found = found_programme(slug)
    here, facts = site(), found.webinar.facts
    return _answer(
        form,
        ChangeFeed(
            guid=ids.as_guid(ids.digest_id(f"{facts['guid']} changes".encode())),
            title=gettext("%(title)s: what is new and what changed", title=facts["title"]),
            description=facts["subtitle"],
            author=here.name,
            language=here.language,
            address=addresses.changes(form, facts["slug"]),
            page=found.webinar.url,
            began=found.changed_at,
            items=[changewords.item(row) for row in programmes.news(slug)],
        ),
        is_listed=found.is_listed,
    )


def _answer(form: str, feed: ChangeFeed, *, is_listed: bool = True) -> Response:
    render, media_type = _RENDER[form]
    # News of what is no longer listed leaves: the date of any change is the one that never goes
    # back.
    modified = max(feed.updated, programmes.changed_at() or feed.updated)
    modified = modified.replace(microsecond=0)
    return delivery.made(render(feed), media_type, modified, is_listed=is_listed)
