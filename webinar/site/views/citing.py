"""A paper for lists of references: BibTeX, RIS and CSL-JSON beside its page."""

from werkzeug.wrappers import Response

from webinar.core.access import anyone, policy
from webinar.core.filenames import content_disposition
from webinar.core.http import public
from webinar.papers.citing.forms import FORMS
from webinar.papers.citing.signposts import link_to_page
from webinar.papers.citing.works import present_work
from webinar.papers.queries import readable_paper, version_of
from webinar.site import answers, queries
from webinar.site.blueprint import bp
from webinar.site.links import path_of


@bp.get(f"/papers/<slug><any({', '.join(map(repr, FORMS))}):end>")
@policy(anyone)
@public
def paper_reference(slug: str, end: str) -> Response:
    """The published paper as one entry. Four statements."""
    found = readable_paper(slug)
    if found is None:
        if present := queries.moved_to("paper", slug):
            return answers.moved(path_of("papers", present, end=end))
        answers.gone_or_missing(queries.was_deleted("paper", slug))
    form = FORMS[end]
    version = version_of(found)
    work = present_work(found, version.files if version is not None else ())
    response = Response(form.write(work), content_type=f"{form.media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition(f"{found.slug}{end}", inline=True)
    response.headers["Link"] = link_to_page(work.url, "describes")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
