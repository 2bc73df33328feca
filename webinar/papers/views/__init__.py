"""Pages about papers: the call, files for readers, papers behind a personal link, the desk."""

from webinar.papers.blueprint import bp
from webinar.papers.views import (
    answering,
    arranging,
    call,
    coauthors,
    harvest,
    listing,
    mine,
    own,
    public_files,
    release,
    reviewing,
    starting,
    steps,
)

__all__ = [
    "answering",
    "arranging",
    "bp",
    "call",
    "coauthors",
    "harvest",
    "listing",
    "mine",
    "own",
    "public_files",
    "release",
    "reviewing",
    "starting",
    "steps",
]
