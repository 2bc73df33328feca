"""Calls for papers: the list of them, the page of one, and their organizers' preview."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from flask import abort, make_response, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webinar.calls.asked import field_words, rules_of
from webinar.calls.models import WEBINAR, Call
from webinar.calls.policy import may_arrange_call
from webinar.calls.queries import (
    call_by_id,
    call_by_slug,
    call_moved_from,
    listed_calls,
    was_call_deleted,
)
from webinar.calls.standing import (
    last_closing,
    next_closing,
    standing,
    standing_once_published,
)
from webinar.core import clock
from webinar.core.access import anyone, policy
from webinar.core.http import public
from webinar.questions.queries import questions_of
from webinar.site import answers
from webinar.site.blueprint import bp
from webinar.site.links import path_of
from webinar.site.structured import Meta, call_page_data, short
from webinar.webinars.policy import is_series_readable, is_webinar_readable


@bp.get("/calls/")
@policy(anyone)
@public
def calls() -> str:
    now = clock.now()
    found = listed_calls(now)
    return answers.page(
        "calls",
        meta=Meta(
            title=_("Calls for papers"),
            description=_("What is looked for, until when, and how to hand it in."),
            path="/calls/",
        ),
        open_now=calls_shown(found.open, now),
        coming=calls_shown(found.coming, now),
        past=calls_shown(found.past, now),
        owner_of=owner_of,
    )


@bp.get("/calls/<slug>")
@policy(anyone)
@public
def call(slug: str) -> str | Response:
    if code := request.args.get("code", ""):
        return _with_code(slug, code)
    found = call_by_slug(slug)
    if found is None:
        if (present := call_moved_from(slug)) is not None:
            return answers.moved(path_of("calls", present, end=""))
        answers.gone_or_missing(was_call_deleted(slug))
    return call_page(found)


def _with_code(slug: str, code: str) -> Response:
    """To the form, which is nobody else's page: this one is the same for everybody."""
    target = f"{path_of('calls', slug, 'new', end='')}?code={quote(code[:40], safe='')}"
    response = make_response(redirect(target, 303))
    response.headers["Cache-Control"] = "no-store"
    return response


def owner_of(call: Call) -> tuple[str, str] | None:
    """Title and path of what it belongs to, where readers see that."""
    if call.belongs_to == WEBINAR and call.webinar is not None:
        if is_webinar_readable(call.webinar):
            return call.webinar.title, path_of("webinars", call.webinar.slug)
    elif call.series is not None and is_series_readable(call.series):
        return call.series.title, path_of("series", call.series.slug)
    return None


def calls_shown(rows: list[Call], now: datetime) -> list[tuple[Call, str, datetime | None]]:
    """Each with where it stands and when it closes."""
    return [(one, standing(one, now), next_closing(one, now)) for one in rows]


def call_page(found: Call, *, preview: bool = False) -> str:
    """Two statements beside those of the call and the frame."""
    now = clock.now()
    state = (standing_once_published if preview else standing)(found, now)
    last = last_closing(found)
    owner = owner_of(found)
    return answers.page(
        "call",
        meta=Meta(
            title=found.title,
            description=short(found.summary, found.description_html) or found.title,
            path=path_of("calls", found.slug, end=""),
            kind="article",
            data=None if preview else call_page_data(found, last, owner),
            is_indexed=not (preview or found.is_unlisted),
        ),
        preview=preview,
        call=found,
        state=state,
        closing=next_closing(found, now),
        last=last,
        owner=owner,
        questions=questions_of(found.questionnaire_id),
        rules=[
            (field_words(name), rule) for name, rule in rules_of(found).items() if rule.is_asked
        ],
        parts={one.public_id: one.name for one in found.parts},
        form_path=path_of("calls", found.slug, "new", end=""),
    )


@bp.get("/organize/preview/calls/<call_id>/")
@policy(may_arrange_call)
def preview_call(call_id: str) -> Any:
    found = call_by_id(call_id)
    if found is None:
        abort(404)
    return call_page(found, preview=True)
