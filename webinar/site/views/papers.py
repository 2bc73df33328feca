"""The list of papers and the page of one; the preview reuses the page."""

from collections.abc import Sequence
from typing import Any

from flask import make_response, request
from flask_babel import gettext as _
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from webinar.conversations.queries import comments_of
from webinar.core import i18n
from webinar.core.access import anyone, policy
from webinar.core.bidi import isolated
from webinar.core.http import public
from webinar.core.textstats import reading_minutes
from webinar.papers.citing.forms import FORMS
from webinar.papers.citing.metatags import meta_tags
from webinar.papers.citing.signposts import link_header
from webinar.papers.citing.works import present_work
from webinar.papers.drafts import Author, Front, front_of, public_front
from webinar.papers.models import Paper, PaperAuthor, PaperFile, PaperVersion
from webinar.papers.queries import readable_paper, versions_of
from webinar.site import answers, queries
from webinar.site.blueprint import bp
from webinar.site.frame import current_frame
from webinar.site.links import absolute, path_of
from webinar.site.structured import Meta, paper_article, short
from webinar.webinars.policy import is_webinar_listed

#: fewer headings than this need no list of contents
_CONTENTS_FROM = 3


@bp.get("/papers/")
@policy(anyone)
@public
def papers() -> str:
    number = answers.page_number()
    total = queries.paper_count()
    newer, older = answers.steps(number, total, "/papers/")
    found, given = queries.paper_cards(limit=answers.PAGE, offset=(number - 1) * answers.PAGE)
    return answers.page(
        "papers",
        meta=Meta(
            title=_("Papers"),
            description=_("Papers that were given at our webinars, to read and to download."),
            path="/papers/" if number == 1 else f"/papers/?page={number}",
        ),
        papers=found,
        given=given,
        newer=newer,
        older=older,
    )


@bp.get("/papers/<slug>/")
@policy(anyone)
@public
def paper(slug: str) -> Response:
    found = readable_paper(slug)
    if found is None:
        if present := queries.moved_to("paper", slug):
            return answers.moved(path_of("papers", present))
        answers.gone_or_missing(queries.was_deleted("paper", slug))
    versions = _read_versions(found)
    response = make_response(_page(found, versions))
    response.headers["Link"] = link_header(present_work(found, _files(_current(found, versions))))
    return response


def paper_page(found: Paper, *, preview: bool = False) -> str:
    """Three statements beside the paper's own and the frame's.

    A preview shows the newest version that was handed in, whole: text, files and what stands
    around them.
    """
    return _page(found, versions_of(found) if preview else _read_versions(found), preview=preview)


def _read_versions(paper: Paper) -> list[PaperVersion]:
    """Newest first, up to the one that readers see."""
    return [one for one in versions_of(paper) if one.number <= paper.current_number]


def _current(paper: Paper, versions: Sequence[PaperVersion]) -> PaperVersion | None:
    return next((one for one in versions if one.number == paper.current_number), None)


def _page(found: Paper, versions: list[PaperVersion], *, preview: bool = False) -> str:
    current = next(iter(versions), None) if preview else _current(found, versions)
    front = public_front(found)
    # Only names that stand on the paper itself lead to profiles.
    authors: Sequence[PaperAuthor | Author] = found.authors
    if preview and current and (handed_in := front_of(current)) != front:
        front, authors = handed_in, handed_in.authors
    cover = next((file for file in current.files if file.cover_id), None) if current else None
    image = f"/papers/{found.slug}/cover.webp" if cover and not preview else ""
    is_listed = found.session is None or is_webinar_listed(found.session.webinar)
    return answers.page(
        "paper",
        meta=Meta(
            title=front.title,
            description=short(front.abstract, current.body_html if current else "") or front.title,
            path=path_of("papers", found.slug),
            kind="article",
            image=image,
            data=None if preview else paper_article(found, current, image),
            is_indexed=is_listed and not preview,
        ),
        preview=preview,
        paper=found,
        front=front,
        authors=authors,
        version=current,
        versions=versions,
        contents=_contents(current),
        minutes=reading_minutes(current.words) if current and current.words else 0,
        files=_files(current),
        cover_url=image,
        citation=citation(found, front),
        cited_as=[] if preview else meta_tags(present_work(found, _files(current))),
        forms={} if preview else FORMS,
        comments=comments_of("paper", found.public_id),
        answering=request.args.get("reply", ""),
    )


def _contents(version: PaperVersion | None) -> list[dict[str, Any]]:
    """`level`, `id`, `title` of the two upper levels, when there are enough to look for one."""
    if version is None:
        return []
    top = min((heading["level"] for heading in version.headings), default=2)
    found = [
        heading | {"level": 2 + heading["level"] - top}
        for heading in version.headings
        if heading["level"] <= top + 1
    ]
    return found if len(found) >= _CONTENTS_FROM else []


def _files(version: PaperVersion | None) -> list[PaperFile]:
    return list(version.files) if version is not None else []


def citation(paper: Paper, front: Front) -> Markup:
    """The paper as a line for a list of references; names in other scripts keep their order."""
    parts = [Markup(", ").join(isolated(author.name) for author in front.authors)]
    parts.append(Markup("“{}”").format(isolated(front.title)))
    if paper.session is not None:
        webinar = paper.session.webinar
        date = i18n.long_date(paper.session.starts_at, webinar.timezone)
        words = escape(_("Given at “%(webinar)s”, %(date)s", webinar="\0", date=date))
        parts.append(words.replace("\0", isolated(webinar.title)))
    elif paper.published_at:
        parts.append(escape(i18n.long_date(paper.published_at, current_frame().timezone)))
    parts.append(isolated(current_frame().name))
    parts.append(escape(absolute(path_of("papers", paper.slug))))
    return Markup(". ").join(part for part in parts if part)
