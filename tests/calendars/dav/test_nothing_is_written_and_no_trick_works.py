"""Writes are refused in words that programs know; odd input costs nothing and breaks nothing."""

from typing import Any

import pytest

from tests.calendars.dav.support.programs import SITE, C, D, Program
from webinar.core.archives import parse_xml

_ON_ONE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
_WRITING = "PUT DELETE MKCALENDAR MKCOL PROPPATCH MOVE COPY LOCK UNLOCK ACL".split()
_ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
_PROPFIND = '<propfind xmlns="DAV:"><prop><displayname/>{}</prop></propfind>'


@pytest.mark.parametrize("method", _WRITING)
@_ON_ONE
def test_writing(method: str, three: list[Any], program: Program, statements: Any) -> None:
    (path, *_) = [one for one in program.propfind(SITE, depth="1").told if one != SITE]
    for at in ("/dav/", SITE, path, f"{SITE}new.ics"):
        with statements() as sent:
            answer = program.send(method, at, b"BEGIN:VCALENDAR", Origin="https://evil.example")
        assert answer.status_code == 403
        assert parse_xml(answer.data)[0].tag == f"{D}need-privileges"
        assert "PROPFIND" in answer.headers["Allow"]
        assert not [one for one in sent if not one.startswith("SELECT")]
    assert program.send("POST", SITE, b"x").status_code == 405
    assert program.send("GET", path).status_code == 200


@pytest.mark.parametrize("method", ["PROPFIND", "REPORT"])
@pytest.mark.parametrize(
    "body",
    [
        _ENTITY + _PROPFIND.format("&x;"),
        _LAUGHS + _PROPFIND.format("&c;"),
        _PROPFIND.format("<a>" * 5000 + "</a>" * 5000),
        _PROPFIND.format("<a>"),
        '<?xml version="1.0" encoding="utf-7"?><a/>',
        "not xml",
        "\0",
        "<a/>",
        '<propfind xmlns="DAV:"/>',
    ],
)
@_ON_ONE
def test_bodies(body: str, method: str, three: list[Any], program: Program) -> None:
    answer = program.send(method, SITE, body.encode(), Depth="0")
    assert answer.status_code in (400, 403), answer.data
    assert b"root:" not in answer.data


@_ON_ONE
def test_a_body_that_is_too_long(three: list[Any], program: Program) -> None:
    for size in (800 * 1024, 10 * 2**20):
        body = _PROPFIND.format(" " * size).encode()
        assert program.send("PROPFIND", SITE, body, Depth="0").status_code == 413


@_ON_ONE
def test_many_addresses(three: list[Any], program: Program) -> None:
    hrefs = [f"{SITE}session-{number}.ics" for number in range(5000)]
    answer = program.multiget(SITE, *hrefs)
    assert len(answer.gone) == 5000
    inner = "<d:prop/>" + "".join(f"<d:href>{one}</d:href>" for one in [*hrefs, "/more"])
    named = program.refused(SITE, "c:calendar-multiget", inner)
    assert named == f"{D}number-of-matches-within-limits"


@_ON_ONE
def test_more_is_asked_than_anybody_means(three: list[Any], program: Program) -> None:
    """Each name comes back for each entry: a short question must not make an endless answer."""
    for names in ("".join(f"<a{number}/>" for number in range(101)), f"<{'a' * 9000}/>"):
        body = _PROPFIND.format(names).encode()
        assert program.send("PROPFIND", SITE, body, Depth="1").status_code == 400
        report = f'<c:calendar-multiget xmlns:c="{C[1:-1]}" xmlns:d="DAV:"><d:prop>{names}</d:prop>'
        body = f"{report}<d:href>/x</d:href></c:calendar-multiget>".encode()
        assert program.send("REPORT", SITE, body).status_code == 400
    many = '<c:prop-filter name="UID"/>' * 100
    inner = f'<c:comp-filter name="VCALENDAR"><c:comp-filter name="VEVENT">{many}'
    named = program.refused(
        SITE,
        "c:calendar-query",
        f"<d:prop/><c:filter>{inner}</c:comp-filter></c:comp-filter></c:filter>",
    )
    assert named == f"{C}supported-filter"


def test_addresses_that_lead_elsewhere(three: list[Any], program: Program) -> None:
    (path, *_) = [one for one in program.propfind(SITE, depth="1").told if one != SITE]
    odd = [
        f"{SITE}../site/{path.rpartition('/')[2]}",
        "/etc/passwd",
        f"{SITE}..%2f..%2fetc%2fpasswd",
        "http://[broken",
        "mailto:ada@example.org",
        f"{SITE}%00.ics",
        f"{SITE}é☃&lt;.ics",
        "",
    ]
    answer = program.multiget(SITE, *odd, path)
    assert set(answer.there) == {path}
    assert len(answer.gone) == len(odd) - 1
    absolute = f"https://elsewhere.example{path}"
    assert set(program.multiget(SITE, absolute).there) == {path}


@pytest.mark.parametrize(
    "path",
    [
        f"{SITE}missing.ics",
        f"{SITE}webinar-x@y.ics",
        f"{SITE}a/b.ics",
        "/dav/calendars/series/none/",
        "/dav/calendars/none/",
        "/dav/u/short/",
        f"/dav/u/{'a' * 32}/",
        f"/dav/u/{'a' * 32}/calendar/x.ics",
        "/dav/none",
    ],
)
@_ON_ONE
def test_what_is_not_there(path: str, three: list[Any], program: Program) -> None:
    for method in ("GET", "PROPFIND", "REPORT"):
        answer = program.send(method, path, Depth="0")
        assert answer.status_code == 404, method
        assert answer.headers["Content-Type"].startswith("text/plain")


@_ON_ONE
def test_reports_that_are_not_there(three: list[Any], program: Program) -> None:
    assert program.refused(SITE, "c:free-busy-query", "") == f"{D}supported-report"
    assert program.refused("/dav/", "d:principal-property-search", "") == f"{D}supported-report"
