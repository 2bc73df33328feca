"""Pages about papers: the call, files for readers, papers behind a personal link, the desk."""

from webinar.papers.blueprint import bp
from webinar.papers.views import (
    answering,
    arranging,
    call,
    harvest,
    listing,
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
    "harvest",
    "listing",
    "own",
    "public_files",
    "release",
    "reviewing",
    "starting",
    "steps",
]
