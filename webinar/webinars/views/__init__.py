"""Organizers' pages about webinars, categories and rooms.

The page of one webinar, `webinars.show`, stands in the room organize: it shows
sessions with their speakers.
"""

from webinar.webinars.blueprint import bp
from webinar.webinars.views import (
    categories,
    editing,
    listing,
    people,
    rooms,
    series,
    seriessteps,
    sessions,
    steps,
)

__all__ = [
    "bp",
    "categories",
    "editing",
    "listing",
    "people",
    "rooms",
    "series",
    "seriessteps",
    "sessions",
    "steps",
]
