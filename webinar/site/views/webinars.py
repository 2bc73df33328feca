"""The page of a webinar and the page of a session; the previews reuse both."""

from flask import request
from werkzeug.wrappers import Response

from webinar.calls.queries import calls_of
from webinar.conversations.queries import comments_of
from webinar.core import clock
from webinar.core.access import anyone, policy
from webinar.core.http import public
from webinar.site import answers, cards, queries, structured
from webinar.site.blueprint import bp
from webinar.site.doors import entrance, next_entrance
from webinar.site.links import path_of
from webinar.site.rooms import has_rooms_beside_each_other
from webinar.site.structured import Meta, short
from webinar.site.views.calls import calls_shown
from webinar.speakers.queries import speakers_of_sessions
from webinar.webinars.models import Session, Webinar
from webinar.webinars.queries import (
    session_moved_from,
    was_deleted,
    webinar_by_slug,
    webinar_moved_from,
)
from webinar.webinars.seriesqueries import neighbours_in_series, series_readable_of


@bp.get("/webinars/<slug>/")
@policy(anyone)
@public
def webinar(slug: str) -> str | Response:
    found = webinar_by_slug(slug)
    if found is None:
        if (other := webinar_moved_from(slug)) is not None:
            return answers.moved(path_of("webinars", other.slug))
        answers.gone_or_missing(was_deleted(slug))
    return webinar_page(found)


def webinar_page(found: Webinar, *, preview: bool = False) -> str:
    """Five statements beside the frame's; three more where there are calls, or for a date of a
    series.
    """
    now = clock.now()
    ids = [session.id for session in found.sessions]
    rows = cards.slots(
        found, found.sessions, speakers_of_sessions(ids), queries.papers_by_session(ids)
    )
    image = next((p.portrait_url for p, _ in cards.people_of(rows) if p.portrait_url), "")
    meta = Meta(
        title=found.title,
        description=short(found.summary, found.subtitle, found.description_html) or found.title,
        path=path_of("webinars", found.slug),
        kind="article",
        image=image,
        data=None if preview else structured.webinar_event(found, rows),
        is_indexed=not (preview or found.is_unlisted),
    )
    return answers.page(
        "webinar",
        meta=meta,
        preview=preview,
        webinar=found,
        rows=rows,
        people=cards.people_of(rows),
        rooms=cards.rooms_of(found, rows),
        papers=[paper for slot in rows for paper in slot.papers],
        papers_by_slug={
            slot.row.slug: [(one.title, path_of("papers", one.slug)) for one in slot.papers]
            for slot in rows
        },
        by_rooms=_by_rooms(rows),
        to_join=next_entrance(rows, now),
        recordings=[slot for slot in rows if slot.row.recording_url],
        is_over=found.ends_at <= now,
        calls=calls_shown(calls_of(webinar_id=found.id) if found.has_calls else [], now),
        series=series_readable_of(found),
        neighbours_in_series=neighbours_in_series(found),
        comments=comments_of("webinar", found.public_id),
        answering=request.args.get("reply", ""),
    )


def _by_rooms(rows: list[cards.Slot]) -> bool | None:
    """Whether the reader wants the rooms beside each other; None where there is no choice."""
    if not has_rooms_beside_each_other(rows):
        return None
    return request.args.get("view") == "rooms"


@bp.get("/webinars/<slug>/<session_slug>/")
@policy(anyone)
@public
def session(slug: str, session_slug: str) -> str | Response:
    answer = locate(slug, session_slug)
    return answer if isinstance(answer, Response) else session_page(*answer)


def locate(slug: str, session_slug: str, end: str = "") -> tuple[Webinar, Session] | Response:
    """A readable session, or a 301 to its address; aborts with 404 or 410.

    `end` is what follows the session's address, for the page where it is joined.
    """
    found = webinar_by_slug(slug)
    is_former = found is None
    if found is None:
        other = webinar_moved_from(slug)
        found = webinar_by_slug(other.slug) if other is not None else None
    if found is None:
        answers.gone_or_missing(was_deleted(slug))
    one = next((row for row in found.sessions if row.slug == session_slug), None)
    if one is None:
        one = session_moved_from(found, session_slug)
        is_former = True
    if one is None:
        answers.gone_or_missing(queries.was_deleted("session", session_slug, webinar_id=found.id))
    if is_former:
        return answers.moved(path_of("webinars", found.slug, one.slug) + end)
    return found, one


def session_page(found: Webinar, one: Session, *, preview: bool = False) -> str:
    """Three statements beside those of the webinar and the frame."""
    now = clock.now()
    (slot,) = cards.slots(
        found, [one], speakers_of_sessions([one.id]), queries.papers_by_session([one.id])
    )
    meta = Meta(
        title=one.title,
        description=short(one.abstract_html, found.summary, found.title) or one.title,
        path=path_of("webinars", found.slug, one.slug),
        kind="article",
        image=next((p.portrait_url for p, _ in slot.roles if p.portrait_url), ""),
        data=None if preview else structured.session_event(found, slot),
        is_indexed=not (preview or found.is_unlisted),
        within=found.title,
    )
    talks = [row for row in found.sessions if row.kind != "break" or row.id == one.id]
    place = next((n for n, row in enumerate(talks) if row.id == one.id), 0)
    return answers.page(
        "session",
        meta=meta,
        preview=preview,
        webinar=found,
        session=slot,
        is_cancelled=one.is_cancelled or found.is_cancelled,
        cancel_reason=one.cancel_reason if one.is_cancelled else found.cancel_reason,
        before=talks[place - 1] if place > 0 else None,
        after=talks[place + 1] if place + 1 < len(talks) else None,
        is_over=one.ends_at <= now,
        to_join=entrance(slot, now),
        comments=comments_of("session", one.public_id),
        answering=request.args.get("reply", ""),
    )
