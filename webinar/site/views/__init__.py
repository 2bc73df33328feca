"""Routes for readers, one module per subject."""

from webinar.site.blueprint import bp
from webinar.site.views import (
    citing,
    filed,
    joining,
    lists,
    media,
    my,
    my_calendar,
    papers,
    posts,
    preview,
    printing,
    programs,
    search,
    series,
    speakers,
    webinars,
)

__all__ = [
    "bp",
    "citing",
    "filed",
    "joining",
    "lists",
    "media",
    "my",
    "my_calendar",
    "papers",
    "posts",
    "preview",
    "printing",
    "programs",
    "search",
    "series",
    "speakers",
    "webinars",
]
