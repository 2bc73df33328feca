"""A program that speaks CalDAV to the test client."""

from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from webinar.core.archives import parse_xml

D, C = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
CS, IC = "{http://calendarserver.org/ns/}", "{http://apple.com/ns/ical/}"
SITE = "/dav/calendars/site/"
_NAMESPACES = (
    'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"'
    ' xmlns:cs="http://calendarserver.org/ns/" xmlns:ic="http://apple.com/ns/ical/"'
)


@dataclass
class Told:
    """One `response`."""

    #: status of the resource itself, or 200
    status: int = 200
    found: dict[str, Element] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)

    def text(self, name: str) -> str:
        return self.found[name].text or ""


@dataclass
class Answer:
    """A multistatus."""

    told: dict[str, Told]
    token: str
    raw: bytes

    @property
    def there(self) -> dict[str, Told]:
        return {path: one for path, one in self.told.items() if one.status == 200}

    @property
    def gone(self) -> set[str]:
        return {path for path, one in self.told.items() if one.status == 404}


def read(data: bytes) -> Answer:
    top = parse_xml(data)
    assert top.tag == f"{D}multistatus"
    told: dict[str, Told] = {}
    for response in top.findall(f"{D}response"):
        (path,) = [one.text or "" for one in response.findall(f"{D}href")]
        assert path.startswith("/")
        assert path not in told
        told[path] = one = Told()
        if (status := response.findtext(f"{D}status")) is not None:
            one.status = int(status.split()[1])
            assert not response.findall(f"{D}propstat")
        else:
            assert response.findall(f"{D}propstat")
        for stat in response.findall(f"{D}propstat"):
            code = int((stat.findtext(f"{D}status") or "").split()[1])
            for prop in stat.find(f"{D}prop") or ():
                if code == 200:
                    one.found[prop.tag] = prop
                else:
                    assert code == 404
                    one.missing.add(prop.tag)
    return Answer(told, top.findtext(f"{D}sync-token") or "", data)


class Program:
    """What a calendar program asks; `answer` is the last answer as it came."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.answer: Any = None

    def send(self, method: str, path: str, body: str | bytes = b"", **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if body:
            named.setdefault("Content-Type", "application/xml; charset=utf-8")
        self.answer = self.client.open(path, method=method, data=body, headers=named)
        return self.answer

    def _multistatus(self, method: str, path: str, body: str, **headers: str) -> Answer:
        answer = self.send(method, path, body, **headers)
        assert answer.status_code == 207, (answer.status, answer.data)
        assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
        assert "Set-Cookie" not in answer.headers
        return read(answer.data)

    def propfind(self, path: str, *props: str, depth: str = "0", **headers: str) -> Answer:
        """`props` as `d:displayname`; none for a request without a body."""
        inner = "".join(f"<{one}/>" for one in props)
        body = f"<d:propfind {_NAMESPACES}><d:prop>{inner}</d:prop></d:propfind>" if props else ""
        return self._multistatus("PROPFIND", path, body, Depth=depth, **headers)

    def report(self, path: str, name: str, inner: str, **headers: str) -> Answer:
        body = f"<{name} {_NAMESPACES}>{inner}</{name}>"
        headers.setdefault("Depth", "1")
        return self._multistatus("REPORT", path, body, **headers)

    def refused(self, path: str, name: str, inner: str, status: int = 403) -> str:
        """The precondition that a report did not meet."""
        answer = self.send("REPORT", path, f"<{name} {_NAMESPACES}>{inner}</{name}>", Depth="1")
        assert answer.status_code == status, (answer.status, answer.data)
        top = parse_xml(answer.data)
        assert top.tag == f"{D}error"
        return top[0].tag

    def sync(self, path: str, token: str = "", *, most: int = 0, data: bool = False) -> Answer:
        limit = f"<d:limit><d:nresults>{most}</d:nresults></d:limit>" if most else ""
        prop = "<d:getetag/>" + ("<c:calendar-data/>" if data else "")
        return self.report(
            path,
            "d:sync-collection",
            f"<d:sync-token>{token}</d:sync-token><d:sync-level>1</d:sync-level>{limit}"
            f"<d:prop>{prop}</d:prop>",
        )

    def multiget(self, path: str, *paths: str) -> Answer:
        hrefs = "".join(f"<d:href>{one}</d:href>" for one in paths)
        prop = "<d:prop><d:getetag/><c:calendar-data/></d:prop>"
        return self.report(path, "c:calendar-multiget", prop + hrefs)

    def query(self, path: str, inner: str, prop: str = "<d:getetag/>", **headers: str) -> Answer:
        """`inner` stands in the filter of VEVENT."""
        return self.report(
            path,
            "c:calendar-query",
            f'<d:prop>{prop}</d:prop><c:filter><c:comp-filter name="VCALENDAR">'
            f'<c:comp-filter name="VEVENT">{inner}</c:comp-filter></c:comp-filter></c:filter>',
            **headers,
        )


class Copy:
    """A program's copy of a calendar, kept in step by sync-collection alone."""

    def __init__(self, program: Program, path: str) -> None:
        self.program, self.path = program, path
        self.token = ""
        #: path -> bytes
        self.items: dict[str, str] = {}

    def sync(self, most: int = 0) -> tuple[int, int]:
        """How many came or changed, and how many went; in as many pages as it takes."""
        changed = gone = 0
        while True:
            answer = self.program.sync(self.path, self.token, most=most, data=True)
            self.token = answer.token
            for path, one in answer.there.items():
                self.items[path] = one.text(f"{C}calendar-data")
                changed += 1
            for path in answer.gone:
                gone += self.items.pop(path, None) is not None
            if most:
                assert len(answer.there) + len(answer.gone) <= most
            if answer.told.get(self.path, Told()).status != 507:
                return changed, gone

    def titles(self) -> list[str]:
        return sorted(
            line.removeprefix("SUMMARY:")
            for item in self.items.values()
            for line in item.split("\r\n")
            if line.startswith("SUMMARY:")
        )

    def is_right(self) -> bool:
        """It is what somebody who begins now gets."""
        other = Copy(self.program, self.path)
        other.sync()
        return other.items == self.items
