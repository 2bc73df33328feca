"""facts/security.md 18, 32, 76: JSON, files in place of words, bodies without an end."""

import io
import json
from typing import Any

import pytest

from tests.security.support import odd
from tests.security.support.crawl import crawl, to_send


@pytest.mark.slow
@pytest.mark.checklist(18, 76)
@pytest.mark.parametrize("who", ["organizer", "guest"])
def test_every_form(
    site: Any, filled: dict[str, str], organizer: Any, guest: Any, who: str
) -> None:
    """No. 18, 76: what no page of ours sends gets a designed answer."""
    client = organizer if who == "organizer" else guest
    _, forms = crawl(client, ("/", "/organize/") if who == "organizer" else ("/", filled["my"]))
    wrong = []
    for turn, form in to_send(site, forms):
        names = [name for name, _ in form.fields]
        bodies = ["[1]", "5", '"a"', "{{", json.dumps(dict.fromkeys(names, 5))]
        bodies.append(json.dumps(dict.fromkeys(names, "\ud800\0")))
        sent: list[dict[str, Any]] = [
            {"data": body, "content_type": "application/json"} for body in bodies
        ]
        files = {name: (io.BytesIO(b"abc"), "a.txt") for name in names}
        words = dict.fromkeys(form.files, "no file") | dict(form.fields)
        sent += [{"data": one, "content_type": "multipart/form-data"} for one in (files, words)]
        for index, one in enumerate(odd.some(sent, turn, share=2)):
            answer = client.post(form.action, **one)
            if answer.status_code >= 500:
                wrong.append(f"{form.action} {index}: {answer.status_code}")
            answer.close()
    assert wrong == []


@pytest.mark.checklist(32)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_json_is_nobodys_form(site: Any, guest: Any) -> None:
    """No. 32: with a cookie and JSON nothing is changed; the fields count as empty."""
    answer = guest.post("/contact", json={"name": "A", "email": "a@example.org", "body": "B"})
    assert answer.status_code == 422
    assert 'value="A"' not in answer.get_data(as_text=True)


@pytest.mark.checklist(38)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_body_without_a_length(site: Any, guest: Any) -> None:
    """No. 38: it would be cut at the limit, and the beginning taken for the whole."""
    answer = guest.post(
        "/contact",
        input_stream=io.BytesIO(b"body=" + b"x" * 3_000_000),
        content_type="application/x-www-form-urlencoded",
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    )
    assert answer.status_code == 411
    assert "<h1" in answer.get_data(as_text=True)


@pytest.mark.checklist(18)
def test_a_preview_of_too_much(filled: dict[str, str], organizer: Any) -> None:
    """No. 18: the page with the error beside the field, and no preview."""
    long = "word " * 60_000
    for path, name in (
        ("/organize/speakers/new", "biography"),
        ("/organize/webinars/new", "description"),
        (f"/organize/webinars/{filled['draft']}/sessions/new", "abstract"),
    ):
        answer = organizer.post(path, data={name: long, "preview": "1"})
        assert answer.status_code in (200, 422), path
