"""Previews: the pages as readers will see them, for organizers alone."""

from flask import abort

from webinar.accounts.policy import is_organizer
from webinar.core.access import policy
from webinar.papers.queries import paper_by_id
from webinar.site.blueprint import bp
from webinar.site.views.papers import paper_page
from webinar.site.views.webinars import session_page, webinar_page
from webinar.webinars.queries import session_by_id, webinar_by_id


@bp.get("/organize/preview/webinars/<webinar_id>/")
@policy(is_organizer)
def preview_webinar(webinar_id: str) -> str:
    found = webinar_by_id(webinar_id)
    if found is None:
        abort(404)
    return webinar_page(found, preview=True)


@bp.get("/organize/preview/sessions/<session_id>/")
@policy(is_organizer)
def preview_session(session_id: str) -> str:
    found = session_by_id(session_id)
    if found is None:
        abort(404)
    return session_page(found.webinar, found, preview=True)


@bp.get("/organize/preview/papers/<paper_id>/")
@policy(is_organizer)
def preview_paper(paper_id: str) -> str:
    found = paper_by_id(paper_id)
    if found is None:
        abort(404)
    return paper_page(found, preview=True)
