"""Joining a session: the countdown, the room once it is open, the recording afterwards."""

from flask import render_template
from werkzeug.wrappers import Response

from webinar.core import clock, i18n
from webinar.core.access import anyone, policy
from webinar.core.http import public
from webinar.site.blueprint import bp
from webinar.site.doors import door
from webinar.site.views.webinars import locate
from webinar.webinars.models import Session, Webinar


@bp.get("/webinars/<slug>/<session_slug>/join")
@policy(anyone)
@public
def join(slug: str, session_slug: str) -> str | Response:
    answer = locate(slug, session_slug, end="join")
    return answer if isinstance(answer, Response) else _page(*answer)


def _page(webinar: Webinar, session: Session) -> str:
    now = clock.now()
    room = session.effective_room
    is_cancelled = session.is_cancelled or webinar.is_cancelled
    return render_template(
        "site/join.html",
        webinar=webinar,
        session=session,
        room=room,
        door=door(session, room, is_cancelled=is_cancelled, at=now),
        reason=session.cancel_reason if session.is_cancelled else webinar.cancel_reason,
        zone_choice=i18n.chosen_zone() or None,
        now=now,
    )
