"""/livez: the process answers. /readyz: database, schema and storage are there. No details.

/metrics has the details, for whoever sends the token.
"""

import hmac
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, Flask, Response, abort, current_app, request
from sqlalchemy import event

from webinar.core import clock, jobs, metrics, schema
from webinar.core.access import anyone, holder_of_link, policy
from webinar.core.db import db
from webinar.core.mail import OutgoingMail
from webinar.settings import Settings

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


@bp.get("/metrics")
@policy(holder_of_link)
def metrics_page() -> Response:
    """Numbers for Prometheus; without the token there is no such page."""
    wanted = current_app.config["METRICS_TOKEN"]
    sent = request.headers.get("Authorization", "")
    if not wanted or not hmac.compare_digest(sent.encode(), f"Bearer {wanted}".encode()):
        abort(404)
    counts: metrics.Counts = current_app.extensions["counts"]
    words = "".join(f"{line}\n" for line in (*counts.lines(), *metrics.gauges(_now())))
    return Response(words, content_type="text/plain; version=0.0.4; charset=utf-8")


def _now() -> Iterator[tuple[str, str, dict[str, float]]]:
    """What the database holds at this moment, the same whoever is asked."""
    try:
        due = sa.and_(jobs.Job.state == jobs.WAITING, jobs.Job.run_at <= clock.now())
        length = db.session.scalar(sa.select(sa.func.count()).where(due)) or 0
        oldest = db.session.scalar(sa.select(sa.func.min(jobs.Job.run_at)).where(due))
        dead = db.session.scalar(sa.select(sa.func.count()).where(jobs.Job.state == jobs.DEAD))
        state = OutgoingMail.state
        mails = db.session.execute(sa.select(state, sa.func.count()).group_by(state))
        counted = {f'{{result="{one}"}}': float(count) for one, count in mails}
    except sa.exc.SQLAlchemyError:
        db.session.rollback()
        yield "webinar_database_up", "Whether the database answers.", {"": 0}
        return
    age = (clock.now() - oldest).total_seconds() if oldest else 0
    yield "webinar_database_up", "Whether the database answers.", {"": 1}
    yield "webinar_jobs_due", "Jobs that could run now and wait.", {"": length}
    yield "webinar_jobs_oldest_seconds", "How long the first of them has waited.", {"": age}
    yield "webinar_jobs_dead", "Jobs that failed for good.", {"": dead or 0}
    yield "webinar_mails", "Mails in the outbox by result.", counted


def init_app(app: Flask, settings: Settings) -> None:
    """Lay out the counts: all routes are known by now."""
    counts = metrics.Counts(
        settings.data / "metrics", (rule.rule for rule in app.url_map.iter_rules())
    )
    app.extensions["counts"] = counts
    if not (settings.metrics_token and settings.is_sqlite):
        return

    def failed(context: Any) -> None:
        if "database is locked" in str(context.original_exception):
            counts.one("sqlite_busy")

    with app.app_context():
        for engine in db.engines.values():
            event.listen(engine, "handle_error", failed)
