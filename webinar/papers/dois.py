"""Digital object identifiers as people paste them (doi.org; Crossref's recommended shape)."""

import re
from urllib.parse import quote, unquote

#: a registrant's prefix, a slash, and any printable signs but spaces
_DOI = re.compile(r"10\.\d{4,9}/[^\s\x00-\x1f<>\"]+", re.ASCII)
_BEFORE = re.compile(r"(?:https?://)?(?:dx\.|www\.)?doi\.org/|(?:info:)?doi:\s*", re.IGNORECASE)
LONGEST = 200


def read_doi(text: str) -> str | None:
    """`10.1234/abc` from that, from `doi:…` or from an address; None for what is none.

    Names of objects do not tell capitals from small letters: they are kept small, so that one
    is never registered twice.
    """
    found = " ".join(text.split())
    if match := _BEFORE.match(found):
        found = found[match.end() :]
        if match[0].lower().startswith("http") and "%" in found:
            found = unquote(found)
    found = found.rstrip(".,;").lower()
    return found if len(found) <= LONGEST and _DOI.fullmatch(found) else None


def doi_url(doi: str) -> str:
    """The address that leads to it for as long as there is a registry."""
    return "https://doi.org/" + quote(doi, safe="/:;()._-")
