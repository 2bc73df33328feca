"""For feed readers: papers, their new versions and errata, and calls for papers."""

import hashlib
from datetime import datetime

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from webinar.calls.queries import listed_calls
from webinar.core.access import anyone, policy
from webinar.core.atom import MEDIA_TYPE
from webinar.core.http import public
from webinar.organization.queries import site
from webinar.papers.queries import current_versions, recent_papers
from webinar.papers.release.queries import errata_of
from webinar.site import callfeed, paperfeed
from webinar.site.blueprint import bp


@bp.get("/feeds/papers.atom")
@policy(anyone)
@public
def papers_atom() -> AnyResponse:
    """The newest listed papers. Five statements beside the site's."""
    papers = recent_papers(limit=paperfeed.MOST)
    errata = errata_of([paper.id for paper in papers])
    return _answer(*paperfeed.write(site(), papers, current_versions(papers), errata))


@bp.get("/feeds/calls.atom")
@policy(anyone)
@public
def calls_atom() -> AnyResponse:
    """The listed calls that were changed last. Three statements beside the site's."""
    found = listed_calls()
    return _answer(*callfeed.write(site(), [*found.open, *found.coming, *found.past]))


def _answer(data: bytes, changed_at: datetime) -> AnyResponse:
    response = Response(data, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    response.set_etag(hashlib.sha256(data).hexdigest()[:32])
    response.last_modified = changed_at
    return response.make_conditional(request)
