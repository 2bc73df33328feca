"""What stands around every page: whose site it is, its pages in the footer, its language.

Templates get `site` and `now`. `site` asks the database when a template first names it, at
most two statements per request; without a database it falls back to what this process knew
last, or to plain values, so that error pages never fail because of it.
"""

import logging
from dataclasses import dataclass, replace
from typing import Any, cast

import sqlalchemy as sa
from flask import Flask, current_app, g
from flask_babel import gettext
from markupsafe import Markup, escape
from werkzeug.local import LocalProxy

from webinar.core import clock, i18n
from webinar.core.db import db, is_writing
from webinar.organization.queries import site as organization_site
from webinar.posts.queries import page_path, published_pages

log = logging.getLogger("webinar.site")
_KEPT = "site.frame"
_RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks ps sd syr ug ur yi".split())


@dataclass(frozen=True)
class Frame:
    """The site as templates know it; every value is plain."""

    name: str = "Webinars"
    tagline: str = ""
    #: a name of the accent palette
    accent: str = "teal"
    #: IANA zone of the office, for dates of news and papers
    timezone: str = "UTC"
    logo_url: str = ""
    #: (title, path) of standing pages in their order
    footer_pages: tuple[tuple[str, str], ...] = ()
    #: of the words on the page, BCP 47
    language: str = "en"
    #: `ltr` or `rtl`
    direction: str = "ltr"

    @property
    def about(self) -> str:
        """One sentence on the site, for programs that show it in lists."""
        return self.tagline or gettext(
            "Webinars of %(name)s: what is coming, papers to read, calendars to subscribe.",
            name=self.name,
        )


def current_frame() -> Frame:
    """The frame of this request, read once."""
    kept: Frame | None = g.get(_KEPT)
    if kept is None:
        kept = _read()
        setattr(g, _KEPT, kept)
    return kept


def _read() -> Frame:
    language, direction = i18n.language(), i18n.direction()
    try:
        row = organization_site()
        pages = tuple((page.title, page_path(page)) for page in published_pages())
        frame = Frame(
            name=row.name,
            tagline=row.tagline,
            accent=row.accent,
            timezone=row.timezone,
            logo_url=f"/media/logo/{row.logo.storage_name}.webp" if row.logo else "",
            footer_pages=pages,
            language=language,
            direction=direction,
        )
    except sa.exc.SQLAlchemyError as error:
        # The page that explains the trouble needs a frame, too.
        log.warning("the site's own row cannot be read: %s", type(error).__name__)
        if not is_writing():
            db.session.rollback()
        last: Frame = current_app.extensions.get(_KEPT, Frame())
        return replace(last, language=language, direction=direction)
    current_app.extensions[_KEPT] = frame
    return frame


def foreign(text: str, language: str | None) -> Markup:
    """The text, marked with its language and direction where they differ from the page's."""
    page = i18n.language()
    tag = (language or page).replace("_", "-")
    if tag.split("-")[0] == page.split("-")[0]:
        return escape(text)
    return Markup('<span lang="{}" dir="{}">{}</span>').format(tag, text_direction(tag), text)


def lang_attributes(language: str | None) -> Markup:
    """` lang="…" dir="…"` for an element in another language than the page's, else nothing."""
    page = i18n.language()
    tag = (language or page).replace("_", "-")
    if tag.split("-")[0] == page.split("-")[0]:
        return Markup("")
    return Markup(' lang="{}" dir="{}"').format(tag, text_direction(tag))


def direction_attribute(language: str | None) -> Markup:
    """` dir="…"` for what stands beside words in that language, and may be in any other."""
    page = i18n.language()
    there = text_direction(language or page)
    return Markup(' dir="{}"').format(there) if there != text_direction(page) else Markup("")


def text_direction(tag: str) -> str:
    return "rtl" if tag.split("-", maxsplit=1)[0].lower() in _RIGHT_TO_LEFT else "ltr"


def init_app(app: Flask) -> None:
    @app.context_processor
    def around() -> dict[str, Any]:
        return {"site": cast(Frame, LocalProxy(current_frame)), "now": clock.now()}

    app.jinja_env.globals.update(
        foreign=foreign, lang_attributes=lang_attributes, direction_attribute=direction_attribute
    )
