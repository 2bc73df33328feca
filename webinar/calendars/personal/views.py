"""What anybody may ask: a feed by its secret address, the page of one's stars, the mailed link."""

from datetime import datetime, timedelta

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.calendars import groups
from webinar.calendars.delivery import MEDIA_TYPE
from webinar.calendars.formats import jcal, jscalendar
from webinar.calendars.personal import operations, queries, rendering, uses
from webinar.calendars.personal.clients import client_of
from webinar.calendars.personal.forms import KeepForm
from webinar.calendars.personal.queries import Opened
from webinar.calendars.personal.subjects import Subject, keys_in, readable_subjects
from webinar.core import conditional, i18n, ids, limits
from webinar.core.access import anyone, holder_of_link, policy
from webinar.core.http import COMPARED, client_address, kept_privately, public
from webinar.core.journal import visitor
from webinar.core.limits import TooMany
from webinar.core.publicforms import later, say_too_often
from webinar.organization.queries import site

#: forms from one address, and links to one mail address, whoever asked
_BURST, _EVERY = 5, timedelta(minutes=2)
_LINKS, _LINKS_EVERY = 3, timedelta(hours=1)


def add_to(bp: Blueprint) -> None:
    """Hang these addresses on the room's blueprint."""
    bp.get("/feeds/u/<token>.ics")(personal_feed)
    bp.get("/feeds/u/<token>.<any(jcal, json):form>")(personal_feed)
    bp.get("/my/")(stars)
    bp.post("/my/")(ask_for_calendar)
    bp.get("/my/sent")(calendar_sent)
    bp.get("/my/stars.json")(star_facts)
    bp.get("/my/keep/<any(session, webinar):kind>/<public_id>")(keep)


@policy(holder_of_link)
@kept_privately
def personal_feed(token: str, form: str = "ics") -> Response:
    """The feed of a secret address, also as jCal and JSCalendar: 404 for none, 410 for one that
    was switched off, 400 for an option in the address, as there are none.
    """
    client = client_of(request.headers.get("User-Agent", ""))
    opened = queries.open_feed(token, client)
    if opened is None:
        return _plain(404, gettext("There is no calendar at this address."))
    if opened.is_revoked:
        words = gettext("This calendar was switched off by its owner. Delete it from your program.")
        return _plain(410, words)
    if unknown := next(iter(request.args), None):
        # What it holds and when it reminds is kept with it: an address that says more is mistaken.
        name = " ".join(unknown[:40].split())
        return _plain(400, gettext("There is no option “%(name)s” here.", name=name))
    body = rendering.personal_feed(
        opened.name, opened.public_id, queries.personal_parts(opened), alarm=opened.alarm
    )
    etag = ids.digest_id(body)
    last_modified, media_type = uses.note(opened, client=client, etag=etag), MEDIA_TYPE
    if form != "ics":
        body, media_type = _other_form(body, opened, form, last_modified)
        etag = ids.digest_id(body)
        # JSCalendar says more than the bytes whose date is noted.
        last_modified = last_modified and max(last_modified, opened.changed_at)
    is_known = not request.environ.get(COMPARED) and conditional.is_unchanged(
        request.environ, etag, last_modified
    )
    response = Response(status=304) if is_known else Response(body, content_type=media_type)
    if is_known:
        # No body, so no type of one.
        response.headers.pop("Content-Type", None)
    response.set_etag(etag)
    if last_modified is not None:
        response.last_modified = last_modified
    may_compress = current_app.config["FEED_COMPRESSION"]
    response.headers["Cache-Control"] = (
        "private, no-cache" if may_compress else "private, no-cache, no-transform"
    )
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _other_form(
    body: bytes, opened: Opened, form: str, modified: datetime | None
) -> tuple[bytes, str]:
    """The same feed and its media type."""
    if form == "jcal":
        return jcal.render(body), jcal.MEDIA_TYPE
    group = jscalendar.GroupContent(
        uid=f"feed-personal-{opened.public_id}@{site().install_id}",
        title=opened.name,
        description="",
        # Who exports the calendar would hand the secret on.
        source="",
        color=rendering.COLOR[0],
        updated=modified or opened.changed_at,
    )
    return groups.group_of(body, group, site().language), jscalendar.MEDIA_TYPE


def _plain(status: int, words: str) -> Response:
    """A line that somebody may find in the log of a calendar program."""
    response = Response(f"{words}\n", status, content_type="text/plain; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page(form: KeepForm, subject: Subject | None = None) -> str:
    """The page of one's stars; with a subject that of keeping this one, for who has no scripts."""
    return render_template("calendars/personal/stars.html", form=form, subject=subject)


@policy(anyone)
@public
def stars() -> ResponseReturnValue:
    """The same for everybody; the browser lists what it kept."""
    return _page(KeepForm(formdata=None))


@policy(anyone)
@public
def keep(kind: str, public_id: str) -> ResponseReturnValue:
    """Keep one session or webinar without scripts."""
    key = f"{kind}/{public_id}"
    found = readable_subjects(keys_in(key))
    if not found:
        abort(404)
    return _page(KeepForm(formdata=None, stars=key), found[0])


@policy(anyone)
def ask_for_calendar() -> ResponseReturnValue:
    """Mail the link; the same answer whether the address is known or not, and to programs, too."""
    form = KeepForm()
    keys = keys_in(form.stars.data or "")
    receipt = redirect(url_for("calendars.calendar_sent"), 303)
    if form.is_trapped:
        return receipt
    subject = next(iter(readable_subjects(keys)), None) if len(keys) == 1 else None
    if not form.validate():
        return _page(form, subject), 422
    try:
        limits.spend("calendar", client_address(), burst=_BURST, every=_EVERY)
    except TooMany as error:
        say_too_often(form, error)
        return later(_page(form, subject), error)
    email = (form.email.data or "").strip()
    if _may_mail(email):
        operations.ask_for_calendar(by=visitor(), email=email, keys=keys, language=i18n.language())
    return receipt


def _may_mail(email: str) -> bool:
    """Without this, the form could fill a stranger's mailbox."""
    try:
        limits.spend("calendar mail", email, burst=_LINKS, every=_LINKS_EVERY)
    except TooMany:
        return False
    return True


@policy(anyone)
def calendar_sent() -> ResponseReturnValue:
    """Names no mail address: the address of a page stands in logs and histories."""
    return render_template("calendars/personal/sent.html")


@policy(anyone)
@public
def star_facts() -> ResponseReturnValue:
    """`?ids=session/…,webinar/…`: what these are called and when they are now, as JSON.

    What cannot be read is left out, as if it had never been. Two statements.
    """
    found = readable_subjects(keys_in(request.args.get("ids", "")))
    return jsonify(stars=[_facts(one) for one in found])


def _facts(one: Subject) -> dict[str, str | bool]:
    times = i18n.time_range(one.starts_at, one.ends_at, one.timezone)
    day = i18n.long_date(one.starts_at, one.timezone)
    return {
        "key": one.key,
        "title": one.title,
        "path": one.path,
        "within": one.within,
        "language": one.language,
        "starts": i18n.iso(one.starts_at),
        "ends": i18n.iso(one.ends_at),
        "zone": one.timezone,
        "when": f"{day}, {times}, {i18n.zone_name(one.timezone, one.starts_at)}",
        "cancelled": one.is_cancelled,
    }
