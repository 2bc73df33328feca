"""facts/security.md 24 to 29, 35, 36, 37, 72: headers of every kind of answer."""

from typing import Any

import pytest

from tests.security.support.crawl import crawl


def missing(path: str, headers: Any) -> list[str]:
    """What an answer lacks."""
    csp = headers.get("Content-Security-Policy", "")
    wrong = [] if "default-src 'none'" in csp or "default-src 'self'" in csp else ["CSP"]
    wrong += [rule for rule in ("frame-ancestors 'none'", "base-uri 'none'") if rule not in csp]
    # The browser's own PDF viewer brings its style; nothing else may.
    if "unsafe" in csp and "view=1" not in path:
        wrong.append("unsafe in CSP")
    if headers.get("X-Content-Type-Options") != "nosniff":
        wrong.append("nosniff")
    if headers.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
        wrong.append("Referrer-Policy")
    if "Access-Control-Allow-Credentials" in headers:
        wrong.append("CORS with credentials")
    kind = headers.get("Content-Type", "")
    if kind.startswith("text/") and "charset=utf-8" not in kind:
        wrong.append(f"charset of {kind}")
    return [f"{path}: {one}" for one in wrong]


@pytest.mark.checklist(24, 25, 26, 27, 29, 35, 36, 37)
def test_of_pages_files_feeds_and_errors(
    filled: dict[str, str], guest: Any, organizer: Any
) -> None:
    """No. 24, 25, 26, 27, 29, 35, 36, 37: all of them, and who may keep which."""
    pages, _ = crawl(guest, ("/", filled["my"], "/feeds/news.atom", "/sitemap.xml", "/robots.txt"))
    desk, _ = crawl(organizer, ("/organize/",), most=60)
    wrong: list[str] = []
    for path, page in [*pages.items(), *desk.items()]:
        wrong += missing(path, page.headers)
        kept = page.headers.get("Cache-Control", "")
        is_own = path.startswith(("/my/", "/organize/", "/first/", "/invitation/"))
        # What a reader keeps is known to the browser alone: the same page for everybody.
        is_own = is_own and path != "/my/" and not path.startswith("/my/keep/")
        if is_own and "no-store" not in kept:
            wrong.append(f"{path}: may be kept ({kept})")
        if path in pages and not is_own and "Set-Cookie" in page.headers:
            wrong.append(f"{path}: sets a cookie")
    for method, path in (
        ("GET", "/nowhere"),
        ("GET", "/feeds/category/nowhere.ics"),
        ("GET", "/static/nowhere.js"),
        ("TRACE", "/"),
        ("DELETE", "/feeds/site.ics"),
        ("POST", "/webinars/"),
        ("POST", "/contact"),
        ("POST", "/organize/site/"),
        ("GET", "/organize/site/"),
        ("GET", "/webinars"),
    ):
        answer = guest.open(path, method=method)
        wrong += missing(path, answer.headers)
        if answer.status_code < 300 or answer.status_code >= 500:
            wrong.append(f"{method} {path}: {answer.status_code}")
    assert wrong == []


@pytest.mark.checklist(72)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_answer_speaks_of_its_making(site: Any, guest: Any, caplog: Any) -> None:
    """No. 72: an error of ours is a designed page with a reference, not a stack trace."""

    def broken() -> str:
        raise RuntimeError("secret words of the inside")

    site.view_functions["site.home"] = broken
    broken.policy = lambda **_: True  # type: ignore[attr-defined]
    answer = guest.get("/")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 500
    assert missing("/", answer.headers) == []
    assert "Traceback" not in text
    assert "secret words" not in text
    assert "Reference:" in text


@pytest.mark.checklist(24, 28)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_under_https(settings: Any) -> None:
    """No. 24, 28: one year with subdomains, and cookies that only this host can set."""
    import dataclasses

    from webinar.app import create_app
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import ensure_site

    app = create_app(dataclasses.replace(settings, base_url="https://webinars.example.org"))
    with app.app_context():
        ensure_site(by=SYSTEM)
    answer = app.test_client().get("/", base_url="https://webinars.example.org")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert app.config["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert app.config["SESSION_COOKIE_SECURE"]
    assert app.config["SESSION_COOKIE_HTTPONLY"]
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
