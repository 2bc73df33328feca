"""Makes the site known to every page and every mail as `site`."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, url_for

from webinar.core import i18n
from webinar.organization import queries

#: key of the functions that bring links for the footer: each answers [(title, path)]
FOOTER = "footer links"


class SiteFace:
    """The site as templates see it; asks the database when a page first uses a value."""

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`, of the words of the page."""
        return i18n.direction()

    @property
    def language(self) -> str:
        """BCP 47 tag of the words of the page."""
        return i18n.language()

    @property
    def logo_url(self) -> str:
        """Path of the logo, another one for each picture; empty without a logo."""
        logo = queries.site().logo
        return url_for("site.logo", v=logo.sha256[:8]) if logo is not None else ""

    @property
    def base_url(self) -> str:
        """The address that people use, without a final slash."""
        return str(current_app.config["BASE_URL"])

    @property
    def footer_pages(self) -> list[tuple[str, str]]:
        """Title and path of each standing page."""
        found: list[Callable[[], list[tuple[str, str]]]] = current_app.extensions[FOOTER]
        return [link for links in found for link in links()]

    def __getattr__(self, name: str) -> Any:
        return getattr(queries.site(), name)


def sender() -> dict[str, str]:
    """Whom mails come from: the site's name, never a person's."""
    here = queries.site()
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    return {"name": here.name, "address": here.mail_from or f"no-reply@{host}"}


def init_app(app: Flask) -> None:
    """Install `site` in templates and the sender of mails."""
    app.extensions.setdefault(FOOTER, [])
    app.context_processor(lambda: {"site": SiteFace()})
    app.config["SITE_FOR_MAIL"] = sender
