"""The WSGI application that granian's workers load."""

from webinar.app import create_app
from webinar.core.turns import Turns
from webinar.running import AT_ONCE, configure_logs, end_with_parent
from webinar.settings import Settings

configure_logs()
end_with_parent()
app = Turns(create_app(Settings.from_environment()), AT_ONCE)
