"""Webinars by tag, and what takes place in a room."""

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webinar.core import clock
from webinar.core.access import anyone, policy
from webinar.core.http import public
from webinar.site import answers, queries
from webinar.site.blueprint import bp
from webinar.site.links import path_of
from webinar.site.structured import Meta
from webinar.site.views.lists import listed, names_of
from webinar.webinars.filed import (
    has_tag,
    listed_tags,
    room_by_slug,
    tag_by_slug,
    takes_place_in,
)
from webinar.webinars.queries import past_webinars, upcoming_webinars


@bp.get("/tags/")
@policy(anyone)
@public
def tags() -> str:
    return answers.page(
        "tags",
        meta=Meta(
            title=_("Tags"), description=_("Words that webinars have in common."), path="/tags/"
        ),
        tags=listed_tags(),
    )


@bp.get("/tags/<slug>/")
@policy(anyone)
@public
def tag(slug: str) -> str:
    found = tag_by_slug(slug)
    ahead = upcoming_webinars(among=has_tag(found.id)) if found else []
    past = past_webinars(among=has_tag(found.id)) if found else []
    # A tag of drafts alone is nobody's business yet.
    if found is None or not (ahead or past):
        answers.gone_or_missing(False)
    return answers.page(
        "tag",
        meta=Meta(
            title=found.name,
            description=_("Webinars with the tag “%(name)s”", name=found.name),
            path=path_of("tags", found.slug),
        ),
        tag=found,
        coming=listed(ahead),
        past=listed(past, newest_first=True),
        names=names_of([*ahead, *past]),
    )


@bp.get("/rooms/<slug>/")
@policy(anyone)
@public
def room(slug: str) -> str | Response:
    """Never the address of a video room: that is the joining page's alone."""
    found = room_by_slug(slug)
    if found is None:
        if present := queries.moved_to("room", slug):
            return answers.moved(path_of("rooms", present))
        answers.gone_or_missing(False)
    now = clock.now()
    ahead = upcoming_webinars(among=takes_place_in(found.id), at=now)
    past = past_webinars(among=takes_place_in(found.id), at=now)
    if not ahead and not past:
        answers.gone_or_missing(False)
    return answers.page(
        "room",
        meta=Meta(
            title=found.name,
            description=found.place or _("What takes place in %(room)s", room=found.name),
            path=path_of("rooms", found.slug),
        ),
        room=found,
        coming=listed(ahead),
        past=listed(past, newest_first=True),
        names=names_of([*ahead, *past]),
    )
