"""The one blueprint that every page of the desk hangs on."""

from flask import Blueprint

bp = Blueprint("organize", __name__, url_prefix="/organize")
