"""Drafts as readers will see them: for organizers alone, kept by nobody."""

import contextvars

import pytest

from tests.support import people


@pytest.fixture
def drafts(make):
    row = make.webinar("Secret", publish=False)
    paper = make.paper("Hidden", session=row.sessions[0], publish=False)
    return [
        f"/organize/preview/webinars/{row.public_id}/",
        f"/organize/preview/sessions/{row.sessions[0].public_id}/",
        f"/organize/preview/papers/{paper.public_id}/",
    ]


def test_an_organizer_sees_the_page_with_a_banner(app, drafts, valid_html):
    browser = contextvars.Context().run(people.organizer, app)
    for path in drafts:
        answer = contextvars.Context().run(browser.get, path)
        assert answer.status_code == 200, path
        assert "Preview" in answer.text
        assert "noindex" in answer.text
        assert "ld+json" not in answer.text
        assert '.ics" download' not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        valid_html(answer.text)


def test_nobody_else_does(client, drafts):
    for path in drafts:
        answer = client.get(path)
        assert answer.status_code == 302
        assert "/sign-in" in answer.headers["Location"]


def test_what_is_not_there(app, make):
    browser = contextvars.Context().run(people.organizer, app)
    for kind in ("webinars", "sessions", "papers"):
        path = f"/organize/preview/{kind}/{'a' * 26}/"
        assert contextvars.Context().run(browser.get, path).status_code == 404
