"""Cards "I am speaking": the picture, the page that shares it, and the way to both."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webinar.calendars import delivery
from webinar.core import sandbox
from webinar.core.access import anyone, holder_of_link, policy
from webinar.core.http import public
from webinar.site import answers, speaking
from webinar.site.blueprint import bp
from webinar.site.cards import Person
from webinar.site.links import absolute
from webinar.site.speaking import WITH, card_path
from webinar.site.structured import Meta
from webinar.site.views.webinars import locate
from webinar.speakers.holders import holder
from webinar.speakers.models import Speaker
from webinar.speakers.queries import speaker_moved_from, speakers_of_sessions, talks_of
from webinar.webinars.models import Session
from webinar.webinars.policy import is_session_readable

_CARD = f"/webinars/<slug>/<session_slug>/{WITH}/<speaker_slug>"


def _found(
    slug: str, session_slug: str, speaker_slug: str, end: str
) -> tuple[Session, Speaker] | Response:
    """Somebody with a part in a readable session, or a 301; aborts with 404 or 410."""
    located = locate(slug, session_slug, end=f"{WITH}/{speaker_slug}{end}")
    if isinstance(located, Response):
        return located
    _webinar, session = located
    if session.is_cancelled or session.webinar.is_cancelled:
        abort(404)
    people = [one for one, _role in speakers_of_sessions([session.id])[session.id]]
    speaker = next((one for one in people if one.slug == speaker_slug), None)
    if speaker is None:
        other = speaker_moved_from(speaker_slug)
        if other is None or other not in people:
            abort(404)
        return answers.moved(card_path(session, other, end))
    return session, speaker


@bp.get(f"{_CARD}.png")
@policy(anyone)
@public
def speaking_card(slug: str, session_slug: str, speaker_slug: str) -> Response:
    found = _found(slug, session_slug, speaker_slug, ".png")
    if isinstance(found, Response):
        return found
    session, speaker = found
    try:
        body = speaking.card_png(session, speaker)
    except sandbox.ConversionFailed:
        abort(503)
    changed = max(session.updated_at, session.webinar.updated_at, speaker.updated_at)
    return delivery.made(
        body,
        "image/png",
        changed,
        filename=f"{speaker.slug}-{session.slug}.png",
        is_listed=not session.webinar.is_unlisted,
    )


@bp.get(f"{_CARD}/")
@policy(anyone)
@public
def speaking_page(slug: str, session_slug: str, speaker_slug: str) -> str | Response:
    """What previews of links read: the picture, and the way to the session itself."""
    found = _found(slug, session_slug, speaker_slug, "/")
    if isinstance(found, Response):
        return found
    session, speaker = found
    return answers.page(
        "speaking",
        meta=Meta(
            title=_(
                "%(name)s speaks at “%(title)s”", name=speaker.name, title=session.webinar.title
            ),
            description=session.title,
            # Its own address: who fetched another one for it would show that page's picture.
            path=card_path(session, speaker),
            kind="article",
            image=card_path(session, speaker, ".png"),
            # The session's page is what should be found.
            is_indexed=False,
        ),
        session=session,
        speaker=speaker,
        person=Person.of(speaker, width=480),
        image=card_path(session, speaker, ".png"),
    )


@bp.get("/my/<token>/card/<session_id>")
@policy(holder_of_link)
def my_card(token: str, session_id: str) -> ResponseReturnValue:
    """The card, its address, and words to go with it."""
    found = holder(token)
    for talk in talks_of(found, everything=True):
        session = talk.session
        if session.public_id == session_id and is_session_readable(session):
            break
    else:
        abort(404)
    if session.is_cancelled or session.webinar.is_cancelled:
        abort(404)
    return render_template(
        "site/my_card.html",
        token=token,
        session=session,
        speaker=found,
        image=card_path(session, found, ".png"),
        address=absolute(card_path(session, found)),
        words=speaking.ready_text(session, found),
    )
