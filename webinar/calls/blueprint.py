"""The one blueprint that the organizers' pages of this room hang on."""

from flask import Blueprint

bp = Blueprint("calls", __name__, url_prefix="/organize/calls")
