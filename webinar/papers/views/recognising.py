"""A pasted text or a file's text becomes the paper's: the author confirms each proposal."""

import re
from dataclasses import dataclass
from html import unescape

from flask import abort, flash, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from webinar.core.db import StaleEdit
from webinar.core.prepared import html_of
from webinar.core.richrules import unread_formulas
from webinar.core.richtext import MAX_SOURCE
from webinar.core.sandbox import ConversionFailed
from webinar.core.text import clean, fold, whole_number
from webinar.papers import queries
from webinar.papers.drafts import Author, Front, draft_front
from webinar.papers.htmlmarkdown import escaped
from webinar.papers.joint_operations import take_over_text
from webinar.papers.models import Paper, PaperFile
from webinar.papers.reading import recognised, takes_long, text_of
from webinar.papers.recognition import Recognition, Suggestion, to_markdown
from webinar.papers.versions import BODY
from webinar.papers.views import pdffacts
from webinar.papers.views.editing import TEXT_KINDS
from webinar.papers.views.place import Place, say_where
from webinar.papers.words import reason_words

#: a picture of the paper without words
_SILENT = re.compile(r"!\[\]\((figures/[0-9a-f]{20}-\d{1,4}x\d{1,4}\.webp)")


@dataclass(frozen=True)
class Proposal:
    """A suggestion in words, with its tick."""

    suggestion: Suggestion
    words: str
    #: what it would replace, when there is something already
    replaces: str
    is_ticked: bool


@dataclass(frozen=True)
class Silent:
    """A picture without words for those who do not see it, and what was typed for it."""

    source: str
    typed: str

    @property
    def field(self) -> str:
        return "alt-" + self.source.removeprefix("figures/").removesuffix(".webp")


def _silent(body: str) -> list[Silent]:
    """The pictures of the text that have no words yet, each once."""
    sources = dict.fromkeys(_SILENT.findall(body))
    found = [Silent(source, "") for source in sources]
    return [Silent(one.source, clean(request.form.get(one.field, ""))[:500]) for one in found]


def _described(body: str) -> str:
    """The text with the words that were typed for its pictures."""
    typed = {one.source: one.typed for one in _silent(body)}

    def told(found: re.Match[str]) -> str:
        return f"![{escaped(typed.get(found[1], ''))}]({found[1]}"

    return _SILENT.sub(told, body)


def _source(paper: Paper, file_id: str) -> str:
    """The text to read: of a file of the draft, else the draft's own."""
    if not file_id:
        return paper.body
    file = queries.draft_file(paper, file_id)
    kind = TEXT_KINDS.get(file.file.media_type) if file is not None else None
    if file is None or kind is None:
        abort(404)
    return text_of(file.file, kind, asked_for=paper.public_id)


def _proposals(
    place: Place, paper: Paper, found: Recognition, ticked: set[str] | None
) -> list[Proposal]:
    """In the order of the text; at first everything is ticked that overwrites nothing."""
    proposals = []
    for one in found.suggestions:
        words, present = _becomes(place, paper, one)
        is_same = fold(present) == fold(one.text)
        is_free = not present or is_same
        proposals.append(
            Proposal(
                one,
                words,
                "" if is_free else present,
                is_free if ticked is None else one.key in ticked,
            )
        )
    return proposals


def _becomes(place: Place, paper: Paper, one: Suggestion) -> tuple[str, str]:
    """What accepting does, and the text that stands in that place now."""
    owner, front = place.profile(paper), draft_front(paper)
    if one.kind == "title":
        return gettext("becomes the title"), front.title
    if one.kind == "abstract":
        return gettext("becomes the abstract"), front.abstract
    if one.kind == "author":
        return gettext("goes to the authors"), ""
    if one.kind == "biography":
        if owner is None:
            return gettext("leaves the text; there is no profile to put it into"), ""
        return gettext("goes to the profile of %(name)s", name=owner.name), owner.biography
    return gettext("is removed: it looks like %(thing)s", thing=reason_words(one.reason)), ""


def page(place: Place, paper_id: str) -> ResponseReturnValue:
    """The original in pieces beside what becomes of it. Changes nothing."""
    paper = place.find(paper_id)
    file_id = request.args.get("file", "")
    if (pdf := _pdf(paper, file_id)) is not None:
        return pdffacts.shown(place, paper, pdf)
    if file_id and "read" not in request.args and _takes_long(paper, file_id):
        return _reading_page(place, paper, file_id)
    try:
        found = recognised(_source(paper, file_id))
    except ConversionFailed as error:
        flash(gettext(error.message, **error.values), "error")
        return redirect(place.url("edit", paper_id=paper_id), 303)
    return _shown(place, paper, found, file_id, None)


