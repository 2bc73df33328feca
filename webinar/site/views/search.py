"""Search: the full page, and the short answers while somebody types."""

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from flask import jsonify, request
from flask_babel import gettext as _
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from webinar.calendars.links import search_links
from webinar.core import i18n, limits
from webinar.core.access import anyone, policy
from webinar.core.http import client_address, public
from webinar.core.search import Hit, find
from webinar.core.text import question
from webinar.site import answers
from webinar.site.blueprint import bp
from webinar.site.frame import current_frame
from webinar.site.structured import Meta

#: in the order in which the filter names them
KINDS = ("webinar", "session", "paper", "speaker", "call", "post", "page")
#: kinds of which the answers stand in a calendar
_IN_CALENDARS = ("", "webinar", "session")
_SUGGESTIONS = 8

_LINE_END = re.compile(r"(?<![.!?:;,…。])\n")


@dataclass(frozen=True)
class ShownHit:
    """A hit as the macro `search_hits` draws it."""

    title: str
    url: str
    kind: str
    snippet_html: Markup
    when: str | None


def kind_words(kind: str) -> str:
    return {
        "webinar": _("Webinar"),
        "series": _("Series"),
        "session": _("Session"),
        "paper": _("Paper"),
        "speaker": _("Speaker"),
        "call": _("Call for papers"),
        "post": _("News"),
        "page": _("Page"),
    }[kind]


def _many(kind: str) -> str:
    return {
        "": _("Everything"),
        "webinar": _("Webinars"),
        "series": _("Series"),
        "session": _("Sessions"),
        "paper": _("Papers"),
        "speaker": _("Speakers"),
        "call": _("Calls for papers"),
        "post": _("News"),
        "page": _("Pages"),
    }[kind]


def _query() -> str:
    return question(request.args.get("q", ""))


def _shown(hit: Hit) -> ShownHit:
    marked = Markup("").join(
        Markup("<mark>{}</mark>").format(text) if is_found else escape(text)
        for text, is_found in hit.snippet
    )
    # The found text comes in lines: subtitle, summary, description. Not all end like sentences.
    marked = Markup(_LINE_END.sub(" · ", str(marked)))  # noqa: S704 (escaped above)
    dated = hit.kind in ("webinar", "session", "paper", "post")
    return ShownHit(
        title=hit.title,
        url=hit.url,
        kind=kind_words(hit.kind),
        snippet_html=marked,
        when=i18n.long_date(hit.at, current_frame().timezone) if dated else None,
    )


def _address(query: str, kind: str) -> str:
    values = {"q": query} | ({"kind": kind} if kind else {})
    return "/search?" + urlencode(values)


@bp.get("/search")
@policy(anyone)
@public
def search() -> Response:
    query = _query()
    wanted = request.args.get("kind", "")
    kind = wanted if wanted in KINDS else ""
    number = answers.page_number()
    hits: list[Hit] = []
    total = 0
    if query:
        limits.spend_reading("search", client_address(), burst=40, every=timedelta(seconds=2))
        hits, total = find(query, kind=kind, limit=answers.PAGE, offset=(number - 1) * answers.PAGE)
    newer, older = None, None
    if hits or number == 1:
        newer, older = answers.steps(number, total, _address(query, kind))
    elif number > 1:
        answers.gone_or_missing(False)
    text = answers.page(
        "search",
        meta=Meta(
            title=_("Search: %(query)s", query=query) if query else _("Search"),
            description=_("Search titles, people and papers"),
            # Of all the answers, search engines keep the form alone: it is what each names.
            path="/search",
        ),
        query=query,
        hits=[_shown(hit) for hit in hits],
        total=total,
        kinds=[(_many(one), _address(query, one), one == kind) for one in ("", *KINDS)],
        newer=newer,
        older=older,
        feed=search_links(query, kind) if hits and kind in _IN_CALENDARS else None,
    )
    return answers.compressed_page(text)


@bp.get("/search/suggest")
@policy(anyone)
@public
def suggest() -> Response:
    """`{"results": [{"title", "url", "kind", "snippet"}]}`, all plain text, at most eight."""
    query = _query()
    hits: list[Hit] = []
    if query:
        limits.spend_reading(
            "suggest", client_address(), burst=120, every=timedelta(milliseconds=500)
        )
        hits, _total = find(query, limit=_SUGGESTIONS)
    return jsonify(
        results=[
            {
                "title": hit.title,
                "url": hit.url,
                "kind": kind_words(hit.kind),
                "snippet": "".join(text for text, _found in hit.snippet),
            }
            for hit in hits
        ]
    )
