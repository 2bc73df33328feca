"""The one blueprint that every page for readers hangs on."""

from flask import Blueprint

bp = Blueprint("site", __name__)
