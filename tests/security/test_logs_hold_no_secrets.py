"""facts/security.md 72, 78: what goes wrong is logged without links, words and addresses."""

import logging
from typing import Any

import pytest

pytestmark = pytest.mark.checklist(78)


def test_a_failed_page_of_a_personal_link(
    site: Any,
    filled: dict[str, str],
    guest: Any,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """No. 78: the pattern of the address is logged, and the statement without its values."""
    import sqlalchemy as sa

    from webinar.core.db import db

    # Not written out below: a trace shows the lines of the program.
    words = "my diary"

    def broken(**_: Any) -> str:
        db.session.execute(sa.text("SELECT :words FROM no_such_thing"), {"words": words})
        return ""

    broken.policy = lambda **_: True  # type: ignore[attr-defined]
    # The site is shared with the tests that follow.
    monkeypatch.setitem(site.view_functions, "site.my", broken)
    with caplog.at_level(logging.DEBUG):
        answer = guest.get(filled["my"])
    assert answer.status_code == 500
    reference = [getattr(record, "reference", "") for record in caplog.records]
    said = caplog.text + " ".join(str(vars(record)) for record in caplog.records)
    assert "no_such_thing" in said
    assert "/my/<token>" in said
    assert filled["my"].removeprefix("/my/") not in said
    assert words not in said
    assert any(one and one in answer.get_data(as_text=True) for one in reference)
