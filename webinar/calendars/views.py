"""Feeds, downloads, and the page that explains how to subscribe."""

from datetime import datetime
from functools import partial

from flask import Blueprint, Response, abort, render_template

from webinar.calendars import delivery, queries, views_changes, views_forms
from webinar.calendars.ical import DOWNLOAD_HEADER, join
from webinar.calendars.links import feed_links
from webinar.calendars.models import ARCHIVE, CATEGORY, SITE, SPEAKER, WEBINAR
from webinar.core import ids
from webinar.core.access import anyone, policy
from webinar.core.http import public

bp = Blueprint("calendars", __name__)
views_forms.add_to(bp)
views_changes.add_to(bp)


@bp.get("/feeds/site.ics")
@policy(anyone)
@public
def site_feed() -> Response:
    return _feed(SITE)


@bp.get("/feeds/archive.ics")
@policy(anyone)
@public
def archive_feed() -> Response:
    return _feed(ARCHIVE)


@bp.get("/feeds/category/<slug>.ics")
@policy(anyone)
@public
def category_feed(slug: str) -> Response:
    return _feed(CATEGORY, slug)


@bp.get("/feeds/speaker/<slug>.ics")
@policy(anyone)
@public
def speaker_feed(slug: str) -> Response:
    return _feed(SPEAKER, slug)


@bp.get("/feeds/webinar/<slug>.ics")
@policy(anyone)
@public
def webinar_feed(slug: str) -> Response:
    return _feed(WEBINAR, slug)


def _feed(kind: str, slug: str = "") -> Response:
    known = queries.feed_validators(kind, slug)
    if known is None or known.status == 404:
        abort(404)
    if known.status == 410:
        abort(410)
    found = delivery.answer(known.etag, known.last_modified, partial(_read, known.feed_id))
    return found if found is not None else abort(404)


def _read(feed_id: int, compressed: bool) -> tuple[bytes, str, datetime] | None:
    found = queries.feed_body(feed_id, compressed=compressed)
    if found is None:
        return None
    known, body = found
    return body, known.etag, known.last_modified


@bp.get("/webinars/<slug>/<session_slug>.ics")
@policy(anyone)
@public
def session_download(slug: str, session_slug: str) -> Response:
    found = queries.session_event(slug, session_slug)
    if found is None or found[0] != 200:
        abort(404 if found is None else found[0])
    _status, revised_at, event = found
    body = join(DOWNLOAD_HEADER, [event])
    etag = ids.digest_id(body)
    # A thousand octets: not worth compressing.
    if delivery.is_unchanged(etag, revised_at):
        return delivery.not_modified(etag, revised_at)
    return delivery.calendar(
        body, etag, revised_at, compressed=False, filename=f"{session_slug}.ics"
    )


@bp.get("/subscribe")
@policy(anyone)
@public
def subscribe() -> str:
    """Every calendar of the site, with the ways to subscribe."""
    return render_template(
        "calendars/subscribe.html",
        site_links=feed_links(SITE),
        archive_links=feed_links(ARCHIVE),
        categories=[
            (category, feed_links(CATEGORY, category.slug, category.name))
            for category in queries.open_categories()
        ],
    )
