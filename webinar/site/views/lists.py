"""Home, what is coming, the archive, a category: webinars in lists."""

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webinar.calls.queries import open_calls
from webinar.core import clock
from webinar.core.access import anyone, policy
from webinar.core.http import public
from webinar.posts.queries import published_posts
from webinar.site import answers, cards, queries
from webinar.site.blueprint import bp
from webinar.site.doors import next_entrance
from webinar.site.frame import current_frame
from webinar.site.links import path_of
from webinar.site.structured import Meta, short
from webinar.site.views.calls import calls_shown
from webinar.speakers.queries import names_of_webinars, speakers_of_sessions
from webinar.webinars.models import Webinar
from webinar.webinars.queries import (
    archive_months,
    categories,
    category_by_slug,
    listed_counts,
    past_webinars,
    upcoming_webinars,
    webinar_by_slug,
    webinars_of_year,
)
from webinar.webinars.seriesqueries import listed_series

#: how much of each the start page shows
_COMING, _PAPERS, _POSTS, _CALLS = 8, 4, 4, 3


def names_of(webinars: list[Webinar]) -> dict[str, list[str]]:
    """Slug -> who speaks there; one statement for any number but none."""
    found = names_of_webinars([webinar.id for webinar in webinars])
    return {webinar.slug: found[webinar.id] for webinar in webinars}


def listed(webinars: list[Webinar], *, newest_first: bool = False) -> list[cards.Listed]:
    """In their order, but month by month: at a month's end two zones could take turns."""
    found = [cards.Listed(webinar) for webinar in webinars]
    return sorted(found, key=lambda one: one.month, reverse=newest_first)


@bp.get("/")
@policy(anyone)
@public
def home() -> str:
    now = clock.now()
    coming = upcoming_webinars(limit=_COMING + 1, at=now)
    first = next((one for one in coming if not one.is_cancelled), None)
    hero, hero_rows, hero_join = None, [], None
    if first is not None and (hero := webinar_by_slug(first.slug)) is not None:
        roles = speakers_of_sessions([session.id for session in hero.sessions])
        hero_rows = cards.slots(hero, hero.sessions, roles, {})
        hero_join = next_entrance(hero_rows, now)
    others = [one for one in coming if first is None or one.id != first.id]
    recent, given = queries.paper_cards(limit=_PAPERS)
    frame = current_frame()
    return answers.page(
        "home",
        meta=Meta(title=frame.name, description=frame.about, path="/"),
        hero=hero,
        hero_people=cards.people_of(hero_rows),
        hero_rooms=cards.rooms_of(hero, hero_rows) if hero else [],
        hero_join=hero_join,
        coming=listed(others[:_COMING]),
        has_more=len(others) > _COMING,
        names=names_of(coming),
        recent=recent,
        given=given,
        posts=published_posts(limit=_POSTS),
        categories=categories(),
        counts=listed_counts(),
        series=listed_series(),
        calls=calls_shown(open_calls(now), now)[:_CALLS],
    )


@bp.get("/webinars/")
@policy(anyone)
@public
def coming() -> str:
    webinars = upcoming_webinars()
    return answers.page(
        "coming",
        meta=Meta(
            title=_("Coming webinars"),
            description=_("What is coming: webinars with their dates, times and speakers."),
            path="/webinars/",
        ),
        webinars=listed(webinars),
        names=names_of(webinars),
    )


@bp.get("/webinars/archive/")
@bp.get("/webinars/archive/<int:year>/")
@policy(anyone)
@public
def archive(year: int | None = None) -> str:
    now = clock.now()
    months = archive_months(at=now)
    years = list(dict.fromkeys(month.year for month in months))
    if year is not None and year not in years:
        answers.gone_or_missing(False)
    shown = year or (years[0] if years else None)
    webinars = webinars_of_year(shown, at=now) if shown else []
    title = _("Archive") if year is None else _("Archive of %(year)s", year=year)
    path = "/webinars/archive/" if year is None else f"/webinars/archive/{year}/"
    return answers.page(
        "archive",
        meta=Meta(
            title=title,
            description=_("Webinars that took place, by year and month."),
            path=path,
        ),
        year=year,
        shown=shown,
        years=[(one, sum(month.count for month in months if month.year == one)) for one in years],
        webinars=listed(webinars, newest_first=True),
        names=names_of(webinars),
    )


@bp.get("/categories/")
@policy(anyone)
@public
def all_categories() -> str:
    return answers.page(
        "categories",
        meta=Meta(
            title=_("Categories"),
            description=_("Everything by subject, what is coming and what took place."),
            path="/categories/",
        ),
        categories=categories(),
        counts=listed_counts(),
    )


@bp.get("/categories/<slug>/")
@policy(anyone)
@public
def category(slug: str) -> str | Response:
    found = category_by_slug(slug)
    if found is None:
        if present := queries.moved_to("category", slug):
            return answers.moved(path_of("categories", present))
        answers.gone_or_missing(queries.was_deleted("category", slug))
    now = clock.now()
    ahead = upcoming_webinars(category_id=found.id, at=now)
    past = past_webinars(category_id=found.id, at=now)
    return answers.page(
        "category",
        meta=Meta(
            title=found.name,
            description=short(found.description) or found.name,
            path=path_of("categories", found.slug),
        ),
        category=found,
        coming=listed(ahead),
        past=listed(past, newest_first=True),
        names=names_of([*ahead, *past]),
    )
