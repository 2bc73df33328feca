"""The example programme as one value.

Twelve webinars with forty sessions in four categories, half of them past and half ahead of the
day of loading, and the one of 16 April 2022, whose day is fixed.
"""

from __future__ import annotations

from importlib.resources import files

from webinar.demo.content.calls import CALLS
from webinar.demo.content.craft import SCIENCE_AND_CRAFT
from webinar.demo.content.earth import EARTH_AND_LIFE
from webinar.demo.content.evenings import SERIES
from webinar.demo.content.kinds import Paper, Programme
from webinar.demo.content.nations import INTERNATIONAL_RELATIONS
from webinar.demo.content.news import PAGES, POSTS
from webinar.demo.content.people import SPEAKERS
from webinar.demo.content.places import CATEGORIES, OFFICE_HOURS, ROOMS
from webinar.demo.content.talkback import COMMENTS
from webinar.demo.content.talks import PAPERS
from webinar.demo.content.words import WORDS_AND_KNOWLEDGE

PROGRAMME = Programme(
    categories=CATEGORIES,
    rooms=ROOMS,
    speakers=SPEAKERS,
    webinars=(
        *EARTH_AND_LIFE,
        *SCIENCE_AND_CRAFT,
        *WORDS_AND_KNOWLEDGE,
        *INTERNATIONAL_RELATIONS,
    ),
    papers=PAPERS,
    posts=POSTS,
    pages=PAGES,
    comments=COMMENTS,
    series=SERIES,
    calls=CALLS,
    office_hours=OFFICE_HOURS,
)


def paper_body(paper: Paper) -> str:
    """The Markdown of a paper, read from the package; headings begin at level two."""
    folder = files("webinar.demo.content") / "papers"
    return (folder / paper.body_file).read_text(encoding="utf-8")
