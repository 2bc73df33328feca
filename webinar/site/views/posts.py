"""News and standing pages."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from webinar.conversations.queries import comments_of
from webinar.core.access import anyone, policy
from webinar.core.http import public
from webinar.posts.queries import (
    page_path,
    post_path,
    published_page,
    published_post,
    published_posts,
)
from webinar.site import answers, queries
from webinar.site.blueprint import bp
from webinar.site.links import path_of
from webinar.site.structured import Meta, short


@bp.get("/news/")
@policy(anyone)
@public
def news() -> str:
    number = answers.page_number()
    newer, older = answers.steps(number, queries.post_count(), "/news/")
    return answers.page(
        "news",
        meta=Meta(
            title=_("News"),
            description=_("What is new: announcements, calls and what came of them."),
            path="/news/" if number == 1 else f"/news/?page={number}",
        ),
        posts=published_posts(limit=answers.PAGE, offset=(number - 1) * answers.PAGE),
        newer=newer,
        older=older,
    )


@bp.get("/news/<slug>/")
@policy(anyone)
@public
def post(slug: str) -> str | Response:
    found = published_post(slug)
    if found is None:
        if present := queries.moved_to("post", slug):
            return answers.moved(path_of("news", present))
        answers.gone_or_missing(queries.was_deleted("post", slug))
    return answers.page(
        "post",
        meta=Meta(
            title=found.title,
            description=short(found.summary, found.body_html) or found.title,
            path=post_path(found),
            kind="article",
        ),
        post=found,
        comments=comments_of("post", found.public_id),
        answering=request.args.get("reply", ""),
    )


@bp.get("/pages/<slug>/", endpoint="page")
@policy(anyone)
@public
def standing_page(slug: str) -> str | Response:
    found = published_page(slug)
    if found is None:
        if present := queries.moved_to("page", slug):
            return answers.moved(path_of("pages", present))
        answers.gone_or_missing(queries.was_deleted("page", slug))
    return answers.page(
        "page",
        meta=Meta(
            title=found.title,
            description=short(found.body_html) or found.title,
            path=page_path(found),
        ),
        standing=found,
    )
