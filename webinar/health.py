"""/livez: the process answers. /readyz: database, schema and storage are there. No details."""

import os
from pathlib import Path

import sqlalchemy as sa
from flask import Blueprint, Response, current_app

from webinar.core import schema
from webinar.core.access import anyone, policy
from webinar.core.db import db

bp = Blueprint("health", __name__)


def _plain(words: str, code: int = 200) -> Response:
    return Response(words + "\n", code, mimetype="text/plain")


@bp.get("/livez")
@policy(anyone)
def livez() -> Response:
    return _plain("alive")


@bp.get("/readyz")
@policy(anyone)
def readyz() -> Response:
    try:
        db.session.execute(sa.text("SELECT 1"))
        is_ready = schema.is_current() and os.access(Path(current_app.config["DATA"]), os.W_OK)
    except sa.exc.SQLAlchemyError:
        is_ready = False
    return _plain("ready") if is_ready else _plain("not ready", 503)
