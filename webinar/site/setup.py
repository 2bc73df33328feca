"""How this room joins the application."""

from flask import Flask

from webinar.site import frame
from webinar.site.timetable import timetable_days


def init_app(app: Flask) -> None:
    frame.init_app(app)
    app.jinja_env.globals["timetable_days"] = timetable_days
