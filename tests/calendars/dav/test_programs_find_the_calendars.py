"""What PROPFIND tells, along the ways on which known programs look for calendars."""

from typing import Any

import pytest

from tests.calendars.dav.support.programs import CS, IC, SITE, C, D, Program
from webinar.core.archives import parse_xml

#: as their sources and logs show them
_DAVX5 = b"""<?xml version='1.0' encoding='UTF-8' ?><propfind xmlns="DAV:"
 xmlns:CAL="urn:ietf:params:xml:ns:caldav" xmlns:CARD="urn:ietf:params:xml:ns:carddav"><prop>
<resourcetype /><displayname /><current-user-principal /><CAL:calendar-home-set />
<CAL:supported-calendar-component-set /><CARD:addressbook-home-set /></prop></propfind>"""
_APPLE = b"""<?xml version="1.0" encoding="UTF-8"?><A:propfind xmlns:A="DAV:"><A:prop>
<A:current-user-principal/><A:principal-URL/><A:resourcetype/></A:prop></A:propfind>"""
_APPLE_HOME = b"""<?xml version="1.0" encoding="UTF-8"?><A:propfind xmlns:A="DAV:"><A:prop>
<B:calendar-home-set xmlns:B="urn:ietf:params:xml:ns:caldav"/>
<B:calendar-user-address-set xmlns:B="urn:ietf:params:xml:ns:caldav"/>
<A:current-user-principal/><A:displayname/><C:dropbox-home-URL
 xmlns:C="http://calendarserver.org/ns/"/><A:principal-collection-set/><A:supported-report-set/>
</A:prop></A:propfind>"""
_APPLE_LIST = b"""<?xml version="1.0" encoding="UTF-8"?><A:propfind xmlns:A="DAV:"><A:prop>
<D:calendar-color xmlns:D="http://apple.com/ns/ical/"/><D:calendar-order
 xmlns:D="http://apple.com/ns/ical/"/><B:calendar-description
 xmlns:B="urn:ietf:params:xml:ns:caldav"/><A:current-user-privilege-set/><A:displayname/>
<C:getctag xmlns:C="http://calendarserver.org/ns/"/><A:owner/><A:quota-available-bytes/>
<A:resourcetype/><B:schedule-calendar-transp xmlns:B="urn:ietf:params:xml:ns:caldav"/>
<B:supported-calendar-component-set xmlns:B="urn:ietf:params:xml:ns:caldav"/>
<A:supported-report-set/><A:sync-token/></A:prop></A:propfind>"""
_THUNDERBIRD = b"""<?xml version="1.0" encoding="UTF-8"?>
<D:propfind xmlns:D="DAV:" xmlns:CS="http://calendarserver.org/ns/"
 xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:resourcetype/><D:owner/>
<D:current-user-principal/><D:current-user-privilege-set/><D:supported-report-set/>
<C:supported-calendar-component-set/><CS:getctag/></D:prop></D:propfind>"""


def _asked(program: Program, path: str, body: bytes, depth: str) -> Any:
    from tests.calendars.dav.support.programs import read

    answer = program.send("PROPFIND", path, body, Depth=depth, Authorization="Basic eDp5")
    assert answer.status_code == 207, answer.data
    return read(answer.data)


def _href(one: Any, name: str) -> str:
    return one.found[name].findtext(f"{D}href")


def _types(one: Any) -> set[str]:
    return {kind.tag for kind in one.found[f"{D}resourcetype"]}


def test_the_well_known_address_leads_to_the_root(program: Program) -> None:
    for method in ("GET", "PROPFIND", "OPTIONS"):
        answer = program.send(method, "/.well-known/caldav")
        assert (answer.status_code, answer.location) == (301, "/dav/")
    answer = program.send("PROPFIND", "/")
    assert (answer.status_code, answer.location) == (308, "/dav/")
    assert program.send("GET", "/").mimetype == "text/html"
    assert program.send("REPORT", "/").status_code == 405


