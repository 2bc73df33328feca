"""Routes for readers, one module per subject."""

from webinar.site.blueprint import bp
from webinar.site.views import (
    calls,
    citing,
    filed,
    joining,
    lists,
    media,
    my,
    papers,
    posts,
    preview,
    printing,
    proceedings,
    programs,
    search,
    series,
    speakers,
    webinars,
)

__all__ = [
    "bp",
    "calls",
    "citing",
    "filed",
    "joining",
    "lists",
    "media",
    "my",
    "papers",
    "posts",
    "preview",
    "printing",
    "proceedings",
    "programs",
    "search",
    "series",
    "speakers",
    "webinars",
]
