"""What a PDF says of itself: pages, text for the search, a picture of its first page."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from webinar.core.pdfgate import PROTECTED
from webinar.core.sandbox import UNREADABLE, ConversionFailed, run
from webinar.core.text import clean

#: Text kept for the search, in characters, and pages read for it.
MAX_TEXT = 2_000_000
MAX_PAGES = 3_000
#: Width of the picture of page one, and its greatest height, in pixels.
COVER_WIDTH, COVER_HEIGHT = 960, 1600


#: titles that programs write by themselves
_OF_PROGRAMS = re.compile(
    r"untitled|microsoft word - .*|.*\.(?:docx?|odt|tex|pdf|indd)", re.IGNORECASE
)


@dataclass(frozen=True)
class PdfFacts:
    """`pages` is their number, `text` all words, `cover_webp` page one as a WebP picture.

    `is_cut`: there were more words than are kept.
    """

    pages: int
    text: str
    cover_webp: bytes
    is_cut: bool
    #: "title" and "authors" as the file names them, where it does
    said: dict[str, Any] = field(default_factory=dict)


def pdf_facts(path: Path, *, seconds: float = 60) -> PdfFacts:
    """Read the PDF in the sandbox. Raises ConversionFailed with a sentence for its owner."""
    said = run("webinar.core.pdf:_read", {"path": str(path.resolve())}, seconds=seconds)
    return PdfFacts(**said)


def _read(path: str) -> dict[str, Any]:
    """Runs in the child process."""
    from webinar.core.images import webp

    document = _opened(path)
    pages = len(document)
    if not pages:
        raise ConversionFailed(UNREADABLE)
    parts: list[str] = []
    length = 0
    first = None
    for number in range(min(pages, MAX_PAGES)):
        page = _page(document, number)
        if page is None:
            continue
        first = first or page
        words = page.get_textpage().get_text_bounded()
        parts.append(words.replace("\r\n", "\n").replace("\0", ""))
        length += len(parts[-1])
        if length > MAX_TEXT:
            break
    is_cut = length > MAX_TEXT or pages > MAX_PAGES
    if first is None:
        raise ConversionFailed(UNREADABLE)
    width, height = first.get_size()
    scale = min(COVER_WIDTH / max(width, 1), COVER_HEIGHT / max(height, 1))
    picture = first.render(scale=scale).to_pil().convert("RGB")
    text = "\n\n".join(parts)[:MAX_TEXT].encode("utf-8", "ignore").decode()
    return {
        "pages": pages,
        "text": text.strip(),
        "cover_webp": webp(picture),
        "is_cut": is_cut,
        "said": _said(document),
    }


def _page(document: Any, number: int) -> Any:
    """None for one that is damaged: the others are read all the same."""
    import pypdfium2

    try:
        return document[number]
    except pypdfium2.PdfiumError:
        return None


def _opened(path: str) -> Any:
    import pypdfium2  # 15 MB of library that only the child needs

    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        protected = "password" in str(error).lower()
        raise ConversionFailed(PROTECTED if protected else UNREADABLE) from None


def _open(path: str) -> None:
    """Whether a reader opens it without a password; runs in the child process."""
    _opened(path)


def _said(document: Any) -> dict[str, Any]:
    """Title and authors in the file's own data (ISO 32000-1, 14.3.3)."""
    try:
        told = document.get_metadata_dict(skip_empty=True)
    except Exception:  # noqa: BLE001
        # What a file says of itself is a gift, not a need.
        return {}
    title = clean(told.get("Title", ""), lines=False)[:300]
    if _OF_PROGRAMS.fullmatch(title):
        title = ""
    names = [
        clean(name, lines=False)[:200]
        for name in re.split(r"\s*[;]\s*|\s+and\s+|\s*,\s+(?=\w+\s\w)", told.get("Author", ""))
    ]
    return {"title": title, "authors": [name for name in names if name][:20]}
