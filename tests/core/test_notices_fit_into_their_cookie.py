"""Whatever is said, the cookie stays below what browsers keep, and the sign-in with it."""

import secrets
from typing import Any

import pytest

from webinar.core import ids, notices

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def cookie_after(app: Any, *said: Any) -> tuple[int, list[Any]]:
    """Bytes of the cookie with its name, and the messages in it."""
    from flask import flash, session

    with app.test_request_context():
        session["key"] = "k" * 60
        for category, message in said:
            flash(message, category)
        response = app.response_class()
        app.session_interface.save_session(app, session, response)
        cookie = response.headers["Set-Cookie"].partition(";")[0]
        return len(cookie), [message for _, message in session["_flashes"]]


def test_a_usual_notice_keeps_its_undo(app: Any) -> None:
    entries = [ids.new_id() for _ in range(notices.MOST)]
    size, (message,) = cookie_after(app, ("success", {"text": "Saved.", "entries": entries}))
    assert size < 4096
    assert message["entries"] == entries


def unpackable() -> str:
    """300 letters from everywhere: nothing that packs well."""
    return "".join(chr(0x4E00 + secrets.randbelow(20_000)) for _ in range(300))


def undoable() -> dict[str, Any]:
    return {"text": unpackable(), "entries": [ids.new_id() for _ in range(notices.MOST)]}


def test_long_names_lose_undo_first_then_older_ones_then_words(app: Any) -> None:
    said = [undoable() for _ in range(6)]
    size, kept = cookie_after(app, *[("success", one) for one in said])
    assert size < 4096
    assert 1 <= len(kept) < 6
    assert kept[-1] in (said[-1], said[-1]["text"])
    words = "".join(unpackable() for _ in range(10))
    size, kept = cookie_after(app, ("warning", words))
    assert size < 4096
    assert kept == [f"{words[:200]}…"]
