"""What goes with a published paper: one page with its forms, for authors and for organizers."""

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import NoResultFound

from webinar.core import clock
from webinar.core.access import holder_of_link, policy
from webinar.core.conflicts import compare_with
from webinar.core.csvfiles import as_download
from webinar.core.db import StaleEdit
from webinar.core.notices import say
from webinar.core.plainerror import PlainError
from webinar.organization.queries import site
from webinar.papers import queries
from webinar.papers.blueprint import bp
from webinar.papers.models import Paper, PaperFile, PaperVersion
from webinar.papers.policy import is_paper_readable, is_text_open, may_arrange_paper
from webinar.papers.release import operations
from webinar.papers.release.comparing import compared
from webinar.papers.release.forms import (
    ErratumForm,
    OrganizerReleaseForm,
    ReleaseForm,
    stored_release,
)
from webinar.papers.release.queries import downloads_by_day, errata_of
from webinar.papers.views.place import Place, behind_link, changing, on_desk, say_where
from webinar.papers.words import kind_choices

_ONE, _MINE = "/organize/papers/<paper_id>", "/my/<token>/papers/<paper_id>"
#: rows of downloads that the page lists, and as many again to end a day; the file has all
_ROWS = 14


def release_zone(paper: Paper) -> str:
    """The zone in which an embargo's day begins: of the webinar it is given at, else the site's."""
    return paper.session.webinar.timezone if paper.session is not None else site().timezone


def _form(place: Place, **given: Any) -> ReleaseForm:
    return ReleaseForm(**given) if place.speaker is not None else OrganizerReleaseForm(**given)


def page(
    place: Place,
    paper: Paper,
    *,
    form: ReleaseForm | None = None,
    erratum: ErratumForm | None = None,
    kinds_error: str = "",
    conflict_rows: Sequence[tuple[str, str, str]] = (),
) -> str:
    """The page; with a form as somebody sent it."""
    zone = release_zone(paper)
    versions = queries.versions_of(paper)
    taken = downloads_by_day(paper)
    lately = {one.day for one in taken[:_ROWS]}
    return render_template(
        "papers/release.html",
        place=place,
        paper=paper,
        form=form or _form(place, formdata=None, data=stored_release(paper, zone)),
        erratum=erratum
        or ErratumForm(
            versions=versions,
            formdata=None,
            prefix="erratum-",
            data={"noted_on": clock.now().astimezone(clock.zone(site().timezone)).date()},
        ),
        conflict_rows=conflict_rows,
        kinds_error=kinds_error,
        kinds=kind_choices(),
        files=_files(paper, versions),
        errata=errata_of([paper.id]).get(paper.id, []),
        versions=versions,
        newest=_newest(paper, versions),
        zone=zone,
        is_readable=is_paper_readable(paper),
        is_open=is_text_open(paper),
        taken=[one for one in taken[: 2 * _ROWS] if one.day in lately],
        total=sum(one.count for one in taken),
    )


def _files(paper: Paper, versions: Sequence[PaperVersion]) -> list[PaperFile]:
    """Of the draft and of the newest version: what readers get next, and now."""
    shown = [one for one in versions if one.number in (paper.current_number, len(versions))]
    found = [*queries.draft_files(paper), *(file for one in shown for file in one.files)]
    return list({file.file_id: file for file in found}.values())


def _newest(paper: Paper, versions: Sequence[PaperVersion]) -> list[tuple[str, str]]:
    """Kinds of the files that readers get now, with their words."""
    present = {
        file.kind for one in versions if one.number == paper.current_number for file in one.files
    }
    return [(kind, word) for kind, word in kind_choices() if kind in present]


def save(place: Place, paper_id: str) -> ResponseReturnValue:
    """Licence, DOI, embargo."""
    paper = place.find(paper_id)
    form = _form(place)
    if not form.validate():
        return page(place, paper, form=form), 422
    zone = release_zone(paper)
    try:
        operations.settle_release(
            paper_id=paper_id,
            **form.values(zone),
            expected_version=form.expected_version,
            by=place.actor,
        )
    except StaleEdit:
        paper = place.find(paper_id)
        stored = stored_release(paper, zone)
        day = stored["embargo_day"]
        names = [name for name in ("licence", "licence_words", "doi") if name in form]
        saved = {name: stored[name] for name in names} | {
            "embargo_day": day.isoformat() if day else ""
        }
        return page(
            place, paper, form=form, conflict_rows=compare_with(form, saved, paper.version)
        ), 409
    except PlainError as error:
        field = form["doi"] if "doi" in form and form["doi"].data else form.licence
        field.errors = [*field.errors, gettext(error.message, **error.values)]
        return page(place, place.find(paper_id), form=form), 422
    say_where(place, gettext("It is saved."))
    return redirect(place.url("release", paper_id=paper_id), 303)


def save_kinds(place: Place, paper_id: str) -> ResponseReturnValue:
    """What each file is."""
    paper = place.find(paper_id)
    kinds = {
        name.removeprefix("kind-"): value
        for name, value in request.form.items()
        if name.startswith("kind-")
    }
    try:
        operations.set_file_kinds(paper_id=paper_id, kinds=kinds, by=place.actor)
    except PlainError as error:
        sentence = gettext(error.message, **error.values)
        return page(place, paper, kinds_error=sentence), 422
    say_where(place, gettext("The kinds of the files are saved."))
    return redirect(place.url("release", paper_id=paper_id) + "#kinds", 303)


