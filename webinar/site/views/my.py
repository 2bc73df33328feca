"""A speaker's own page behind the personal link: profile, sessions, papers.

The link is the key: whoever has none gets 404, nothing here is public or kept by caches.
"""

from flask import abort, render_template
from flask_babel import gettext as _

from webinar.core import clock
from webinar.core.access import holder_of_link, policy
from webinar.core.links import open_link
from webinar.papers.queries import own_papers
from webinar.site.blueprint import bp
from webinar.site.cards import Person
from webinar.speakers.models import Speaker
from webinar.speakers.queries import LINK, speaker_by_id, talks_of


def holder(token: str) -> Speaker:
    """The person whose link it is; 404 for everybody else."""
    link = open_link(token, LINK)
    found = speaker_by_id(link.subject_id) if link is not None else None
    if found is None:
        abort(404)
    return found


@bp.get("/my/<token>")
@policy(holder_of_link)
def my(token: str) -> str:
    found = holder(token)
    now = clock.now()
    talks = talks_of(found, everything=True)
    return render_template(
        "site/my.html",
        token=token,
        speaker=found,
        person=Person.of(found, width=480),
        ahead=[talk for talk in reversed(talks) if talk.session.ends_at > now],
        past=[talk for talk in talks if talk.session.ends_at <= now],
        papers=own_papers(found.id),
        missing=_missing(found),
        now=now,
    )


def _missing(speaker: Speaker) -> list[str]:
    """What readers would like to know of this person and the profile does not say yet."""
    wanted = [
        (speaker.affiliation or speaker.position_title, _("where you work")),
        (speaker.biography, _("a few sentences about you")),
        (speaker.portrait, _("a portrait")),
    ]
    return [words for value, words in wanted if not value]
