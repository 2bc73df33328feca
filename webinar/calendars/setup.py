"""Joins this room to the application."""

from flask import Flask

from webinar.calendars import (
    rewriting,  # noqa: F401 - its import registers the step before a commit
)
from webinar.calendars.links import calendar_links, feed_links
from webinar.calendars.operations import ensure_calendars
from webinar.calendars.personal import models  # noqa: F401 - its import registers the tables


def init_app(app: Flask) -> None:
    """`calendar_links(session or webinar)` and `feed_links(kind, slug)` in every template."""
    app.extensions["prepare"].append(ensure_calendars)
    app.jinja_env.globals.update(calendar_links=calendar_links, feed_links=feed_links)
