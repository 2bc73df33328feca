"""Pages about checklists: a webinar's, what is usual here, and the person's own."""

from webinar.checklists.blueprint import bp
from webinar.checklists.views import board, items, own, reminders

__all__ = ["board", "bp", "items", "own", "reminders"]
