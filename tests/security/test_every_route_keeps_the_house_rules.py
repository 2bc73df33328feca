"""facts/security.md 25 to 30, 35 to 37, 72: asked route by route, with whatever answer it gives."""

import itertools
import re
from typing import Any

import pytest

from tests.accounts.test_every_route_as_everybody import address, rules
from tests.support import people

#: what programs look for that hope for a mistake
_FORGOTTEN = (
    "/.git/config", "/.env", "/static/", "/static/css/", "/files/", "/data/secret", "/metrics",
    "/webinar.sqlite", "/server-status", "/debug", "/console", "/static/../webinar/app.py",
    "/static/%2e%2e/settings.py", "/wp-login.php", "/admin", "/api/", "/phpinfo.php",
)  # fmt: skip
#: header -> what it must be; of the first, each expression must be found
_POLICY = (
    r"\bframe-ancestors 'none'",
    r"\bbase-uri 'none'",
    r"\b(object|default)-src 'none'",
    r"\b(form-action '(self|none)'|sandbox)",
)
_MUST_BE = {
    "X-Frame-Options": {"DENY"},
    "X-Content-Type-Options": {"nosniff"},
    "Referrer-Policy": {"same-origin", "no-referrer"},
    # On plain http; test_every_answer_carries_its_headers has https.
    "Strict-Transport-Security": {""},
    "Access-Control-Allow-Credentials": {""},
    "Server": {""},
    "X-Powered-By": {""},
}
_FOR_PROGRAMS = {
    "text/calendar",
    "application/calendar+json",
    "application/jscalendar+json",
    "application/atom+xml",
    "application/feed+json",
    "application/vnd.c3voc.schedule+xml",
    "application/json",
    "text/plain",
}
_KEPT_BY_READERS = r"/my/($|keep/|stars\.json$)"


def faults(path: str, answer: Any) -> list[str]:
    """What the answer's headers leave open."""
    said = answer.headers
    policy = said.get("Content-Security-Policy", "")
    wrong = [rule for rule in _POLICY if not re.search(rule, policy)]
    wrong += [name for name, good in _MUST_BE.items() if said.get(name, "") not in good]
    # Calendars and programmes are for everybody's program, in each of their forms.
    if said.get("Access-Control-Allow-Origin") and answer.mimetype not in _FOR_PROGRAMS:
        wrong.append("CORS")
    if answer.mimetype.startswith("text/") and "charset=utf-8" not in said["Content-Type"]:
        wrong.append("charset")
    if "Set-Cookie" in said and "Cookie" not in answer.vary:
        wrong.append("a cookie without Vary")
    # What a reader keeps is known to the browser alone: these pages are the same for everybody.
    is_own = path.startswith(("/organize/", "/my/")) and not re.match(_KEPT_BY_READERS, path)
    if is_own and "no-store" not in said.get("Cache-Control", ""):
        wrong.append("may be kept")
    if answer.status_code >= 500:
        wrong.append("an error of ours")
    return [f"{path} ({answer.status_code}): {one}" for one in wrong]


@pytest.mark.checklist(25, 26, 27, 28, 29, 35, 36, 37, 72)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_whoever_asks_and_whatever_for(site: Any, organizer: Any, guest: Any) -> None:
    """No page can be framed, none is a page by another name, and what is private is not kept."""
    wrong = []
    for path in sorted({address(site, rule) for rule in rules(site)}):
        for who, method in itertools.product((organizer, guest), ("GET", "POST", "TRACE")):
            answer = who.open(path, method=method)
            wrong += [f"{method} {one}" for one in faults(path, answer)]
            if method == "TRACE" and answer.status_code not in (404, 405):
                wrong.append(f"{method} {path}: {answer.status_code}")
            answer.close()
    assert wrong == []


@pytest.mark.checklist(30)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_form_of_another_site_is_taken(site: Any) -> None:
    """Sign-in and sign-out among them; by the browser's word, by the origin, and without both."""
    ada = people.organizer(site)
    del ada.environ_base["HTTP_SEC_FETCH_SITE"]
    others: list[dict[str, str]] = [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Referer": "http://localhost/contact"},
    ]
    wrong = []
    for rule in rules(site):
        if "POST" not in rule.methods:
            continue
        if getattr(site.view_functions[rule.endpoint], "only_reads", False):
            # Whoever asks changes nothing (tests/site/test_libraries_harvest_papers.py).
            continue
        path = address(site, rule)
        for headers in others:
            answer = ada.post(path, data={"csrf_token": "made up"}, headers=headers)
            if answer.status_code != 403:
                wrong.append(f"{path} {headers}: {answer.status_code}")
    assert wrong == []


@pytest.mark.checklist(72, 73)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", _FORGOTTEN)
def test_nothing_lies_about(site: Any, guest: Any, path: str) -> None:
    answer = guest.get(path, headers={"Authorization": "Bearer guess"}, follow_redirects=True)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text
