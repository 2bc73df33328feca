"""The forms of a citation that stand beside a paper's page."""

from collections.abc import Callable
from dataclasses import dataclass

from webinar.papers.citing.bibtex import bibtex
from webinar.papers.citing.csl import csl_json
from webinar.papers.citing.ris import ris
from webinar.papers.citing.works import Work


@dataclass(frozen=True)
class Form:
    #: what people call it
    name: str
    #: without a character set
    media_type: str
    write: Callable[[Work], str]


#: what stands behind the page's address, in place of its last slash -> the form
FORMS = {
    ".bib": Form("BibTeX", "application/x-bibtex", bibtex),
    ".ris": Form("RIS", "application/x-research-info-systems", ris),
    ".csl.json": Form("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
}
