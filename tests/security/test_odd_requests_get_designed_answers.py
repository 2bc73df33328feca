"""facts/security.md 7, 17, 18, 72, 76: whatever is asked, a designed answer and never a 500."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.security.support import odd
from tests.security.support.crawl import crawl, to_send

_FORM = "application/x-www-form-urlencoded"
_LEAKS = re.compile(r"Traceback|sqlalchemy|psycopg|werkzeug|File &#34;|site-packages|9359", re.I)


def encoded(pairs: list[tuple[str, str]]) -> str:
    """A query string that may hold lone surrogates, as bytes that are no UTF-8."""
    return urlencode(pairs, errors="surrogatepass")


def trouble(client: Any, method: str, path: str, **sent: Any) -> Iterator[str]:
    """What is wrong with the answer."""
    answer = client.open(path, method=method, **sent)
    text = answer.get_data().decode(errors="replace")
    if answer.status_code >= 500 or answer.status_code not in odd_codes:
        yield f"{method} {path[:150]}: {answer.status_code}"
    if answer.status_code >= 400 and _LEAKS.search(text):
        yield f"{method} {path[:150]}: speaks of its inside"
    if "Content-Security-Policy" not in answer.headers:
        yield f"{method} {path[:150]}: no CSP"
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        yield f"{method} {path[:150]}: no nosniff"
    if "X-Evil" in answer.headers:
        yield f"{method} {path[:150]}: header from outside"
    answer.close()


odd_codes = {
    200, 301, 302, 303, 304, 308, 400, 401, 403, 404, 405, 409, 410, 413, 415, 416, 422, 429,
}  # fmt: skip


@pytest.mark.checklist(18, 41, 72)
def test_odd_paths(site: Any, organizer: Any) -> None:
    """No. 18, 41, 72: every part of every address, replaced by things no address has."""
    wrong: list[str] = []
    for turn, rule in enumerate(site.url_map.iter_rules()):
        if not rule.arguments:
            continue
        for index in odd.some(range(len(odd.SEGMENTS)), turn):
            path = rule.rule
            for found in re.findall(r"<[^>]+>", path):
                if found.startswith("<int"):
                    value = odd.NUMBERS[index % len(odd.NUMBERS)]
                elif found.startswith("<any"):
                    value = found[found.index("(") + 1 : found.index(",")]
                else:
                    value = odd.SEGMENTS[index]
                path = path.replace(found, value, 1)
            for method in sorted(rule.methods & {"GET", "POST"}):
                wrong.extend(trouble(organizer, method, path))
    assert wrong == []


@pytest.mark.slow
@pytest.mark.timeout(420)
@pytest.mark.checklist(7, 17, 18, 76)
def test_odd_questions(filled: dict[str, str], organizer: Any) -> None:
    """No. 7, 17, 18, 76: every page with odd values, twice the same name, and many names."""
    pages, _ = crawl(organizer, ("/", "/organize/"))
    wrong: list[str] = []
    paths = sorted({path.partition("?")[0] for path in pages if "/static/" not in path})
    for turn, path in enumerate(paths):
        names = {
            name
            for asked in pages
            if asked.startswith(path + "?")
            for name in re.findall(r"([\w-]+)=", asked.partition("?")[2])
        }
        names |= set(re.findall(r'name="([\w-]+)"', pages[path].text if path in pages else ""))
        for value in odd.some(odd.VALUES, turn):
            pairs = [(name, value) for name in sorted(names | set(odd.NAMES))]
            wrong.extend(trouble(organizer, "GET", f"{path}?{encoded(pairs + pairs[:3])}"))
    assert wrong == []


@pytest.mark.slow
@pytest.mark.timeout(420)
@pytest.mark.checklist(18, 76)
@pytest.mark.parametrize("who", ["organizer", "guest"])
def test_odd_forms(site: Any, filled: dict[str, str], organizer: Any, guest: Any, who: str) -> None:
    """No. 18, 76: every form of the site with each odd value, with lists, and with nothing."""
    client = organizer if who == "organizer" else guest
    _, forms = crawl(client, ("/", "/organize/") if who == "organizer" else ("/", filled["my"]))
    wrong: list[str] = []
    last = re.compile(r"/(delete|remove|sign-out|revoke|disable|withdraw)$")
    forms.sort(key=lambda form: bool(last.search(form.action)))
    for turn, form in to_send(site, forms):
        kept = ("form_time", "csrf_token", "website_address")
        own = [(name, value[:500]) for name, value in form.fields]
        bodies = [[], [*own, *own[:2]]]
        bodies += [
            [(name, was if name in kept else value) for name, was in own]
            for value in odd.some(odd.VALUES, turn)
        ]
        # One field odd, the others as the page had them: deeper than the first check.
        for index, (name, _) in enumerate(own):
            value = odd.DEEP[(turn + index) % len(odd.DEEP)]
            bodies.append([(field, value if field == name else was) for field, was in own])
        for body in bodies:
            wrong.extend(
                trouble(client, "POST", form.action, data=encoded(body), content_type=_FORM)
            )
    assert wrong == []
