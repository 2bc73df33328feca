"""What a webinar's proceedings hold: its papers in the order they were given."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from flask_babel import gettext
from markupsafe import Markup

from webinar.calendars.formats.schedule import plain_xml
from webinar.core import i18n
from webinar.core.text import for_xml
from webinar.papers.citing.works import Work, present_work
from webinar.papers.models import Paper, PaperErratum, PaperFile, PaperVersion
from webinar.papers.policy import is_text_open
from webinar.papers.queries import current_versions, papers_of_webinar
from webinar.papers.release.article import article
from webinar.papers.release.blocks import Block, blocks
from webinar.papers.release.queries import errata_of, figures_of
from webinar.site.frame import current_frame, text_direction
from webinar.site.links import absolute, path_of
from webinar.webinars.models import Webinar

#: words hold no "<"; in them ` id="` is what somebody wrote of HTML
_TAG = re.compile(r"<[a-z][^>]*>")
_ANCHOR = re.compile(r'( (?:id|aria-labelledby|aria-describedby)="|href="#)')
_HEADING = re.compile(r"<(/?)h([2-5])(?=[ >])")


@dataclass(frozen=True)
class Entry:
    """A paper within the proceedings; without a version readers have no text yet."""

    number: int
    paper: Paper
    version: PaperVersion | None
    errata: list[PaperErratum]
    work: Work

    @property
    def anchor(self) -> str:
        return f"paper-{self.number}"

    @property
    def files(self) -> list[PaperFile]:
        return list(self.version.files) if self.version is not None else []

    @property
    def place(self) -> str:
        """Its folder within an archive."""
        return f"papers/{self.number:02}-{self.paper.slug}/"

    @property
    def text(self) -> Markup:
        """Its text below a heading of the second level, with anchors of its own."""
        return self._text(path_of("papers", self.paper.slug))

    @property
    def offline_text(self) -> Markup:
        """The same with its figures in the archive."""
        return self._text(quote(self.place))

    def _text(self, base: str) -> Markup:
        if self.version is None:
            return Markup()
        lower = _HEADING.sub(
            lambda found: f"<{found[1]}h{int(found[2]) + 1}", article(self.version.body_html)
        )

        def aimed(tag: re.Match[str]) -> str:
            shown = tag[0].replace(' src="figures/', f' src="{base}figures/')
            return _ANCHOR.sub(rf"\g<1>p{self.number}-", shown)

        return Markup(_TAG.sub(aimed, lower))  # noqa: S704 - cleaned before

    @property
    def is_open(self) -> bool:
        return is_text_open(self.paper)


def entries_of(webinar: Webinar) -> list[Entry]:
    """Five statements for any number of papers."""
    papers = papers_of_webinar(webinar.id)
    versions = current_versions(papers)
    errata = errata_of([paper.id for paper in papers])
    found = []
    for number, paper in enumerate(papers, 1):
        version = versions.get(paper.id)
        told = errata.get(paper.id, []) if version is not None else []
        concerned = [
            one for one in told if not one.concerns or paper.current_number in one.concerns
        ]
        files = version.files if version is not None else []
        found.append(Entry(number, paper, version, concerned, present_work(paper, files)))
    return found


def changed_at(webinar: Webinar, entries: list[Entry]) -> datetime:
    """When anything of it changed last, for the PDF's date; its bytes follow what it says."""
    moments = [entry.paper.updated_at for entry in entries]
    return max([webinar.updated_at, *moments])


def told(webinar: Webinar, entries: list[Entry], color: str) -> dict[str, Any]:
    """The proceedings as plain values, for the child process that writes the PDF."""
    frame = current_frame()
    return {
        "paper": "A4",
        "title": plain_xml(webinar.title, lines=False),
        "subtitle": plain_xml(webinar.subtitle, lines=False),
        "site": plain_xml(frame.name, lines=False),
        "when": i18n.date_range(webinar.starts_at, webinar.ends_at, webinar.timezone),
        "url": absolute(path_of("webinars", webinar.slug)),
        "notes": [gettext("Proceedings")],
        "language": webinar.language,
        "direction": text_direction(webinar.language),
        "color": color,
        "changed_at": changed_at(webinar, entries).isoformat(),
        "pages": gettext("%(page)s of %(pages)s", page="#1", pages="#2"),
        "foot": plain_xml(f"{webinar.title[:60]} · {frame.name}", lines=False),
        "contents": gettext("Contents"),
        "abstract": gettext("Abstract"),
        "papers": [_paper(entry) for entry in entries],
    }


def _paper(entry: Entry) -> dict[str, Any]:
    work, paper = entry.work, entry.paper
    facts = [line for line in (work.doi_url or work.url, work.rights) if line]
    if entry.files:
        facts.append(gettext("Files: %(names)s", names=", ".join(one.name for one in entry.files)))
    if not entry.is_open and paper.embargo_until is not None and paper.session is not None:
        zone = paper.session.webinar.timezone
        day = i18n.long_date(paper.embargo_until, zone)
        facts.append(gettext("Text and files are available from %(day)s.", day=day))
    errata = [
        f"{gettext('Erratum')}, {i18n.long_day(one.noted_on)}: {one.text}" for one in entry.errata
    ]
    html = entry.version.body_html if entry.version is not None else ""
    return {
        "title": plain_xml(work.title, lines=False),
        "authors": plain_xml(
            ", ".join(
                f"{one.name} ({one.affiliation})" if one.affiliation else one.name
                for one in work.creators
            ),
            lines=False,
        ),
        "url": work.url,
        "facts": [plain_xml(one, lines=False) for one in facts],
        "errata": [plain_xml(one) for one in errata],
        "abstract": plain_xml(work.abstract, lines=False),
        "blocks": [_block(entry, one) for one in blocks(html)],
    }


def pictures(entries: list[Entry], values: dict[str, Any]) -> dict[str, str]:
    """Key -> name in the storage, of the figures that `told` shows. One statement."""
    shown = {
        block[1] for paper in values["papers"] for block in paper["blocks"] if block[0] == "figure"
    }
    rows = figures_of([entry.paper.id for entry in entries]) if shown else []
    found = {picture_key(paper_id, name): one.storage_name for paper_id, name, one in rows}
    return {key: found[key] for key in sorted(shown & found.keys())}


def _block(entry: Entry, block: Block) -> Block:
    """In characters that a PDF knows; a figure by the key of its picture."""
    if block[0] == "figure":
        return ["figure", picture_key(entry.paper.id, block[1].removeprefix("figures/")), block[2]]
    return [_plain(one) for one in block]


def picture_key(paper_id: int, name: str) -> str:
    """What a figure's picture is called among those of all papers."""
    return f"{paper_id}/{name}"


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return for_xml(value) if isinstance(value, str) else value
