"""A webinar's proceedings: one page, a PDF, an archive, lists of references, Crossref's deposit."""

import hashlib
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from flask import Response, abort, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from webinar.calendars import delivery
from webinar.calendars.contents import colors
from webinar.core import clock, files, limits, sandbox
from webinar.core.access import anyone, policy
from webinar.core.db import let_go
from webinar.core.filenames import content_disposition
from webinar.core.http import client_address, counted, public
from webinar.organization.queries import site
from webinar.papers.citing.bibtex import bibtex, key
from webinar.papers.citing.crossref import Head, Meeting, deposit
from webinar.papers.citing.csl import item, written
from webinar.papers.citing.forms import FORMS
from webinar.papers.citing.works import Work, present_work
from webinar.papers.policy import is_paper_readable, may_arrange_paper
from webinar.papers.queries import paper_by_id, version_of
from webinar.site import answers, archive, printing, proceedings
from webinar.site.blueprint import bp
from webinar.site.links import path_of
from webinar.site.proceedings import Entry, entries_of
from webinar.site.structured import Meta
from webinar.site.structured_papers import proceedings_work
from webinar.webinars.models import Webinar
from webinar.webinars.policy import may_arrange_webinar
from webinar.webinars.queries import (
    was_deleted,
    webinar_by_id,
    webinar_by_slug,
    webinar_moved_from,
)

_PDF = "webinar.site.proceedings_pdf:render"
#: archives of one network address: a few at once, then one a minute
_BURST, _EVERY = 10, timedelta(minutes=1)


def _found(slug: str, end: str) -> tuple[Webinar, list[Entry]] | AnyResponse:
    """The webinar and its papers; where it is now; 404 where nobody can read a paper yet."""
    webinar = webinar_by_slug(slug)
    if webinar is None:
        if (other := webinar_moved_from(slug)) is not None:
            return answers.moved(path_of("webinars", other.slug, end="") + end)
        answers.gone_or_missing(was_deleted(slug))
    entries = entries_of(webinar)
    if not entries:
        abort(404)
    return webinar, entries


@bp.get("/webinars/<slug>/proceedings/")
@policy(anyone)
@public
def proceedings_page(slug: str) -> str | AnyResponse:
    """Five statements beside the webinar's two and the frame's."""
    found = _found(slug, "/proceedings/")
    if not isinstance(found, tuple):
        return found
    webinar, entries = found
    title = _("Proceedings of “%(title)s”", title=webinar.title)
    return answers.page(
        "proceedings",
        meta=Meta(
            title=title,
            description=_("All papers of the webinar on one page, to read and to print."),
            path=path_of("webinars", webinar.slug, "proceedings"),
            kind="article",
            data=proceedings_work(webinar, title, [entry.paper for entry in entries]),
            is_indexed=not webinar.is_unlisted,
        ),
        webinar=webinar,
        entries=entries,
    )


@bp.get('/webinars/<slug>/proceedings<any(".bib", ".ris", ".csl.json"):end>')
@policy(anyone)
@public
def proceedings_references(slug: str, end: str) -> AnyResponse:
    """All papers as one list of references."""
    found = _found(slug, f"/proceedings{end}")
    if not isinstance(found, tuple):
        return found
    webinar, entries = found
    form = FORMS[end]
    body = references([entry.work for entry in entries], end)
    response = Response(body, content_type=f"{form.media_type}; charset=utf-8")
    name = f"{webinar.slug}-proceedings{end}"
    response.headers["Content-Disposition"] = content_disposition(name, inline=True)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def references(works: list[Work], end: str) -> str:
    """One list; no key stands for two papers (`nowak2022rivers`, `nowak2022rivers-2`)."""
    named = list(zip(works, _distinct([key(work) for work in works]), strict=True))
    if end == ".csl.json":
        return written([item(work) | {"id": name} for work, name in named])
    if end == ".bib":
        return "\n".join(bibtex(work, name) for work, name in named)
    return "\r\n".join(FORMS[end].write(work) for work in works)


def _distinct(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}-{seen[name]}")
    return found


@bp.get("/webinars/<slug>/proceedings.pdf")
@policy(anyone)
@public
def proceedings_file(slug: str) -> AnyResponse:
    """Made once for what it says, in a child process."""
    found = _found(slug, "/proceedings.pdf")
    if not isinstance(found, tuple):
        return found
    webinar, entries = found
    color = colors(webinar.category.accent or site().accent)[1]
    values = proceedings.told(webinar, entries, color)
    modified, name = proceedings.changed_at(webinar, entries), f"{webinar.slug}-proceedings.pdf"
    is_listed = not webinar.is_unlisted
    stored = proceedings.pictures(entries, values)
    try:
        with ExitStack() as places:
            body = printing.made_once(_PDF, values, lambda: _laid_out(stored, places))
    except sandbox.ConversionFailed:
        abort(503)
    return delivery.made(body, "application/pdf", modified, filename=name, is_listed=is_listed)


