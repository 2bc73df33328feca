"""The one blueprint of this room: the desk's pages, and a person's own."""

from flask import Blueprint

bp = Blueprint("checklists", __name__)
