"""The one blueprint of this room."""

from flask import Blueprint

bp = Blueprint("reviews", __name__)
