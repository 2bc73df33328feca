"""A handed-in file becomes the Markdown the paper is made of, or words for the search.

`convert(path, kind)` is the way in; the parsers run in `core.sandbox` and know no database. A
document whose headings and lists are only typed (plain paragraphs, "1." by hand) goes through
`recognition` like pasted text, so both ways give the same structure.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from webinar.core.pdf import MAX_TEXT, pdf_facts
from webinar.core.plainerror import N_, PlainError
from webinar.core.richtext import MAX_SOURCE, plain_text, render_markdown
from webinar.core.sandbox import ConversionFailed, run
from webinar.core.textfiles import read_text
from webinar.papers import marks
from webinar.papers.figures import MOST_FIGURES, figure_of, written_anew
from webinar.papers.htmlmarkdown import html_to_markdown
from webinar.papers.opendocument import odt_to_html
from webinar.papers.recognition import is_markdown, recognise, to_markdown
from webinar.papers.slides import pptx_outline
from webinar.papers.worddocument import docx_to_html

TOO_MUCH_TEXT = N_(
    "This file holds more text than a page can show. It is kept as a file, and search finds its"
    " words."
)
CUT_SHORT = N_("Search finds only the beginning of this file: it holds too many words.")
NO_WORDS = N_(
    "No text was found in this file; perhaps it holds only pictures. Hand it in as PDF instead."
)

#: a document that has any of these is as its author made it; one without was only typed
_HAS_STRUCTURE = re.compile(r"<(?:h[1-6]|ul|ol|table|img|blockquote|pre)[ >]|\ue000")
_PROGRAM = re.compile(r"<pre>(.*?)</pre>", re.DOTALL)
_PARAGRAPHS, _BETWEEN = "<p>%s</p>", "</p><p>"


@dataclass(frozen=True)
class Converted:
    """What a file gives.

    `markdown` is the paper's body ("" for PDF and PPTX, which are shown as files), `pasted` the
    text to hand to `recognition.recognise` so that its author confirms suggestions, `text` the
    plain words for the search (the beginning of very many), `pages` and `cover_webp` a PDF's number
    of pages and first page, `figures` its pictures as WebP by the names under which the Markdown
    shows them, `pictures_left_out` how many could not be taken over, `trouble` an untranslated
    sentence about what could not be had.
    """

    markdown: str
    pasted: str
    text: str
    pages: int | None = None
    cover_webp: bytes | None = None
    figures: dict[str, bytes] = field(default_factory=dict)
    pictures_left_out: int = 0
    #: title and authors as a PDF names them, for their author to confirm
    said: dict[str, Any] = field(default_factory=dict)
    trouble: str = ""


def convert(path: Path, kind: str, *, seconds: float = 30, for_search: bool = False) -> Converted:
    """Read a file that `core.filetypes.inspect_upload` accepted as `kind`.

    `for_search` takes texts that are too long for a page: of these only `text` is given. Pictures
    are made for it as well; their names are the same without.

    Raises ConversionFailed with a sentence for its owner. Takes up to `seconds` of processor
    time; call it from a job or with a short limit.
    """
    if kind == "pdf":
        facts = pdf_facts(path, seconds=seconds)
        trouble = CUT_SHORT if facts.is_cut else ""
        return Converted(
            "", "", facts.text, facts.pages, facts.cover_webp, said=facts.said, trouble=trouble
        )
    said = run(
        "webinar.papers.conversion:_read",
        {"path": str(path.resolve()), "kind": kind, "with_figures": for_search},
        seconds=seconds,
    )
    found = Converted(**said)
    if found.trouble and not for_search:
        raise ConversionFailed(TOO_MUCH_TEXT)
    return found


def _read(path: str, kind: str, with_figures: bool) -> dict[str, Any]:
    """Runs in the child process."""
    file = Path(path)
    try:
        if kind == "pptx":
            return {"markdown": "", "pasted": "", "text": pptx_outline(file)}
        if kind == "tex":
            return {"markdown": "", "pasted": "", "text": tex_words(read_text(file))[:MAX_TEXT]}
        if kind in {"markdown", "text"}:
            return _from_words(read_text(file), pictures=0)
        pictures = _Pictures()
        html = (docx_to_html if kind == "docx" else odt_to_html)(file, pictures.keep)
    except PlainError as error:
        raise ConversionFailed(error.message, **error.values) from None
    answer = _from_html(html, pictures.left_out)
    if with_figures:
        answer["figures"] = written_anew(pictures.found)
    return answer


class _Pictures:
    """Pictures of a document, named as they are met."""

    def __init__(self) -> None:
        self.found: dict[str, bytes] = {}
        self.left_out = 0

    def keep(self, data: bytes) -> dict[str, str]:
        figure = figure_of(data)
        if figure is None or (len(self.found) >= MOST_FIGURES and figure.source not in self.found):
            self.left_out += 1
            return {}
        self.found[figure.source] = data
        return {"src": figure.source}


def tex_words(source: str) -> str:
    """The words of a TeX source for the search; it is never run."""
    words = re.sub(r"(?<!\\)%.*", "", source)
    words = re.sub(
        r"\\(?:begin|end|label|ref|cite\w*|usepackage|documentclass|input|include)\b"
        r"(?:\[[^\]]*\])?\{[^{}]*\}",
        " ",
        words,
    )
    words = re.sub(r"\\[a-zA-Z]+\*?|\\[^a-zA-Z]|[{}$&~^_]", " ", words)
    return re.sub(r"[ \t]+", " ", re.sub(r"\s*\n\s*", "\n", words)).strip()


def _from_html(html: str, pictures: int) -> dict[str, Any]:
    programs = _PROGRAM.findall(html)
    if 2 * sum(map(len, programs)) > len(html):
        # LibreOffice opens every text file in the style of programs; nobody's paper is one.
        html = _PROGRAM.sub(lambda found: _PARAGRAPHS % found[1].replace("\n", _BETWEEN), html)
    if _HAS_STRUCTURE.search(html):
        markdown = html_to_markdown(html)
        return _answer(markdown, markdown, pictures)
    return _from_words(_typed_text(html), pictures)


def _typed_text(html: str) -> str:
    """Paragraphs that carry no structure, as the text somebody would have pasted.

    Whoever leaves empty ones between writes line by line, as in a program without paragraphs.
    Links, emphasis and raised words within a line stay, written as Markdown.
    """
    found = re.findall(r"<p(?: [^>]*)?>(.*?)</p>", marks.POINTS.sub("", html), re.DOTALL)
    lines = [_typed_line(line) for line in found]
    if any(not line for line in lines):
        return "\n".join(lines)
    return "\n\n".join(part for line in lines for part in line.split("\n"))


def _typed_line(html: str) -> str:
    words = plain_text(html)
    whole = re.sub(r"^(?:<(?:strong|em)>)+|(?:</(?:strong|em)>)+$", "", html)
    if not re.search(r"<(?:strong|em|s|sup|sub|code|a)[ >]", whole):
        return words
    return html_to_markdown(whole).replace("\\\n", "\n").strip()


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
