"""What a draft's own page sends by itself (static/js/autosave.js): words in, a few words back.

The same form and the same operation as the button; only the answer is JSON. Files go by the button.
"""

from typing import Any

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.core import i18n
from webinar.core.db import StaleEdit, let_go
from webinar.core.plainerror import PlainError
from webinar.papers import queries
from webinar.papers.lacks import Lack, lacks_of
from webinar.papers.models import Paper
from webinar.papers.standing import why_locked_now
from webinar.papers.views.editing import edit
from webinar.papers.views.place import Place
from webinar.papers.wanted import Given
from webinar.questions.asking import typed


def is_asked() -> bool:
    """The page asks for itself, nobody pressed a button."""
    return request.headers.get("X-Autosave") == "1"


def answer(place: Place, paper_id: str) -> ResponseReturnValue:
    """200 with the row's new version; 409 when somebody else saved first, 422 for a slip.

    What was typed stays on the page in every case.
    """
    paper = place.find(paper_id)
    if place.is_personal and (words := why_locked_now(paper)):
        return _said(words), 403
    let_go()
    form = place.form(paper)
    if not form.validate():
        return _said(" ".join(_slips(form.errors))), 422
    try:
        given = Given(typed(form, form.wanted.asked))
        paper = edit(place, form, paper, given, is_by_itself=True)
    except StaleEdit:
        return _said(gettext("Somebody changed this meanwhile.")), 409
    except PlainError as error:
        return _said(gettext(error.message, **error.values)), 422
    paper = place.find(paper_id)
    return jsonify(
        version=paper.version, saved_at=i18n.iso(paper.updated_at), missing=_missing(place, paper)
    )


def _said(words: str) -> Response:
    return jsonify(words=words)


def _slips(errors: Any) -> list[str]:
    """Every sentence in a form's errors, however deep."""
    if isinstance(errors, dict):
        errors = errors.values()
    elif not isinstance(errors, (list, tuple)):
        return [str(errors)] if errors else []
    return [words for one in errors for words in _slips(one)]


def _missing(place: Place, paper: Paper) -> list[dict[str, str]]:
    """What the page's list says: the words, and where a link leads, or nowhere."""
    missing = lacks_of(paper, len(queries.draft_files(paper)), place.wanted(paper))
    return [{"words": one.sentence, "href": _href(place, one)} for one in missing]


def _href(place: Place, lack: Lack) -> str:
    if not lack.is_profile:
        return f"#{lack.anchor}"
    return f"/my/{place.token}/profile#{lack.anchor}" if place.speaker is not None else ""
