"""The one blueprint of this room: public files, the call, papers behind a link, the desk."""

from typing import Any

from flask import Blueprint, request

from webinar.papers.uploads import RULE

bp = Blueprint("papers", __name__)

#: largest request with files, in bytes: the files and the form's own words
MOST_AT_ONCE = RULE.most_together + 4 * 1024 * 1024
#: endpoints whose form takes files along
_WITH_FILES = {
    "papers.my_start",
    "papers.my_save",
    "papers.my_files",
    "papers.create",
    "papers.save",
    "papers.begin_now",
}


@bp.url_value_preprocessor
def allow_files(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Raise the limit where files are expected, before anything reads the body."""
    if request.mimetype == "multipart/form-data" and endpoint in _WITH_FILES:
        request.max_content_length = MOST_AT_ONCE
