"""The WSGI application that granian's workers load."""

from webinar.app import create_app
from webinar.running import configure_logs
from webinar.settings import Settings

configure_logs()
app = create_app(Settings.from_environment())
