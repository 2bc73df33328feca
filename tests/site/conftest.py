"""What the tests of this room share: a site whose time stands still, and a maker of content."""

import contextvars
from typing import Any

import pytest
from flask.testing import FlaskClient


class Visitor(FlaskClient):
    """A browser whose requests know nothing of the context that the test has pushed."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return contextvars.Context().run(super().open, *args, **kwargs)


@pytest.fixture
def client(app: Any) -> Visitor:
    return Visitor(app, app.response_class)


@pytest.fixture
def make(in_app: Any, clock: Any) -> Any:
    """`make.webinar("Rivers")`, `make.session(...)`, `make.paper(...)` at the frozen now."""
    from tests.site.support.maker import Maker
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import change_identity, ensure_site

    ensure_site(by=SYSTEM)
    change_identity(name="The Society", timezone="Europe/London", by=SYSTEM)
    in_app.config["LIMITS_OFF"] = True
    return Maker()
