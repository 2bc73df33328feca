"""What a PDF says of itself, beside its first page: its author takes over what is right."""

from dataclasses import dataclass

from flask import flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.core.db import StaleEdit
from webinar.core.text import fold, whole_number
from webinar.papers.drafts import Author, draft_front
from webinar.papers.joint_operations import take_over_text
from webinar.papers.models import Paper, PaperFile
from webinar.papers.views.place import Place, say_where

PDF = "application/pdf"
#: words of the text that are shown beside, in characters
_SHOWN = 6000


@dataclass(frozen=True)
class Said:
    """One thing that the PDF says: `key` of its tick, what it becomes, what it would replace."""

    key: str
    words: str
    text: str
    replaces: str


def _said(paper: Paper, file: PaperFile) -> list[Said]:
    front, found = draft_front(paper), []
    title = str(file.said.get("title", ""))
    if title and fold(title) != fold(front.title):
        found.append(Said("title", gettext("becomes the title"), title, front.title))
    known = {fold(author.name) for author in front.authors}
    for number, name in enumerate(file.said.get("authors", [])):
        if fold(name) not in known:
            found.append(Said(f"author-{number}", gettext("goes to the authors"), name, ""))
    return found


def shown(
    place: Place, paper: Paper, file: PaperFile, *, is_stale: bool = False
) -> ResponseReturnValue:
    """The first page, the words that search finds, and what can be taken over."""
    page = render_template(
        "papers/pdf_facts.html",
        place=place,
        paper=paper,
        file=file,
        said=_said(paper, file),
        text=file.text[:_SHOWN],
        is_cut=len(file.text) > _SHOWN,
        is_stale=is_stale,
    )
    return make_response(page, 409 if is_stale else 200)


def taken(place: Place, paper: Paper, file: PaperFile) -> ResponseReturnValue:
    """Take over what was ticked; nothing else changes."""
    ticked = set(request.form.getlist("accept"))
    front, found = draft_front(paper), [one for one in _said(paper, file) if one.key in ticked]
    back = redirect(place.url("edit", paper_id=paper.public_id), 303)
    if not found:
        flash(gettext("Nothing was ticked, so nothing changed."), "info")
        return back
    titles = [one.text for one in found if one.key == "title"]
    authors = [Author(one.text) for one in found if one.key != "title"]
    try:
        take_over_text(
            paper_id=paper.public_id,
            title=titles[0][:300] if titles else front.title,
            abstract=front.abstract,
            body=paper.body,
            kind=front.kind,
            authors=[*front.authors, *authors],
            expected_version=whole_number(request.form.get("version", "")),
            by=place.actor,
        )
    except StaleEdit:
        return shown(place, place.find(paper.public_id), file, is_stale=True)
    say_where(place, gettext("Taken over from the PDF."))
    return back
