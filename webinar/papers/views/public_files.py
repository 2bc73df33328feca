"""Files of published papers: to download, to view, and the picture of page one."""

from functools import partial
from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webinar.core.access import anyone, policy
from webinar.core.http import counted, public
from webinar.papers import queries
from webinar.papers.blueprint import bp
from webinar.papers.citing.signposts import link_to_page
from webinar.papers.citing.works import paper_url
from webinar.papers.models import KINDS, PaperFile
from webinar.papers.policy import is_text_open
from webinar.papers.release.downloads import count_download
from webinar.papers.sending import send_stored, wants_view
from webinar.papers.wanted import chosen_of
from webinar.questions.models import READERS
from webinar.questions.queries import sheet_file


def _elsewhere(slug: str, endpoint: str, **values: Any) -> ResponseReturnValue:
    """To the paper's present address, else 410 for what was deleted and 404 for the rest."""
    present = queries.paper_moved_from(slug)
    if present is None:
        abort(410 if queries.was_deleted(slug) else 404)
    if request.args.get("view") == "1":
        values["view"] = "1"
    return redirect(url_for(endpoint, slug=present.slug, **values), 301)


@bp.get("/papers/<slug>/files/<name>")
@policy(anyone)
@public
@counted
def file(slug: str, name: str) -> ResponseReturnValue:
    """A file of the version that readers see. One statement where it is found.

    A name that an earlier version had leads to what the file became, so that links stay good.
    """
    found = queries.public_file(slug, name)
    if found is None:
        former = queries.former_file(slug, name)
        if former is None:
            return _elsewhere(slug, "papers.file", name=name)
        if queries.newest_file(slug, former.kind) is None:
            number = former.version.number if former.version is not None else 0
            return _to("papers.version_file", slug=slug, number=number, name=name)
        return _to("papers.newest_file", slug=slug, kind=former.kind)
    return _sent(slug, found)


@bp.get(f"/papers/<slug>/<any({', '.join(KINDS)}):kind>")
@policy(anyone)
@public
@counted
def newest_file(slug: str, kind: str) -> ResponseReturnValue:
    """The newest file of a kind, for ever at the same address. One statement."""
    found = queries.newest_file(slug, kind)
    if found is None:
        return _elsewhere(slug, "papers.newest_file", kind=kind)
    return _sent(slug, found)


def _to(endpoint: str, **values: Any) -> ResponseReturnValue:
    """302: the next version may lead elsewhere."""
    if request.args.get("view") == "1":
        values["view"] = "1"
    return redirect(url_for(endpoint, **values), 302)


def _sent(slug: str, found: PaperFile) -> Response:
    # Once the answer is made the row would be read again.
    stored_id, paper_id = found.file_id, found.paper_id
    response = send_stored(found.file, found.name, inline=wants_view(found.file), is_public=True)
    response.headers["Link"] = link_to_page(paper_url(slug), "collection")
    count_download(stored_id, paper_id, response)
    return response


@bp.get("/papers/<slug>/versions/<int(max=999999):number>/<name>")
@policy(anyone)
@public
@counted
def version_file(slug: str, number: int, name: str) -> ResponseReturnValue:
    """A file of a version that readers saw before."""
    found = queries.public_file(slug, name, number=number)
    if found is None:
        return _elsewhere(slug, "papers.version_file", number=number, name=name)
    return _sent(slug, found)


@bp.get("/papers/<slug>/figures/<name>")
@policy(anyone)
@public
def figure(slug: str, name: str) -> ResponseReturnValue:
    """A picture in the text that readers see."""
    found = queries.public_figure(slug, name)
    if found is None:
        return _elsewhere(slug, "papers.figure", name=name)
    return send_stored(found, name, inline=True, is_public=True)


@bp.get("/papers/<slug>/versions/<int(max=999999):number>/figures/<name>")
@policy(anyone)
@public
def version_figure(slug: str, number: int, name: str) -> ResponseReturnValue:
    """A picture in a text that readers saw before."""
    found = queries.public_figure(slug, name, number=number)
    if found is None:
        return _elsewhere(slug, "papers.version_figure", number=number, name=name)
    return send_stored(found, name, inline=True, is_public=True)


@bp.get("/papers/<slug>/cover.webp")
@policy(anyone)
@public
def cover(slug: str) -> ResponseReturnValue:
    """Page one of the paper's first PDF."""
    found = queries.public_cover(slug)
    if found is None:
        return _elsewhere(slug, "papers.cover")
    return send_stored(found, "cover.webp", inline=True, is_public=True)


@bp.get("/papers/<slug>/answers/<question_id>")
@policy(anyone)
@public
def answer(slug: str, question_id: str) -> ResponseReturnValue:
    """A file that answers a question of the call, where readers see the answers to it."""
    paper = queries.readable_paper(slug)
    if paper is None:
        return _elsewhere(slug, "papers.answer", question_id=question_id)
    chosen = partial(chosen_of, paper)
    found = None
    if is_text_open(paper):
        found = sheet_file(paper.sheet_id, question_id, READERS, chosen)
    if found is None or found.file is None:
        abort(404)
    name = found.file.filename
    return send_stored(found.file, name, inline=wants_view(found.file), is_public=True)