def _laid_out(stored: dict[str, str], places: ExitStack) -> dict[str, Any]:
    """Pictures as files that the child process reads; those whose bytes are lost are missing."""
    found = {}
    for checksum, name in stored.items():
        with suppress(FileNotFoundError):
            found[checksum] = str(places.enter_context(files.storage().local(name)).resolve())
    return {"pictures": found}


@bp.get("/webinars/<slug>/proceedings.zip")
@policy(anyone)
@public
@counted
def proceedings_archive(slug: str) -> AnyResponse:
    """The page to be read without a network, the papers' files, the lists of references."""
    found = _found(slug, "/proceedings.zip")
    if not isinstance(found, tuple):
        return found
    limits.spend_reading("proceedings", client_address(), burst=_BURST, every=_EVERY)
    webinar, entries = found
    works = [entry.work for entry in entries]
    texts = {f"references{end}": references(works, end) for end in FORMS}
    plan = archive.planned(webinar, entries, texts)
    name = f"{webinar.slug}-proceedings.zip"
    etag = hashlib.sha256(repr(plan.signature).encode()).hexdigest()[:32]
    is_listed = not webinar.is_unlisted
    let_go()
    response = Response(archive.streamed(plan), content_type="application/zip")
    response.set_etag(etag)
    response.headers["Content-Disposition"] = content_disposition(name)
    if not is_listed:
        response.headers["X-Robots-Tag"] = "noindex"
    response.make_conditional(request)
    return response


@bp.get("/organize/papers/<paper_id>/crossref.xml")
@policy(may_arrange_paper)
def paper_crossref(paper_id: str) -> ResponseReturnValue:
    """What Crossref takes to register the DOI of one paper."""
    found = paper_by_id(paper_id)
    if found is None:
        abort(404)
    back = url_for("papers.release", paper_id=paper_id)
    if not found.doi or not is_paper_readable(found):
        flash(_("For a deposit the paper needs a DOI, and readers must see it."), "warning")
        return redirect(back, 303)
    version = version_of(found)
    work = present_work(found, version.files if version is not None else ())
    if found.session is None or work.event is None:
        return _deposit(found.slug, lambda head: deposit(head, work=work))
    meeting = _meeting(found.session.webinar, [work])
    return _deposit(found.slug, lambda head: deposit(head, meeting=meeting))


@bp.get("/organize/webinars/<webinar_id>/crossref.xml")
@policy(may_arrange_webinar)
def webinar_crossref(webinar_id: str) -> ResponseReturnValue:
    """The same for all papers of a webinar that have a DOI."""
    webinar = webinar_by_id(webinar_id)
    if webinar is None:
        abort(404)
    works = [entry.work for entry in entries_of(webinar) if entry.work.doi]
    if not works:
        flash(_("No paper that readers see has a DOI yet."), "warning")
        return redirect(url_for("webinars.show", webinar_id=webinar_id), 303)
    meeting = _meeting(webinar, works)
    return _deposit(webinar.slug, lambda head: deposit(head, meeting=meeting))


def _meeting(webinar: Webinar, works: list[Work]) -> Meeting:
    zone = clock.zone(webinar.timezone)
    event = works[0].event
    if event is None:
        abort(404)
    first = min((work.event.day for work in works if work.event is not None), default=event.day)
    first = min(first, webinar.starts_at.astimezone(zone).date())
    last = webinar.ends_at.astimezone(zone).date()
    return Meeting(replace(event, day=first), last, works)


def _deposit(slug: str, write: Callable[[Head], bytes]) -> Response:
    here, config = site(), current_app.config
    name, mail = parseaddr(config["CROSSREF_DEPOSITOR"])
    host = urlsplit(str(config["BASE_URL"])).hostname or "localhost"
    head = Head(
        depositor=name or here.name,
        mail=mail or here.mail_from or f"webinar@{host}",
        registrant=config["CROSSREF_REGISTRANT"] or here.name,
        at=clock.now(),
    )
    response = Response(write(head), content_type="application/xml; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition(f"{slug}-crossref.xml")
    response.headers["Cache-Control"] = "no-store"
    return response
