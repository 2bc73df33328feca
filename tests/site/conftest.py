"""What the tests of this room share: a site whose time stands still, and a maker of content."""

from typing import Any

import pytest


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
