"""Somebody else saved the draft meanwhile: what was typed beside what is saved now."""

from datetime import date

from flask_babel import gettext

from webinar.calls.codes import as_code
from webinar.core.conflicts import compare_with
from webinar.papers.drafts import draft_front
from webinar.papers.forms import PaperForm, stored_values
from webinar.papers.models import Paper
from webinar.papers.views.place import Place
from webinar.papers.wanted import Wanted
from webinar.papers.words import author_words
from webinar.questions.models import FILE
from webinar.questions.words import value_words

#: of `stored_values`: compared otherwise, or no part of what is typed
_BESIDE = ("authors", "version")


def compared(place: Place, form: PaperForm, paper: Paper) -> list[tuple[str, str, str]]:
    """All that differs between what was typed and what is saved, in words.

    The form takes over the saved row's version.
    """
    stored = stored_values(paper)
    saved = {name: stored[name] for name in stored if name in form and name not in _BESIDE}
    if "code" in saved and as_code(form.code.data or "") == saved["code"]:
        del saved["code"]
    rows = compare_with(form, saved, paper.version)
    typed_authors = "\n".join(map(author_words, form.authors_named()))
    saved_authors = "\n".join(map(author_words, draft_front(paper).authors))
    if typed_authors != saved_authors:
        rows.append((gettext("Authors"), typed_authors, saved_authors))
    return [*rows, *_answers(form, place.wanted(paper))]


def _answers(form: PaperForm, now: Wanted) -> list[tuple[str, str, str]]:
    """Answers to the call that differ; files were kept as they came."""
    rows = []
    for one in now.asked:
        if one.name not in form or one.question.kind == FILE:
            continue
        value = form[one.name].data
        mine = value_words(one.question, value.isoformat() if isinstance(value, date) else value)
        if mine != one.words:
            rows.append((one.question.label, mine, one.words))
    return rows
