"""Joins this room to the application."""

from flask import Flask

from webinar.calendars import (
    options,
    rewriting,  # noqa: F401 - its import registers the step before a commit
)
from webinar.calendars.dav import views as dav
from webinar.calendars.links import calendar_links, feed_links
from webinar.calendars.operations import ensure_calendars
from webinar.calendars.personal import models  # noqa: F401 - its import registers the tables
from webinar.core import bytecache


def init_app(app: Flask) -> None:
    """`calendar_links(session or webinar)` and `feed_links(kind, slug)` in every template."""
    for name, is_allowed in options.ALLOWED.items():
        bytecache.also_varies_by(name, is_allowed)
    dav.init_app(app)
    app.extensions["prepare"].append(ensure_calendars)
    app.jinja_env.globals.update(calendar_links=calendar_links, feed_links=feed_links)
