"""How this room joins the application."""

import re

from flask import Flask

from webinar.core import bytecache
from webinar.site import frame
from webinar.site.meant import meant_by
from webinar.site.rooms import timetable_by_rooms
from webinar.site.timetable import timetable_days

#: number of a version
_NUMBER = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


def init_app(app: Flask) -> None:
    for name in ("from", "to"):
        bytecache.also_varies_by(name, _NUMBER.fullmatch)
    frame.init_app(app)
    app.jinja_env.globals.update(
        timetable_days=timetable_days, timetable_by_rooms=timetable_by_rooms, meant_by=meant_by
    )
