"""Feeds, downloads of single sessions, and the page that explains how to subscribe."""

from datetime import datetime, timedelta
from functools import partial

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext

from webinar.calendars import delivery, queries, requested, subscribing, views_changes, views_forms
from webinar.calendars.dav import views as dav
from webinar.calendars.ical import DOWNLOAD_HEADER, join
from webinar.calendars.models import (
    ARCHIVE,
    CATEGORY,
    DEADLINES,
    ROOM,
    SEARCH,
    SERIES,
    SITE,
    SPEAKER,
    TAG,
    WEBINAR,
)
from webinar.calendars.personal import own_views as own
from webinar.calendars.personal import views as personal
from webinar.calendars.programmes import FeedFile
from webinar.calendars.queries import Validators
from webinar.calendars.requested import Made
from webinar.core import ids, limits
from webinar.core.access import anyone, policy
from webinar.core.http import client_address, public
from webinar.core.text import question
from webinar.organization.queries import site

bp = Blueprint("calendars", __name__)
personal.add_to(bp)
own.add_to(bp)
dav.add_to(bp)
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


@bp.get(f"/feeds/archive/{views_forms.YEAR}.ics")
@policy(anyone)
@public
def archive_year_feed(year: int) -> Response:
    """What the archive shows of a year."""
    return _feed(ARCHIVE, year=year)


@bp.get("/feeds/deadlines.ics")
@policy(anyone)
@public
def deadlines_feed() -> Response:
    return _feed(DEADLINES)


@bp.get("/feeds/category/<slug>.ics")
@policy(anyone)
@public
def category_feed(slug: str) -> Response:
    return _feed(CATEGORY, slug)


@bp.get("/feeds/tag/<slug>.ics")
@policy(anyone)
@public
def tag_feed(slug: str) -> Response:
    return _feed(TAG, slug)


@bp.get("/feeds/series/<slug>.ics")
@policy(anyone)
@public
def series_feed(slug: str) -> Response:
    return _feed(SERIES, slug)


@bp.get("/feeds/room/<slug>.ics")
@policy(anyone)
@public
def room_feed(slug: str) -> Response:
    return _feed(ROOM, slug)


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


def _feed(kind: str, slug: str = "", *, year: int | None = None) -> Response:
    """A feed by its validators alone where it is the usual one, else built as it was asked for."""
    known = _known(kind, slug)
    if request.args or year:
        options = views_forms.asked_options(kind)
        if year or not options.is_usual:
            made = requested.feed_with(kind, slug, known, options, site(), year=year)
            # As the archive's page of a year in which nothing took place.
            return _made(made) if made.entries or not year else abort(404)
    found = delivery.answer(known.etag, known.last_modified, partial(_read, known.feed_id))
    return found if found is not None else abort(404)


def _known(kind: str, slug: str = "") -> Validators:
    known = queries.feed_validators(kind, slug)
    if known is None or known.status == 404:
        abort(404)
    if known.status == 410:
        abort(410)
    return known


def _made(made: Made) -> Response:
    def read(compressed: bool) -> tuple[bytes, str, datetime]:
        return delivery.coded(made.body, compressed=compressed), made.etag, made.last_modified

    found = delivery.answer(made.etag, made.last_modified, read)
    return found if found is not None else abort(404)


def _read(feed_id: int, compressed: bool) -> tuple[bytes, str, datetime] | None:
    found = queries.feed_body(feed_id, compressed=compressed)
    if found is None:
        return None
    known, body = found
    return body, known.etag, known.last_modified


@bp.get("/feeds/search.ics")
@policy(anyone)
@public
def search_feed() -> Response:
    """The sessions and webinars that the search page lists under the same question."""
    return _made(_searched())


@bp.get("/feeds/search.<any(jcal, json):form>")
@policy(anyone)
@public
def search_form(form: str) -> Response:
    """The same as jCal or JSCalendar."""
    made = _searched()
    found = FeedFile(200, "", made.last_modified, made.body, is_made=True)
    return views_forms.formed(SEARCH, found, form)


def _searched() -> Made:
    options = views_forms.asked_options(SEARCH, "q", "kind")
    kind = request.args.get("kind", "")
    asked = question(request.args.get("q", ""))
    if not asked:
        views_forms.refuse(gettext("Say what to search for, like this: /feeds/search.ics?q=rivers"))
    if kind not in ("", "webinar", "session"):
        views_forms.refuse(gettext("The option “kind” can be webinar or session."))
    limits.spend_reading("search", client_address(), burst=40, every=timedelta(seconds=2))
    return requested.feed_of_search(asked, kind, _known(SITE), options, site())


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
def subscribe() -> tuple[str, int]:
    """Everything, or what `?feed=` names, with every way to subscribe."""
    return _subscribe(SITE, "")


@bp.get("/subscribe/<kind>")
@bp.get("/subscribe/<kind>/<slug>")
@policy(anyone)
@public
def subscribe_to(kind: str, slug: str = "") -> tuple[str, int]:
    return _subscribe(kind, slug)


def _subscribe(kind: str, slug: str) -> tuple[str, int]:
    values, status = subscribing.page(kind, slug)
    return render_template("calendars/subscribe.html", **values), status
