"""Previews: the pages as readers will see them, for their organizers alone."""

from flask import abort

from webinar.core.access import policy
from webinar.papers.policy import may_arrange_paper
from webinar.papers.queries import paper_by_id
from webinar.site.blueprint import bp
from webinar.site.views.papers import paper_preview
from webinar.site.views.webinars import session_page, webinar_page
from webinar.webinars.policy import may_arrange_session, may_arrange_webinar
from webinar.webinars.queries import session_by_id, webinar_by_id


@bp.get("/organize/preview/webinars/<webinar_id>/")
@policy(may_arrange_webinar)
def preview_webinar(webinar_id: str) -> str:
    found = webinar_by_id(webinar_id)
    if found is None:
        abort(404)
    return webinar_page(found, preview=True)


@bp.get("/organize/preview/sessions/<session_id>/")
@policy(may_arrange_session)
def preview_session(session_id: str) -> str:
    found = session_by_id(session_id)
    if found is None:
        abort(404)
    return session_page(found.webinar, found, preview=True)


@bp.get("/organize/preview/papers/<paper_id>/")
@policy(may_arrange_paper)
def preview_paper(paper_id: str) -> str:
    found = paper_by_id(paper_id)
    if found is None:
        abort(404)
    return paper_preview(found)
