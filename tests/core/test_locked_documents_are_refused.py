"""PDFs that other programs encrypted: nobody opens one, or it opens and forbids the rest.

`tests/data/locked` was made by qpdf 11.3 and pypdf 7.1 from one page of fpdf2, by every cipher of
ISO 32000-2 (7.6), with cross-reference streams and without ("streams").
"""

from pathlib import Path

import pytest

from webinar.core.filetypes import PAPER_KINDS, Refused, inspect_upload

pytestmark = pytest.mark.checklist(39)
LOCKED = sorted((Path(__file__).parent.parent / "data" / "locked").glob("*.pdf"))


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.stem)
def test_each_is_told_what_it_is(path):
    needs_password = "user" in path.stem
    part = "protected by a password" if needs_password else "opens without a password, but"
    with pytest.raises(Refused, match=part):
        inspect_upload(path, "paper.pdf", PAPER_KINDS, 50_000_000)
