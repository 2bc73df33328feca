"""create_app: puts the rooms together, nothing else."""

import importlib
import importlib.util

from flask import Flask

from webinar import health, wiring
from webinar.core import (
    access,
    assets,
    bytecache,
    db,
    errors,
    files,
    http,
    i18n,
    notices,
    places,
    securitylog,
    storage,
    tables,
    trouble,
)
from webinar.settings import Settings

#: the rooms in the order of their directions, lowest first
ROOMS = (
    "organization",
    "accounts",
    "webinars",
    "speakers",
    "questions",
    "calls",
    "papers",
    "reviews",
    "checklists",
    "calendars",
    "posts",
    "conversations",
    "site",
    "organize",
    "demo",
    "transfer",
)


def create_app(settings: Settings) -> Flask:
    """The WSGI application for one installation.

    Each room offers what it has: `models`, `jobs` (handlers register when imported),
    `views.bp`, and `setup.init_app(app)`. Raises RuntimeError for a route without a policy.
    """
    app = Flask(
        "webinar",
        template_folder=str(places.templates()),
        static_folder=str(places.static()),
        static_url_path="/static",
    )
    _configure(app, settings)
    db.init_app(app, settings)
    http.init_app(app, settings)
    securitylog.init_app(app)
    assets.init_app(app)
    i18n.init_app(app)
    notices.init_app(app)
    errors.init_app(app)
    trouble.init_app(app)
    app.extensions["tables"] = tables.TABLES
    app.extensions["storage"] = storage.storage_for(settings)
    #: callables run after migrations, and lines that `webinar serve` prints
    app.extensions["prepare"], app.extensions["welcome"] = [files.forget_broken_uploads], []
    app.register_blueprint(health.bp)
    for room in ROOMS:
        for part in ("models", "jobs", "setup", "views"):
            name = f"webinar.{room}.{part}"
            if importlib.util.find_spec(name) is None:
                continue
            module = importlib.import_module(name)
            if part == "setup":
                module.init_app(app)
            if part == "views":
                app.register_blueprint(module.bp)
    bytecache.init_app(app, settings)
    wiring.connect()
    access.FOREIGN.setdefault("static", access.anyone)
    access.require_policies(app)
    health.init_app(app, settings)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    """Flask's configuration from our settings."""
    prefix = "__Host-" if settings.is_secure else ""
    app.config.update(
        SECRET_KEY=settings.secret,
        SECRET_KEY_FALLBACKS=list(settings.former_secrets),
        TESTING=settings.testing,
        DATA=str(settings.data),
        BASE_URL=settings.base_url,
        SMTP_URL=settings.smtp_url,
        FEED_COMPRESSION=settings.feed_compression,
        METRICS_TOKEN=settings.metrics_token,
        SCANNER=settings.scanner,
        CROSSREF_DEPOSITOR=settings.crossref_depositor,
        CROSSREF_REGISTRANT=settings.crossref_registrant,
        LOG_REQUESTS=settings.log_requests,
        SESSION_COOKIE_NAME=f"{prefix}session",
        SESSION_COOKIE_SECURE=settings.is_secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        BROWSER_COOKIE_NAME=f"{prefix}browser",
        REMEMBER_COOKIE_NAME=f"{prefix}remember",
        REMEMBER_COOKIE_SECURE=settings.is_secure,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=600,
        # Rooms above put their own in place (accounts, organization).
        IS_SIGNED_IN=lambda: False,
        SITE_FOR_MAIL=lambda: {"name": "Webinars", "address": "webinar@localhost"},
    )
