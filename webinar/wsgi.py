"""The WSGI application that granian's workers load: kept answers first, then a turn."""

from collections.abc import Callable
from typing import Any

from webinar import running
from webinar.app import create_app
from webinar.core import logs
from webinar.core.bytecache import ByteCache
from webinar.core.http import HEADERS
from webinar.core.observed import Observed
from webinar.core.turns import Turns
from webinar.settings import Settings

running.end_with_parent()
_site = running.ready[0] if running.ready else create_app(Settings.from_environment())
logs.configure(requests=_site.config["LOG_REQUESTS"])
_cache: ByteCache = _site.extensions["bytecache"]
_cache.app = Turns(_cache.app, running.AT_ONCE, _site.extensions[HEADERS])
app: Callable[..., Any] = _cache
if _site.config["METRICS_TOKEN"] or _site.config["LOG_REQUESTS"]:
    app = Observed(
        _cache,
        _site.extensions["proxies"].name,
        counts=_site.extensions["counts"] if _site.config["METRICS_TOKEN"] else None,
        logs=_site.config["LOG_REQUESTS"],
    )
