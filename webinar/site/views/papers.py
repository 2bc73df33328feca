"""The list of papers and the page of one; the preview reuses the page."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import make_response, request, url_for
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
from webinar.papers.citing.metatags import SCHEMAS, meta_tags
from webinar.papers.citing.signposts import link_header
from webinar.papers.citing.works import Work, present_work
from webinar.papers.dois import doi_url
from webinar.papers.drafts import Author, Front, front_of, public_front
from webinar.papers.models import Paper, PaperAuthor, PaperErratum, PaperFile, PaperVersion
from webinar.papers.policy import is_text_open
from webinar.papers.queries import read_versions, readable_paper, versions_of
from webinar.papers.release.article import article
from webinar.papers.release.comparing import compared
from webinar.papers.release.queries import downloads_in_all, errata_of
from webinar.papers.wanted import chosen_of
from webinar.questions.models import READERS
from webinar.questions.showing import Row, answers_shown
from webinar.site import answers, queries
from webinar.site.blueprint import bp
from webinar.site.frame import current_frame
from webinar.site.links import absolute, path_of
from webinar.site.structured import Meta, short
from webinar.site.structured_papers import paper_article
from webinar.speakers.sorting import plain_name
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


def _elsewhere(slug: str, *rest: str, end: str = "/") -> Response:
    """301 to the same page of the paper that had this address once; else 410 or 404."""
    present = queries.moved_to("paper", slug)
    if present is None:
        answers.gone_or_missing(queries.was_deleted("paper", slug))
    return answers.moved(path_of("papers", present, *rest, end=end))


@bp.get("/papers/<slug>/")
@policy(anyone)
@public
def paper(slug: str) -> Response:
    found = readable_paper(slug)
    if found is None:
        return _elsewhere(slug)
    versions = read_versions(found)
    current = _current(found, versions)
    work = present_work(found, _files(current))
    response = make_response(_page(found, versions, current, work))
    response.headers["Link"] = link_header(work)
    return response


@bp.get("/papers/<slug>/versions/<int(max=999999):number>/")
@policy(anyone)
@public
def paper_version(slug: str, number: int) -> Response:
    """A version that readers see or saw, for ever at the same address."""
    found = readable_paper(slug)
    if found is None:
        return _elsewhere(slug, "versions", str(number))
    versions = read_versions(found)
    chosen = next((one for one in versions if one.number == number), None)
    if chosen is None:
        answers.gone_or_missing(False)
    work = present_work(found, _files(chosen))
    response = make_response(_page(found, versions, chosen, work, is_chosen=True))
    newest = absolute(path_of("papers", found.slug))
    # RFC 5829: version navigation.
    response.headers["Link"] = f'<{newest}>; rel="latest-version"'
    return response


@bp.get("/papers/<slug>/compare")
@policy(anyone)
@public
def paper_compare(slug: str) -> Response | str:
    """What changed between two versions that readers see or saw (`?from=1&to=2`)."""
    found = readable_paper(slug)
    if found is None:
        return _elsewhere(slug, "compare", end="")
    return answers.page(
        "paper_compare",
        meta=Meta(
            title=_("What changed in “%(title)s”", title=found.title),
            description=_("Two versions of a paper beside each other."),
            path=path_of("papers", found.slug, "compare", end=""),
            is_indexed=False,
        ),
        paper=found,
        found=compared(read_versions(found), request.args),
    )


def paper_preview(found: Paper) -> str:
    """The newest version that was handed in, whole: text, files and what stands around them.

    Three statements beside the paper's own and the frame's.
    """
    versions = versions_of(found)
    newest = next(iter(versions), None)
    return _page(found, versions, newest, present_work(found, _files(newest)), preview=True)


def _current(paper: Paper, versions: Sequence[PaperVersion]) -> PaperVersion | None:
    return next((one for one in versions if one.number == paper.current_number), None)


def _page(
    found: Paper,
    versions: list[PaperVersion],
    current: PaperVersion | None,
    work: Work,
    *,
    preview: bool = False,
    is_chosen: bool = False,
) -> str:
    """`current` is the version that is shown; one that was chosen may be an earlier one, shown as
    it was, with the way to the newest."""
    is_former = is_chosen and current is not None and current.number != found.current_number
    front = public_front(found)
    # Only names that stand on the paper itself lead to profiles.
    authors: Sequence[PaperAuthor | Author] = found.authors
    if (preview or is_former) and current and (handed_in := front_of(current)) != front:
        front, authors = handed_in, handed_in.authors
    cover = next((file for file in current.files if file.cover_id), None) if current else None
    image = f"/papers/{found.slug}/cover.webp" if cover and not preview and not is_former else ""
    is_listed = found.session is None or is_webinar_listed(found.session.webinar)
    errata = errata_of([found.id]).get(found.id, [])
    return answers.page(
        "paper",
        meta=Meta(
            title=front.title,
            description=short(front.abstract, current.body_html if current else "") or front.title,
            path=path_of("papers", found.slug),
            kind="article",
            image=image,
            data=None if preview or is_former else paper_article(found, current, image, errata),
            is_indexed=is_listed and not preview and not is_chosen,
        ),
        preview=preview,
        paper=found,
        front=front,
        authors=authors,
        version=current,
        versions=versions,
        text=article(current.body_html) if current else "",
        contents=_contents(current),
        minutes=reading_minutes(current.words) if current and current.words else 0,
        files=_files(current),
        cover_url=image,
        citation=citation(found, front, current if is_former else None),
        work=work,
        schemas=SCHEMAS,
        cited_as=[] if preview or is_chosen else meta_tags(work),
        forms={} if preview or is_former else FORMS,
        errata=[one for one in errata if _concerns(one, current)],
        is_former=is_former,
        is_open=is_text_open(found),
        zone=found.session.webinar.timezone if found.session else current_frame().timezone,
        said=_answers(found, preview=preview) if is_text_open(found) and not is_former else [],
        downloads=downloads_in_all(found) if found.shows_downloads and is_text_open(found) else 0,
        comments=comments_of("paper", found.public_id),
        answering=request.args.get("reply", ""),
    )


def _answers(paper: Paper, *, preview: bool) -> list[Row]:
    """What its authors answered to questions of the call whose answers readers see; no statement
    where the paper answers no call."""

    def file_url(question_id: str) -> str:
        if preview:
            return url_for("papers.answer_file", paper_id=paper.public_id, question_id=question_id)
        return path_of("papers", paper.slug, "answers", question_id, end="")

    return answers_shown(paper.sheet_id, READERS, file_url, partial(chosen_of, paper))


def _concerns(erratum: PaperErratum, version: PaperVersion | None) -> bool:
    """Before an embargo ends nobody is told what is wrong with a text that nobody can read."""
    return version is not None and (not erratum.concerns or version.number in erratum.concerns)


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


def citation(paper: Paper, front: Front, version: PaperVersion | None = None) -> Markup:
    """The paper as a line for a list of references; names in other scripts keep their order."""
    parts = [Markup(", ").join(isolated(plain_name(author.name)) for author in front.authors)]
    parts.append(Markup("“{}”").format(isolated(front.title)))
    if paper.session is not None:
        webinar = paper.session.webinar
        date = i18n.long_date(paper.session.starts_at, webinar.timezone)
        words = escape(_("Given at “%(webinar)s”, %(date)s", webinar="\0", date=date))
        parts.append(words.replace("\0", isolated(webinar.title)))
    elif paper.published_at:
        parts.append(escape(i18n.long_date(paper.published_at, current_frame().timezone)))
    parts.append(isolated(current_frame().name))
    if version is not None:
        parts.append(escape(_("Version %(number)s", number=version.number)))
        here = absolute(path_of("papers", paper.slug, "versions", str(version.number)))
        parts.append(escape(here))
    else:
        parts.append(
            escape(doi_url(paper.doi) if paper.doi else absolute(path_of("papers", paper.slug)))
        )
    return Markup(". ").join(part for part in parts if part)
