"""How this room joins the application."""

from flask import Flask

from webinar.site import frame
from webinar.site.meant import meant_by
from webinar.site.rooms import timetable_by_rooms
from webinar.site.timetable import timetable_days


def init_app(app: Flask) -> None:
    frame.init_app(app)
    app.jinja_env.globals.update(
        timetable_days=timetable_days, timetable_by_rooms=timetable_by_rooms, meant_by=meant_by
    )
