"""No cookie set or read, the same bytes for everybody, headers that caches understand."""

import pytest

PATHS = (
    "/", "/webinars/", "/webinars/archive/", "/webinars/webinar-1/",
    "/webinars/webinar-1/opening-of-webinar-1/", "/webinars/webinar-1/opening-of-webinar-1/join",
    "/speakers/", "/speakers/person-1/", "/papers/", "/papers/paper-1/", "/categories/history/",
    "/news/", "/news/post-1/", "/search?q=paper", "/search/suggest?q=paper", "/sitemap.xml",
    "/robots.txt",
)  # fmt: skip


@pytest.fixture
def pages(make):
    make.row(1)


def test_bytes_and_headers(pages, client, app):
    for path in PATHS:
        answer = client.get(path)
        stranger = app.test_client()
        stranger.set_cookie("session", "anything")
        stranger.set_cookie("theme", "dark")
        other = stranger.get(path, headers={"User-Agent": "Other", "Accept-Language": "de"})
        assert answer.status_code == other.status_code == 200, path
        assert answer.data == other.data, path
        assert "Set-Cookie" not in answer.headers, path
        assert "cookie" not in answer.headers.get("Vary", "").lower(), path
        assert answer.headers["Cache-Control"].startswith("public"), path


def test_unknown_query_strings_change_nothing(pages, client):
    for path in ("/", "/webinars/webinar-1/", "/papers/paper-1/"):
        assert client.get(path).data == client.get(f"{path}?utm_source=x&fbclid=1").data


def test_no_page_holds_style_or_inline_script(pages, client):
    for path in PATHS[:13]:
        text = client.get(path).text
        assert " style=" not in text, path
        assert "<script>" not in text, path
        assert "csrf" not in text, path
