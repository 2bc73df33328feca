"""The site's row is there, as after every start."""

from typing import Any

import pytest


@pytest.fixture
def here(app: Any) -> Any:
    """The app of a site that has started once."""
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import ensure_site

    with app.app_context():
        ensure_site(by=SYSTEM)
    return app
