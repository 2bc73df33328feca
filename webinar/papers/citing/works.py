"""What all forms of a citation are told from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from flask import current_app

from webinar.core import clock
from webinar.organization.queries import site
from webinar.papers.dois import doi_url
from webinar.papers.licences import rights
from webinar.papers.models import Paper, PaperFile
from webinar.papers.visibility import is_text_open
from webinar.speakers.sorting import NameParts, is_group, name_parts, plain_name


@dataclass(frozen=True)
class Creator:
    """Who wrote it, as the name stands on the paper."""

    name: str
    affiliation: str = ""
    #: "0000-0002-1825-0097", or empty
    orcid: str = ""
    #: address of a public profile, or empty
    url: str = ""

    @property
    def parts(self) -> NameParts:
        return name_parts(self.name)

    @property
    def inverted(self) -> str:
        """`Family, Given, Suffix`, as lists are sorted."""
        return ", ".join(part for part in self.parts if part)

    @property
    def tagged(self) -> str:
        """As Google Scholar wants it and Zotero takes it apart.

        Zotero reads "A B, C D" as two people, so that only a name such as "Ana Maria de la Cruz"
        stands in its spoken order.
        """
        family, given, _suffix = self.parts
        return plain_name(self.name) if " " in family and " " in given else self.inverted

    @property
    def is_group(self) -> bool:
        return is_group(self.name)


@dataclass(frozen=True)
class Event:
    """The webinar that it was given at."""

    title: str
    url: str
    #: the day on the webinar's own clock
    day: date
    #: where people met; empty online
    place: str = ""


@dataclass(frozen=True)
class Work:
    """A published paper in the version that readers see; every address is absolute."""

    #: random and fixed: what identifiers are made of
    key: str
    title: str
    #: paper, slides, handout or poster
    kind: str
    #: BCP 47
    language: str
    creators: tuple[Creator, ...]
    abstract: str
    url: str
    publisher: str
    #: the day of its publication on the site's clock
    published: date
    event: Event | None
    version: int
    #: (address, media type) of the files that readers may take
    files: tuple[tuple[str, str], ...] = ()
    #: "10.1234/abc", or empty
    doi: str = ""
    #: terms in words, and their address where they have one; empty where none are named
    licence: str = ""
    licence_url: str = ""
    #: readers get text and files, not only what stands around them
    is_open: bool = True

    @property
    def doi_url(self) -> str:
        """Where the DOI leads for ever, or empty."""
        return doi_url(self.doi) if self.doi else ""

    @property
    def rights(self) -> str:
        """The terms as one line with their address, or empty."""
        return f"{self.licence}, {self.licence_url}" if self.licence_url else self.licence

    @property
    def issued(self) -> date:
        """Its date in a list of references: when it was given, else when it came out."""
        return self.event.day if self.event is not None else self.published

    @property
    def pdf(self) -> str:
        """Address of the first PDF, or empty."""
        return next((url for url, kind in self.files if kind == "application/pdf"), "")


def present_work(paper: Paper, files: Iterable[PaperFile]) -> Work:
    """A paper of this site as readers see it, with the files of the version they see."""
    here = site()
    return work_of(
        paper,
        files,
        base=str(current_app.config["BASE_URL"]),
        publisher=here.name,
        timezone=here.timezone,
    )


def paper_url(slug: str) -> str:
    """The address of a paper's page."""
    return _address(str(current_app.config["BASE_URL"]), "papers", slug)


def work_of(
    paper: Paper, files: Iterable[PaperFile], *, base: str, publisher: str, timezone: str
) -> Work:
    """The same for any site: `base` is its address, `timezone` its IANA zone."""
    session, event = paper.session, None
    page = _address(base, "papers", paper.slug)
    if session is not None:
        webinar, room = session.webinar, session.effective_room
        event = Event(
            title=webinar.title,
            url=_address(base, "webinars", webinar.slug),
            day=session.starts_at.astimezone(clock.zone(webinar.timezone)).date(),
            place=room.place if room is not None else "",
        )
    published = paper.published_at or paper.created_at
    licence, licence_url = rights(paper.licence, paper.licence_words)
    return Work(
        key=paper.public_id,
        title=paper.title,
        kind=paper.kind,
        language=paper.language,
        creators=tuple(
            Creator(
                author.name,
                author.affiliation,
                author.orcid,
                _address(base, "speakers", author.speaker.slug) if author.speaker else "",
            )
            for author in paper.authors
        ),
        abstract=" ".join(paper.abstract.split()),
        url=page,
        publisher=publisher,
        published=published.astimezone(clock.zone(timezone)).date(),
        event=event,
        version=paper.current_number,
        files=tuple(
            (f"{page}files/{quote(file.name, safe='')}", file.file.media_type) for file in files
        ),
        doi=paper.doi or "",
        licence=licence,
        licence_url=licence_url,
        is_open=is_text_open(paper),
    )


def _address(base: str, kind: str, slug: str) -> str:
    """In ASCII, as headers and lists of references need it (RFC 3986)."""
    return f"{base}/{kind}/{quote(slug, safe='')}/"
