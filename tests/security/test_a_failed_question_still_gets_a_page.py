"""facts/security.md 72, 80: after a refused statement PostgreSQL answers no further question."""

from typing import Any

import pytest

pytestmark = pytest.mark.checklist(72)


def test_the_error_page_is_designed(site: Any, guest: Any) -> None:
    """No. 72: the page asks for the site's name; it must not fail with what failed before."""
    import sqlalchemy as sa

    from webinar.core.db import db

    def broken() -> str:
        db.session.execute(sa.text("SELECT no_such_thing"))
        return ""

    broken.policy = lambda **_: True  # type: ignore[attr-defined]
    site.view_functions["site.home"] = broken
    answer = guest.get("/")
    assert answer.status_code == 500
    assert "<h1" in answer.get_data(as_text=True)
    assert "no_such_thing" not in answer.get_data(as_text=True)
