"""The list of speakers and the page of one."""

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webinar.core import clock
from webinar.core.access import anyone, policy
from webinar.core.http import public
from webinar.site import answers, queries
from webinar.site.blueprint import bp
from webinar.site.cards import PaperCard, Person, portrait_url
from webinar.site.links import path_of
from webinar.site.structured import Meta, short, speaker_person
from webinar.speakers.models import Speaker
from webinar.speakers.orcid import orcid_address
from webinar.speakers.queries import (
    Talk,
    listed_speakers,
    speaker_by_slug,
    speaker_moved_from,
    talks_by_year,
    was_deleted,
)

_LARGE = 480
#: talks, and papers, that are shown before the rest is folded
_AT_ONCE = 10


@bp.get("/speakers/")
@policy(anyone)
@public
def speakers() -> str:
    return answers.page(
        "speakers",
        meta=Meta(
            title=_("Speakers"),
            description=_("The people who speak at our webinars, with their talks and papers."),
            path="/speakers/",
        ),
        people=[Person.of(row) for row in listed_speakers()],
    )


@bp.get("/speakers/<slug>/")
@policy(anyone)
@public
def speaker(slug: str) -> str | Response:
    found = speaker_by_slug(slug)
    if found is None:
        if (other := speaker_moved_from(slug)) is not None:
            return answers.moved(path_of("speakers", other.slug))
        answers.gone_or_missing(was_deleted(slug))
    return _page(found)


def _page(found: Speaker) -> str:
    papers, given = queries.paper_cards(author_id=found.id)
    image = portrait_url(found.portrait, _LARGE)
    now = clock.now()
    years = talks_by_year(found)
    ahead = [talk for _year, talks in years for talk in talks if now < talk.session.ends_at]
    return answers.page(
        "speaker",
        meta=Meta(
            title=found.name,
            description=short(
                found.biography_html,
                ", ".join(part for part in (found.position_title, found.affiliation) if part),
                found.name,
            ),
            path=path_of("speakers", found.slug),
            kind="profile",
            image=image,
            data=speaker_person(found, image),
        ),
        speaker=found,
        person=Person.of(found, width=_LARGE),
        ahead=sorted(ahead, key=lambda talk: talk.session.starts_at),
        years=_folded(
            [
                (year, past)
                for year, talks in years
                if (past := [talk for talk in talks if talk.session.ends_at <= now])
            ]
        ),
        papers=papers,
        given=given,
        papers_of=_by_session(papers, given),
        orcid=orcid_address(found.orcid),
        at_once=_AT_ONCE,
    )


def _folded(years: list[tuple[int, list[Talk]]]) -> list[tuple[int, list[Talk], bool]]:
    """(year, talks, whether they wait to be opened): a long life is not scrolled through."""
    found, shown = [], 0
    for year, talks in years:
        found.append((year, talks, shown >= _AT_ONCE))
        shown += len(talks)
    return found


def _by_session(
    papers: list[PaperCard], given: dict[str, tuple[str, str]]
) -> dict[str, list[PaperCard]]:
    """Path of a session -> the papers of this person that were given there."""
    found: dict[str, list[PaperCard]] = {}
    for paper in papers:
        if paper.slug in given:
            found.setdefault(given[paper.slug][1], []).append(paper)
    return found
