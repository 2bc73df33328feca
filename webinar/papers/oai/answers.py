"""A harvester's answer in XML (OAI-PMH 2.0 with oai_dc, 4 and 2.5)."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from webinar.core.i18n import iso
from webinar.core.text import for_xml
from webinar.papers.citing.works import Work
from webinar.papers.oai.asking import PREFIX, SET, Selection, WrongQuestion
from webinar.papers.oai.queries import Page, Record
from webinar.webinars.models import Category

_OAI = "http://www.openarchives.org/OAI/2.0/"
_OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_DC = "http://purl.org/dc/elements/1.1/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = {
    _OAI: "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd",
    _OAI_DC: "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
}
#: of our papers, in the words of DCMI's type vocabulary
_TYPES = {"poster": "Image"}
ET.register_namespace("oai_dc", _OAI_DC)
ET.register_namespace("dc", _DC)
ET.register_namespace("xsi", _XSI)


class Answer:
    """One document: who was asked when, and what comes of it."""

    def __init__(self, address: str, asked: Mapping[str, str], now: datetime) -> None:
        self._host = urlsplit(address).hostname or "localhost"
        # The protocol's own elements need no prefix: named after the fact, in one place.
        self._root = ET.Element("OAI-PMH", {"xmlns": _OAI, **_located(_OAI)})
        _add(self._root, "responseDate", iso(now))
        self._request = _add(self._root, "request", address)
        self._asked = asked

    def written(self) -> bytes:
        return ET.tostring(self._root, encoding="utf-8", xml_declaration=True) + b"\n"

    def refuse(self, error: WrongQuestion) -> None:
        """The one error; of a question that is no question its words are not repeated (3.2)."""
        if error.code not in ("badVerb", "badArgument"):
            self._repeat()
        _add(self._root, "error", str(error), code=error.code)

    def identify(self, name: str, mail: str, earliest: datetime) -> None:
        found = self._begin("Identify")
        for tag, text in (
            ("repositoryName", name),
            ("baseURL", self._request.text or ""),
            ("protocolVersion", "2.0"),
            ("adminEmail", mail),
            ("earliestDatestamp", iso(earliest)),
            # Deleted papers are purged after 30 days.
            ("deletedRecord", "transient"),
            ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
        ):
            _add(found, tag, text)

    def formats(self) -> None:
        found = _add(self._begin("ListMetadataFormats"), "metadataFormat")
        _add(found, "metadataPrefix", PREFIX)
        _add(found, "schema", _SCHEMA[_OAI_DC])
        _add(found, "metadataNamespace", _OAI_DC)

    def sets(self, categories: Iterable[Category]) -> None:
        found = self._begin("ListSets")
        for category in categories:
            one = _add(found, "set")
            _add(one, "setSpec", SET + category.public_id)
            _add(one, "setName", category.name)

    def record(self, record: Record, work: Work | None) -> None:
        self._record(self._begin("GetRecord"), record, work)

    def listed(
        self, verb: str, page: Page, works: Mapping[int, Work], selection: Selection
    ) -> None:
        """Headers or whole records, and how to get the rest."""
        found = self._begin(verb)
        for record in page.records:
            if verb == "ListRecords":
                self._record(found, record, works.get(record.paper.id))
            else:
                self._header(found, record)
        if page.after is not None or selection.given:
            token = ""
            if page.after is not None:
                token = selection.next_after(page.after, len(page.records)).token()
            _add(
                found,
                "resumptionToken",
                token,
                completeListSize=str(page.total),
                cursor=str(selection.given),
            )

    def _begin(self, verb: str) -> ET.Element:
        self._repeat()
        return _add(self._root, verb)

    def _repeat(self) -> None:
        for name, value in self._asked.items():
            self._request.set(name, for_xml(value))

    def _record(self, parent: ET.Element, record: Record, work: Work | None) -> None:
        found = _add(parent, "record")
        self._header(found, record)
        if work is not None:
            _add(found, "metadata").append(_dublin_core(work))

    def _header(self, parent: ET.Element, record: Record) -> None:
        header = _add(parent, "header", **({"status": "deleted"} if record.is_deleted else {}))
        _add(header, "identifier", identifier(self._host, record.paper.public_id))
        _add(header, "datestamp", iso(record.changed_at))
        if record.category:
            _add(header, "setSpec", SET + record.category)


def identifier(host: str, public_id: str) -> str:
    """`oai:example.org:…` (oai-identifier 2.0)."""
    return f"oai:{host}:{public_id}"


def public_id_in(identifier_: str, host: str) -> str:
    """The paper's public identifier; empty for what is no identifier of ours."""
    return (
        identifier_.removeprefix(f"oai:{host}:") if identifier_.startswith(f"oai:{host}:") else ""
    )


def _dublin_core(work: Work) -> ET.Element:
    found = ET.Element(f"{{{_OAI_DC}}}dc", _located(_OAI_DC))
    told = [
        ("title", work.title),
        *(("creator", creator.inverted) for creator in work.creators),
        ("description", work.abstract),
        ("publisher", work.publisher),
        ("date", work.issued.isoformat()),
        ("type", _TYPES.get(work.kind, "Text")),
        *(("format", kind) for kind in dict.fromkeys(kind for _url, kind in work.files)),
        ("identifier", work.url),
        ("identifier", work.doi_url),
        ("language", work.language),
        ("rights", work.licence),
        ("rights", work.licence_url),
    ]
    if work.event is not None:
        told.append(("relation", work.event.url))
    for name, text in told:
        if text:
            ET.SubElement(found, f"{{{_DC}}}{name}").text = for_xml(text)
    return found


def _located(namespace: str) -> dict[str, str]:
    return {f"{{{_XSI}}}schemaLocation": f"{namespace} {_SCHEMA[namespace]}"}


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, tag, attributes)
    made.text = for_xml(text) or None
    return made
