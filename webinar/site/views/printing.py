"""A webinar's programme to print: one page without anything around it, and a PDF."""

from flask import Response, abort, render_template

from webinar.calendars import delivery
from webinar.calendars.programmes import Programme
from webinar.calendars.programmewords import built, found_programme, last_modified, words_of
from webinar.core import sandbox
from webinar.core.access import anyone, policy
from webinar.core.http import public
from webinar.site import answers, printing
from webinar.site.blueprint import bp
from webinar.site.links import path_of

_PAPERS = {"programme": "A4", "programme-letter": "Letter"}


@bp.get("/webinars/<slug>/programme/")
@policy(anyone)
@public
def programme(slug: str) -> str | Response:
    """Three statements beside the frame's."""
    found = found_programme(slug)
    present = found.webinar.facts["slug"]
    if present != slug:
        return answers.moved(path_of("webinars", present, "programme"))  # type: ignore[return-value]
    values = _values(found, "A4")
    return render_template("site/programme.html", told=values, slug=present, listed=found.is_listed)


@bp.get('/webinars/<slug>/<any("programme", "programme-letter"):name>.pdf')
@policy(anyone)
@public
def programme_pdf(slug: str, name: str) -> Response:
    """Three statements; made once for what it says."""
    found = found_programme(slug)
    values, modified = _values(found, _PAPERS[name]), last_modified(found)
    try:
        body = printing.made_once(printing.PROGRAMME, values)
    except sandbox.ConversionFailed:
        abort(503)
    return delivery.made(
        body,
        "application/pdf",
        modified,
        filename=f"{found.webinar.facts['slug']}.pdf",
        is_listed=found.is_listed,
    )


def _values(found: Programme, paper: str) -> dict[str, object]:
    schedule = built(found, cancelled=True)
    words = words_of(schedule, has_feed=found.is_listed)
    return printing.told(schedule, words, last_modified(found), paper=paper)
