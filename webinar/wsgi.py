"""The WSGI application that granian's workers load: kept answers first, then a turn."""

from webinar import running
from webinar.app import create_app
from webinar.core.bytecache import ByteCache
from webinar.core.http import HEADERS
from webinar.core.turns import Turns
from webinar.settings import Settings

running.configure_logs()
running.end_with_parent()
_site = running.ready[0] if running.ready else create_app(Settings.from_environment())
app: ByteCache = _site.extensions["bytecache"]
app.app = Turns(app.app, running.AT_ONCE, _site.extensions[HEADERS])
