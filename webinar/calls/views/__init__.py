"""Organizers' pages about calls for papers; readers' pages are composed in the room site."""

from webinar.calls.blueprint import bp
from webinar.calls.views import codes, editing, listing, parts, questions, steps

__all__ = ["bp", "codes", "editing", "listing", "parts", "questions", "steps"]
