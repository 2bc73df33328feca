"""Series: the list of them, and the page of one with what is coming and what has been."""

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webinar.calls.queries import calls_of
from webinar.calls.standing import COMING, OPEN
from webinar.core import clock
from webinar.core.access import anyone, policy
from webinar.core.http import public
from webinar.site import answers
from webinar.site.blueprint import bp
from webinar.site.links import path_of
from webinar.site.structured import Meta, series_event, short
from webinar.site.views.calls import calls_shown
from webinar.site.views.lists import listed, names_of
from webinar.webinars.policy import is_webinar_coming
from webinar.webinars.rulewords import sentence
from webinar.webinars.seriesqueries import (
    dates_of_series,
    listed_series,
    series_by_slug,
    series_counts,
    series_moved_from,
    was_series_deleted,
)

#: dates that programs are told of on the series' page; each has a page of its own
_TOLD = 12


@bp.get("/series/")
@policy(anyone)
@public
def all_series() -> str:
    found = listed_series()
    return answers.page(
        "series_list",
        meta=Meta(
            title=_("Series"),
            description=_("Webinars that come again: when they take place, and what is next."),
            path="/series/",
        ),
        series=found,
        counts=series_counts([one.id for one in found], only_listed=True),
        words={one.id: sentence(one.rule, one.dates) for one in found},
    )


@bp.get("/series/<slug>/")
@policy(anyone)
@public
def series(slug: str) -> str | Response:
    found = series_by_slug(slug)
    if found is None:
        if (present := series_moved_from(slug)) is not None:
            return answers.moved(path_of("series", present))
        answers.gone_or_missing(was_series_deleted(slug))
    now = clock.now()
    dates = dates_of_series(found, only_listed=True)
    ahead = [one for one in dates if is_webinar_coming(one, now)]
    past = [one for one in reversed(dates) if not is_webinar_coming(one, now)]
    return answers.page(
        "series",
        meta=Meta(
            title=found.title,
            description=short(found.summary, found.description_html) or found.title,
            path=path_of("series", found.slug),
            is_indexed=not found.is_unlisted,
            data=series_event(found, ahead[:_TOLD]),
        ),
        series=found,
        words=sentence(found.rule, found.dates),
        upcoming=next((one for one in ahead if not one.is_cancelled), None),
        coming=listed(ahead),
        past=listed(past, newest_first=True),
        names=names_of(dates),
        calls=[
            one
            for one in calls_shown(calls_of(series_id=found.id), now)
            if one[1] in (OPEN, COMING)
        ],
    )