def add_erratum(place: Place, paper_id: str) -> ResponseReturnValue:
    """A correction, which readers see at once."""
    paper = place.find(paper_id)
    form = ErratumForm(versions=queries.versions_of(paper), prefix="erratum-")
    if not form.validate():
        return page(place, paper, erratum=form), 422
    try:
        operations.add_erratum(
            paper_id=paper_id,
            text=form.text.data or "",
            noted_on=form.noted_on.data,
            concerns=form.numbers(),
            by=place.actor,
        )
    except PlainError as error:
        form.text.errors = [gettext(error.message, **error.values)]
        return page(place, paper, erratum=form), 422
    say_where(place, gettext("The erratum stands above the text."))
    return redirect(place.url("release", paper_id=paper_id) + "#errata", 303)


def turn_erratum(place: Place, paper_id: str, erratum_id: str, step: str) -> ResponseReturnValue:
    """Remove an erratum, or bring it back."""
    place.find(paper_id)
    turn = operations.remove_erratum if step == "remove" else operations.restore_erratum
    try:
        turn(paper_id=paper_id, erratum_id=erratum_id, by=place.actor)
    except NoResultFound:
        abort(404)
    if step == "remove":
        back = place.url("erratum_step", paper_id=paper_id, erratum_id=erratum_id, step="restore")
        say(gettext("The erratum is removed."), undo=back)
    else:
        say(gettext("The erratum is back."))
    return redirect(place.url("release", paper_id=paper_id) + "#errata", 303)


def compare_page(place: Place, paper_id: str) -> ResponseReturnValue:
    """Any two versions, also those that readers do not see yet."""
    paper = place.find(paper_id)
    versions = queries.versions_of(paper)
    found = compared(versions, request.args)
    return render_template("papers/compare.html", place=place, paper=paper, found=found)


def downloads_file(place: Place, paper_id: str) -> Response:
    """All days, for a spreadsheet."""
    paper = place.find(paper_id)
    heads = [gettext("Day (UTC)"), gettext("File"), gettext("Downloads")]
    rows = [[one.day.isoformat(), one.file, one.count] for one in downloads_by_day(paper)]
    return as_download(f"{paper.slug}-downloads", heads, rows)


@bp.get(f"{_ONE}/release")
@policy(may_arrange_paper)
def release(paper_id: str) -> ResponseReturnValue:
    place = on_desk()
    return page(place, place.find(paper_id))


@bp.post(f"{_ONE}/release")
@policy(may_arrange_paper)
def save_release(paper_id: str) -> ResponseReturnValue:
    return save(on_desk(), paper_id)


@bp.post(f"{_ONE}/release/kinds")
@policy(may_arrange_paper)
def file_kinds(paper_id: str) -> ResponseReturnValue:
    return save_kinds(on_desk(), paper_id)


@bp.post(f"{_ONE}/errata")
@policy(may_arrange_paper)
def errata(paper_id: str) -> ResponseReturnValue:
    return add_erratum(on_desk(), paper_id)


@bp.post(f"{_ONE}/errata/<erratum_id>/<any(remove, restore):step>")
@policy(may_arrange_paper)
def erratum_step(paper_id: str, erratum_id: str, step: str) -> ResponseReturnValue:
    return turn_erratum(on_desk(), paper_id, erratum_id, step)


@bp.get(f"{_ONE}/downloads.csv")
@policy(may_arrange_paper)
def downloads(paper_id: str) -> ResponseReturnValue:
    return downloads_file(on_desk(), paper_id)


@bp.get(f"{_ONE}/compare")
@policy(may_arrange_paper)
def compare(paper_id: str) -> ResponseReturnValue:
    return compare_page(on_desk(), paper_id)


@bp.get(f"{_MINE}/release")
@policy(holder_of_link)
def my_release(token: str, paper_id: str) -> ResponseReturnValue:
    place = behind_link(token)
    return page(place, place.find(paper_id))


@bp.post(f"{_MINE}/release")
@policy(holder_of_link)
def my_save_release(token: str, paper_id: str) -> ResponseReturnValue:
    return save(changing(token, paper_id), paper_id)


@bp.post(f"{_MINE}/release/kinds")
@policy(holder_of_link)
def my_file_kinds(token: str, paper_id: str) -> ResponseReturnValue:
    return save_kinds(changing(token, paper_id), paper_id)


@bp.post(f"{_MINE}/errata")
@policy(holder_of_link)
def my_errata(token: str, paper_id: str) -> ResponseReturnValue:
    return add_erratum(changing(token, paper_id), paper_id)


@bp.post(f"{_MINE}/errata/<erratum_id>/<any(remove, restore):step>")
@policy(holder_of_link)
def my_erratum_step(token: str, paper_id: str, erratum_id: str, step: str) -> ResponseReturnValue:
    return turn_erratum(changing(token, paper_id), paper_id, erratum_id, step)


@bp.get(f"{_MINE}/downloads.csv")
@policy(holder_of_link)
def my_downloads(token: str, paper_id: str) -> ResponseReturnValue:
    return downloads_file(behind_link(token), paper_id)


@bp.get(f"{_MINE}/compare")
@policy(holder_of_link)
def my_compare(token: str, paper_id: str) -> ResponseReturnValue:
    return compare_page(behind_link(token), paper_id)
