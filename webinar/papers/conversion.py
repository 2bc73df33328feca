"""A handed-in file becomes the Markdown the paper is made of, or words for the search.

`convert(path, kind)` is the way in; the parsers run in `core.sandbox` and know no database. A
document whose headings and lists are only typed (plain paragraphs, "1." by hand) goes through
`recognition` like pasted text, so both ways give the same structure.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from webinar.core.archives import open_archive, parse_xml, read_member
from webinar.core.pdf import MAX_TEXT, pdf_facts
from webinar.core.plainerror import N_, PlainError
from webinar.core.richtext import MAX_SOURCE, plain_text, render_markdown
from webinar.core.sandbox import ConversionFailed, run
from webinar.core.textfiles import read_text
from webinar.papers.htmlmarkdown import html_to_markdown
from webinar.papers.opendocument import odt_to_html
from webinar.papers.recognition import is_markdown, recognise, to_markdown
from webinar.papers.slides import pptx_outline

TOO_MUCH_TEXT = N_(
    "This file holds more text than a page can show. It is kept as a file, and search finds its"
    " words."
)
CUT_SHORT = N_("Search finds only the beginning of this file: it holds too many words.")
NO_WORDS = N_(
    "No text was found in this file; perhaps it holds only pictures. Hand it in as PDF instead."
)

# The deeper list styles say their depth by their name only (ECMA-376 part 1, section 17.9.23).
_DEEPER = "\n".join(
    f"p[style-name='List {name} {depth}'] => {'ul|ol > li > ' * (depth - 1)}{tag} > li:fresh"
    for name, tag in (("Bullet", "ul"), ("Number", "ol"))
    for depth in (2, 3, 4, 5)
)
_STYLES = f"""p[style-name='Title'] => h1:fresh
p[style-name='Quote'] => blockquote:fresh
{_DEEPER}"""

ConvertibleKind = Literal["docx", "odt", "markdown", "text", "pptx", "pdf"]


@dataclass(frozen=True)
class Converted:
    """What a file gives.

    `markdown` is the paper's body ("" for PDF and PPTX, which are shown as files), `pasted` the
    text to hand to `recognition.recognise` so that its author confirms suggestions, `text` the
    plain words for the search (the beginning of very many), `pages` and `cover_webp` a PDF's number
    of pages and first page, `pictures_left_out` how many pictures of the document were not taken
    over, `trouble` an untranslated sentence about what could not be had.
    """

    markdown: str
    pasted: str
    text: str
    pages: int | None = None
    cover_webp: bytes | None = None
    pictures_left_out: int = 0
    trouble: str = ""


def convert(path: Path, kind: str, *, seconds: float = 30, for_search: bool = False) -> Converted:
    """Read a file that `core.filetypes.inspect_upload` accepted as `kind`.

    `for_search` takes texts that are too long for a page: of these only `text` is given.

    Raises ConversionFailed with a sentence for its owner. Takes up to `seconds` of processor
    time; call it from a job or with a short limit.
    """
    if kind == "pdf":
        facts = pdf_facts(path, seconds=seconds)
        trouble = CUT_SHORT if facts.is_cut else ""
        return Converted("", "", facts.text, facts.pages, facts.cover_webp, trouble=trouble)
    said = run(
        "webinar.papers.conversion:_read",
        {"path": str(path.resolve()), "kind": kind},
        seconds=seconds,
    )
    found = Converted(**said)
    if found.trouble and not for_search:
        raise ConversionFailed(TOO_MUCH_TEXT)
    return found


def _read(path: str, kind: str) -> dict[str, Any]:
    """Runs in the child process."""
    file = Path(path)
    try:
        if kind == "pptx":
            return {"markdown": "", "pasted": "", "text": pptx_outline(file)}
        if kind in {"markdown", "text"}:
            return _from_words(read_text(file), pictures=0)
        html, pictures = _docx_html(file) if kind == "docx" else (odt_to_html(file), 0)
    except PlainError as error:
        raise ConversionFailed(error.message, **error.values) from None
    return _from_html(html, pictures)


def _docx_html(path: Path) -> tuple[str, int]:
    """The document by mammoth, pictures left out and counted."""
    import mammoth  # 1 MB that only the child needs

    with open_archive(path) as archive:
        # mammoth's own parser would expand entities; ours refuses them.
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                parse_xml(read_member(archive, name))
    pictures = 0

    def left_out(image: object) -> dict[str, str]:
        nonlocal pictures
        pictures += 1
        return {}

    with path.open("rb") as file:
        result = mammoth.convert_to_html(
            file,
            convert_image=mammoth.images.img_element(left_out),
            include_embedded_style_map=False,
            style_map=_STYLES,
        )
    return result.value, pictures


def _from_html(html: str, pictures: int) -> dict[str, Any]:
    if re.search(r"<(?:h[1-6]|ul|ol|table)[ >]", html):
        markdown = html_to_markdown(html)
        return _answer(markdown, markdown, pictures)
    return _from_words(_typed_text(html), pictures)


def _typed_text(html: str) -> str:
    """Paragraphs that carry no structure, as the text somebody would have pasted."""
    return "\n\n".join(plain_text(html).split("\n"))


def _from_words(text: str, pictures: int) -> dict[str, Any]:
    if len(text) > MAX_SOURCE:
        return _only_for_search(text)
    markdown = text if is_markdown(text) else to_markdown(recognise(text), set())
    return _answer(markdown, text, pictures)


def _only_for_search(text: str) -> dict[str, Any]:
    trouble = CUT_SHORT if len(text) > MAX_TEXT else TOO_MUCH_TEXT
    return {"markdown": "", "pasted": "", "text": text[:MAX_TEXT], "trouble": trouble}


def _answer(markdown: str, pasted: str, pictures: int) -> dict[str, Any]:
    if max(len(markdown), len(pasted)) > MAX_SOURCE:
        return _only_for_search(markdown)
    if not markdown.strip():
        raise ConversionFailed(NO_WORDS)
    return {
        "markdown": markdown,
        "pasted": pasted,
        "text": plain_text(render_markdown(markdown)),
        "pictures_left_out": pictures,
    }
