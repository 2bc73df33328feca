"""What Google Scholar, Zotero and library programs read in a page's head.

`citation_*` as Google Scholar's guidelines for webmasters list them, Dublin Core after
DCMI's "Expressing Dublin Core metadata using HTML/XHTML meta and link elements".
"""

from webinar.papers.citing.works import Work
from webinar.speakers.orcid import orcid_address

_GENRES = {"paper": "Text", "handout": "Text", "slides": "InteractiveResource", "poster": "Image"}

#: what the names before a dot stand for, said once in a page's head (the same document, 4.2)
SCHEMAS = {"DC": "http://purl.org/dc/elements/1.1/", "DCTERMS": "http://purl.org/dc/terms/"}


def meta_tags(work: Work) -> list[tuple[str, str]]:
    """(name, content) of each tag, in order."""
    found = [("citation_title", work.title)]
    for creator in work.creators:
        found.append(("citation_author", creator.tagged))
        if creator.affiliation:
            found.append(("citation_author_institution", creator.affiliation))
        if creator.orcid:
            found.append(("citation_author_orcid", orcid_address(creator.orcid)))
    found += [
        ("citation_publication_date", f"{work.issued:%Y/%m/%d}"),
        ("citation_online_date", f"{work.published:%Y/%m/%d}"),
        ("citation_language", work.language),
        ("citation_publisher", work.publisher),
    ]
    if work.doi:
        found.append(("citation_doi", work.doi))
    if work.event is not None:
        found.append(("citation_conference_title", work.event.title))
    if work.abstract:
        found.append(("citation_abstract", work.abstract))
    found.append(("citation_abstract_html_url", work.url))
    if work.is_open:
        found.append(("citation_fulltext_html_url", work.url))
    if work.pdf:
        found.append(("citation_pdf_url", work.pdf))
    return found + _dublin_core(work)


def _dublin_core(work: Work) -> list[tuple[str, str]]:
    found = [("DC.title", work.title)]
    found += [("DC.creator", creator.inverted) for creator in work.creators]
    found += [
        ("DC.date", work.issued.isoformat()),
        ("DC.type", _GENRES.get(work.kind, "Text")),
        ("DC.language", work.language),
        ("DC.publisher", work.publisher),
        ("DC.identifier", work.url),
    ]
    if work.doi:
        found.append(("DC.identifier", f"doi:{work.doi}"))
    if work.rights:
        found.append(("DC.rights", work.licence))
    if work.licence_url:
        found.append(("DCTERMS.license", work.licence_url))
    if work.event is not None:
        found.append(("DC.source", work.event.title))
    if work.abstract:
        found.append(("DC.description", work.abstract))
    return found
