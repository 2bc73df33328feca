"""Organizers: the page of one paper, and the same form that speakers have."""

from functools import partial

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from webinar.core.access import policy
from webinar.papers import queries
from webinar.papers.beginning import begun_of
from webinar.papers.blueprint import bp
from webinar.papers.drafts import draft_front, front_of
from webinar.papers.forms import SubmitForm
from webinar.papers.inviting import invitations_of
from webinar.papers.policy import is_paper_readable, may_arrange_paper, may_arrange_papers
from webinar.papers.sending import send_stored, wants_view
from webinar.papers.standing import standing
from webinar.papers.views import autosaving, editing, own, recognising
from webinar.papers.views.place import on_desk
from webinar.papers.wanted import wanted_for
from webinar.papers.words import kind_choices, waiting_words
from webinar.questions.models import ORGANIZERS
from webinar.questions.showing import answers_shown
from webinar.speakers.reach import edits_speaker

_ONE = "/organize/papers/<paper_id>"


@bp.get(f"{_ONE}/")
@policy(may_arrange_paper)
def show(paper_id: str) -> ResponseReturnValue:
    """The newest version, or the draft, as readers see it; files, versions, what to do next."""
    return page(paper_id)


def page(paper_id: str, form: SubmitForm | None = None) -> str:
    """The page of one paper; with the form for its next version as somebody sent it."""
    paper = on_desk().find(paper_id)
    versions = queries.versions_of(paper)
    files = queries.draft_files(paper)
    now = standing(paper, versions, files, wanted_for(paper, is_free=True))
    return render_template(
        "papers/show.html",
        paper=paper,
        versions=versions,
        files=files,
        standing=now,
        waiting=waiting_words(paper, versions),
        front=front_of(versions[0]) if versions else draft_front(paper),
        kinds=dict(kind_choices()),
        invited={one.name: one for one in invitations_of(paper)},
        begun=begun_of(paper.public_id),
        answers=answers_shown(
            paper.sheet_id, ORGANIZERS, partial(on_desk().answer_url, paper.public_id)
        ),
        is_readable=is_paper_readable(paper),
        edits=edits_speaker,
        form=form or SubmitForm(formdata=None, data={"after": str(now.next_number - 1)}),
    )


@bp.get("/organize/papers/new")
@policy(may_arrange_papers)
def new() -> ResponseReturnValue:
    place = on_desk()
    return editing.edit_page(place, editing.blank_form(place), None)


@bp.post("/organize/papers/new")
@policy(may_arrange_papers)
def create() -> ResponseReturnValue:
    return editing.save(on_desk())


@bp.get(f"{_ONE}/edit")
@policy(may_arrange_paper)
def edit(paper_id: str) -> ResponseReturnValue:
    place = on_desk()
    paper = place.find(paper_id)
    return editing.edit_page(place, editing.stored_form(place, paper), paper)


@bp.post(f"{_ONE}/edit")
@policy(may_arrange_paper)
def save(paper_id: str) -> ResponseReturnValue:
    if autosaving.is_asked():
        return autosaving.answer(on_desk(), paper_id)
    return editing.save(on_desk(), paper_id)


@bp.get(f"{_ONE}/files/<file_id>")
@policy(may_arrange_paper)
def draft_file(paper_id: str, file_id: str) -> ResponseReturnValue:
    found = queries.any_file(on_desk().find(paper_id), file_id)
    if found is None:
        abort(404)
    return send_stored(found.file, found.name, inline=wants_view(found.file))


@bp.get(f"{_ONE}/figures/<name>")
@policy(may_arrange_paper)
def draft_figure(paper_id: str, name: str) -> ResponseReturnValue:
    return own.figure(on_desk(), paper_id, name)


@bp.get(f"{_ONE}/answers/<question_id>")
@policy(may_arrange_paper)
def answer_file(paper_id: str, question_id: str) -> ResponseReturnValue:
    return own.answer_file(on_desk(), paper_id, question_id)


@bp.post(f"{_ONE}/files/<file_id>/remove")
@policy(may_arrange_paper)
def remove(paper_id: str, file_id: str) -> ResponseReturnValue:
    return own.remove(on_desk(), paper_id, file_id)


@bp.get(f"{_ONE}/preview")
@policy(may_arrange_paper)
def preview(paper_id: str) -> ResponseReturnValue:
    return own.preview(on_desk(), paper_id)


@bp.get(f"{_ONE}/recognise")
@policy(may_arrange_paper)
def recognise(paper_id: str) -> ResponseReturnValue:
    return recognising.page(on_desk(), paper_id)


@bp.post(f"{_ONE}/recognise")
@policy(may_arrange_paper)
def take_over(paper_id: str) -> ResponseReturnValue:
    return recognising.take_over(on_desk(), paper_id)