def _pdf(paper: Paper, file_id: str) -> PaperFile | None:
    file = queries.draft_file(paper, file_id) if file_id else None
    return file if file is not None and file.file.media_type == pdffacts.PDF else None


def _takes_long(paper: Paper, file_id: str) -> bool:
    file = queries.draft_file(paper, file_id)
    kind = TEXT_KINDS.get(file.file.media_type) if file is not None else None
    return file is not None and kind is not None and takes_long(file.file, kind)


def _reading_page(place: Place, paper: Paper, file_id: str) -> ResponseReturnValue:
    """Says that the file is being read, and stands there until it is and the next page comes.

    Whoever leaves meanwhile finds the text read on the way back.
    """
    onward = place.url("recognise", paper_id=paper.public_id, file=file_id, read="1")
    page = render_template("papers/reading.html", place=place, paper=paper, onward=onward)
    response = make_response(page)
    response.headers["Refresh"] = f"1; url={onward}"
    return response


def _shown(
    place: Place,
    paper: Paper,
    found: Recognition,
    file_id: str,
    ticked: set[str] | None,
    *,
    code: int = 200,
    is_stale: bool = False,
) -> ResponseReturnValue:
    proposals = _proposals(place, paper, found, ticked)
    accepted = {one.suggestion.key for one in proposals if one.is_ticked}
    body = to_markdown(found, accepted)
    silent = _silent(body)
    body = _described(body)
    html = html_of(body, BODY) if len(body) <= MAX_SOURCE else ""
    rendered = render_template(
        "papers/recognise.html",
        place=place,
        paper=paper,
        file_id=file_id,
        found=found,
        proposals={one.suggestion.key: one for one in proposals},
        result_html=html,
        silent=silent,
        unread=[unescape(one) for one in unread_formulas(html)],
        is_stale=is_stale,
    )
    return make_response(rendered, code)


def take_over(place: Place, paper_id: str) -> ResponseReturnValue:
    """Look again with other ticks, or take the text over as ticked."""
    paper = place.find(paper_id)
    file_id = request.form.get("file", "")
    ticked = set(request.form.getlist("accept"))
    if (pdf := _pdf(paper, file_id)) is not None:
        return pdffacts.taken(place, paper, pdf)
    try:
        found = recognised(_source(paper, file_id))
    except ConversionFailed as error:
        flash(gettext(error.message, **error.values), "error")
        return redirect(place.url("edit", paper_id=paper_id), 303)
    if "look" in request.form:
        return _shown(place, paper, found, file_id, ticked)
    body = _described(to_markdown(found, ticked))
    if len(body) > MAX_SOURCE:
        flash(
            gettext("This is more text than a page can hold. Hand it in as a PDF instead."), "error"
        )
        return redirect(place.url("edit", paper_id=paper_id), 303)
    parts = {one.kind: one for one in found.suggestions if one.key in ticked}
    version = request.form.get("version", "")
    owner, front = place.profile(paper), draft_front(paper)
    try:
        take_over_text(
            paper_id=paper_id,
            title=parts["title"].text[:300] if "title" in parts else front.title,
            abstract=parts["abstract"].text if "abstract" in parts else front.abstract,
            body=body,
            kind=front.kind,
            authors=_authors(front, parts.get("author")),
            biography=parts["biography"].text if "biography" in parts else "",
            speaker_id=owner.public_id if owner is not None else "",
            expected_version=whole_number(version),
            by=place.actor,
        )
    except StaleEdit:
        paper = place.find(paper_id)
        found = recognised(_source(paper, file_id))
        return _shown(place, paper, found, file_id, None, code=409, is_stale=True)
    left = len(_silent(body))
    if left:
        flash(
            ngettext(
                "One picture has no words for those who cannot see it. Write them between its"
                " brackets in the text.",
                "%(num)s pictures have no words for those who cannot see them. Write them between"
                " their brackets in the text.",
                left,
            ),
            "warning",
        )
    say_where(place, gettext("The text is taken over. Look at the preview before you hand it in."))
    return redirect(place.url("edit", paper_id=paper_id), 303)


def _authors(front: Front, named: Suggestion | None) -> list[Author]:
    """The paper's authors, and the one that the text names, when he is not among them."""
    authors = list(front.authors)
    known = {fold(author.name) for author in authors}
    if named is not None and fold(named.name or named.text) not in known:
        authors.append(Author(named.name or named.text))
    return authors
