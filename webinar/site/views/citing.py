"""A paper for lists of references: BibTeX, RIS and CSL-JSON beside its page."""

from werkzeug.wrappers import Response

from webinar.core.access import anyone, policy
from webinar.core.http import public
from webinar.papers.citing import bibtex, csl, ris
from webinar.papers.citing.works import present_work
from webinar.papers.queries import readable_paper, version_of
from webinar.site import answers, queries
from webinar.site.blueprint import bp
from webinar.site.links import path_of

_FORMS = {
    "bib": (bibtex.bibtex, bibtex.MEDIA_TYPE),
    "ris": (ris.ris, ris.MEDIA_TYPE),
    "csl.json": (csl.csl_json, csl.MEDIA_TYPE),
}


@bp.get('/papers/<slug>.<any("bib", "ris", "csl.json"):form>')
@policy(anyone)
@public
def paper_reference(slug: str, form: str) -> Response:
    """The published paper as one entry. Four statements."""
    found = readable_paper(slug)
    if found is None:
        if present := queries.moved_to("paper", slug):
            return answers.moved(path_of("papers", present, end=f".{form}"))
        answers.gone_or_missing(queries.was_deleted("paper", slug))
    write, media_type = _FORMS[form]
    version = version_of(found)
    told = write(present_work(found, version.files if version is not None else ()))
    response = Response(told, content_type=media_type)
    response.headers.set("Content-Disposition", "inline", filename=f"{found.slug}.{form}")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
