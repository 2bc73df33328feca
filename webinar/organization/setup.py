"""Tells the outbox whom mails come from."""

from urllib.parse import urlsplit

from flask import Flask, current_app

from webinar.core.journal import SYSTEM
from webinar.organization.operations import ensure_site
from webinar.organization.queries import site


def sender() -> dict[str, str]:
    """The site's name and address, never a person's."""
    here = site()
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    return {"name": here.name, "address": here.mail_from or f"no-reply@{host}"}


def init_app(app: Flask) -> None:
    """Install the sender of mails, and make the site's row at the first start."""
    app.config["SITE_FOR_MAIL"] = sender
    app.extensions["prepare"].append(lambda: ensure_site(by=SYSTEM))
