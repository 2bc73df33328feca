"""The WSGI application that granian's workers load."""

from webinar.app import create_app
from webinar.running import configure_logs, end_with_parent
from webinar.settings import Settings

configure_logs()
end_with_parent()
app = create_app(Settings.from_environment())