@pytest.mark.parametrize("body", [_DAVX5, _APPLE])
def test_from_any_address_to_the_calendars(body: bytes, three: list[Any], program: Program) -> None:
    for start in ("/dav/", "/dav/calendars", SITE):
        (told,) = _asked(program, start, body, "0").told.values()
        principal = _href(told, f"{D}current-user-principal")
        (told,) = _asked(program, principal, _APPLE_HOME, "0").told.values()
        home = _href(told, f"{C}calendar-home-set")
        assert {f"{C}calendar-user-address-set", f"{CS}dropbox-home-URL"} <= told.missing
        (me,) = program.propfind(principal, "d:resourcetype").told.values()
        assert f"{D}principal" in _types(me)
        listed = _asked(program, home, _APPLE_LIST, "1").told
        calendars = [path for path, one in listed.items() if f"{C}calendar" in _types(one)]
        assert calendars == [SITE]
    site = listed[SITE]
    assert site.text(f"{D}displayname") == "Webinars"
    assert len(site.text(f"{IC}calendar-color")) == 9
    (component,) = site.found[f"{C}supported-calendar-component-set"]
    assert component.get("name") == "VEVENT"
    rights = {right.tag for one in site.found[f"{D}current-user-privilege-set"] for right in one}
    assert rights == {f"{D}read", f"{D}read-current-user-privilege-set"}
    reports = {report.tag for one in site.found[f"{D}supported-report-set"] for report in one[0]}
    assert reports == {f"{C}calendar-query", f"{C}calendar-multiget", f"{D}sync-collection"}
    assert site.text(f"{D}sync-token") == site.text(f"{CS}getctag")


def test_thunderbird_sees_a_calendar_for_reading(three: list[Any], program: Program) -> None:
    (told,) = _asked(program, SITE, _THUNDERBIRD, "0").told.values()
    assert _types(told) == {f"{D}collection", f"{C}calendar"}
    answer = program.send("OPTIONS", SITE)
    assert answer.status_code == 200
    assert "calendar-access" in answer.headers["DAV"].split(", ")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, PROPFIND, REPORT"


def test_members_with_what_was_asked_and_nothing_else(three: list[Any], program: Program) -> None:
    answer = program.propfind(SITE, "d:getetag", "d:resourcetype", "ic:odd", depth="1")
    assert len(answer.told) == 4
    own = answer.told.pop(SITE)
    assert own.missing == {f"{D}getetag", f"{IC}odd"}
    for path, one in answer.told.items():
        assert path.startswith(SITE)
        assert one.missing == {f"{IC}odd"}
        got = program.send("GET", path)
        assert got.headers["ETag"] == one.text(f"{D}getetag")
        assert got.headers["Content-Type"] == "text/calendar; charset=utf-8"
        (alone,) = program.propfind(path, "d:getcontentlength", "d:getlastmodified").told.values()
        assert int(alone.text(f"{D}getcontentlength")) == len(got.data)
        assert alone.text(f"{D}getlastmodified") == got.headers["Last-Modified"]
        again = program.send("GET", path, If_None_Match=got.headers["ETag"])
        assert (again.status_code, again.data) == (304, b"")
        assert (
            program.send("GET", path, Accept_Encoding="gzip").headers["ETag"]
            == (got.headers["ETag"])
        )
        head = program.send("HEAD", path)
        assert (head.headers["ETag"], head.data) == (got.headers["ETag"], b"")


def test_all_names_and_less(three: list[Any], program: Program) -> None:
    (told,) = program.propfind(SITE).told.values()
    assert f"{D}displayname" in told.found
    assert f"{D}sync-token" not in told.found
    body = b'<propfind xmlns="DAV:"><propname/></propfind>'
    (told,) = _asked(program, SITE, body, "0").told.values()
    assert f"{C}supported-calendar-data" in told.found
    assert all(one.text is None and not len(one) for one in told.found.values())
    body = b'<propfind xmlns="DAV:"><allprop/><include><sync-token/></include></propfind>'
    (told,) = _asked(program, SITE, body, "0").told.values()
    assert f"{D}sync-token" in told.found
    (told,) = program.propfind(SITE, "d:getetag", Prefer="return=minimal").told.values()
    assert not told.missing


def test_not_without_an_end(three: list[Any], program: Program) -> None:
    for headers in ({}, {"Depth": "infinity"}):
        answer = program.send("PROPFIND", SITE, **headers)
        assert answer.status_code == 403
        assert parse_xml(answer.data)[0].tag == f"{D}propfind-finite-depth"
    assert program.send("PROPFIND", SITE, Depth="2").status_code == 400


def test_names_need_no_host_and_no_slash(three: list[Any], program: Program) -> None:
    for path in ("/dav", "/dav/calendars", SITE.rstrip("/")):
        (told,) = program.propfind(path, "d:displayname", Host="evil.example").told
        assert told == f"{path}/"


def test_a_browser_is_told_what_it_is(program: Program) -> None:
    for path in ("/dav/", "/dav/calendars/", SITE):
        answer = program.send("GET", path)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert "CalDAV" in answer.text
