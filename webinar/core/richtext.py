"""Text that people write, turned into HTML that is safe to store and show.

Markdown is CommonMark with tables, strikethrough, footnotes, and what `core/richrules.py` adds:
formulas, figures, joined cells, `<sup>`, `<sub>`, `<br>`. Other HTML in it is shown as text.
Everything passes nh3 with one allow-list before it leaves this module, so what is stored can be
put on a page as it is. No `style=` ever (the CSP forbids it); alignment and frames are classes:
`align-left`, `align-center`, `align-right`, `table-scroll`, `footnotes`, `footnote-ref`,
`footnote-backref`.
"""

import re
from collections.abc import MutableMapping, Sequence
from types import SimpleNamespace
from typing import Any

import nh3
from markdown_it import MarkdownIt, helpers
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from webinar.core import richrules
from webinar.core.mathematics import ATTRIBUTES, ELEMENTS
from webinar.core.richrules import FIGURE, UNREAD
from webinar.core.textstats import (
    Heading,
    headings,
    outline_levels,
    plain_text,
    reading_minutes,
    slugify_heading,
    summary,
    word_count,
)

__all__ = [
    "MAX_SOURCE",
    "Heading",
    "clean_html",
    "headings",
    "plain_text",
    "reading_minutes",
    "render_comment",
    "render_markdown",
    "summary",
    "word_count",
]

#: Longest source that is rendered, in characters: about 40 000 words. The parser takes more than
#: linear time on hostile texts; at this length the worst found takes seconds, not minutes.
MAX_SOURCE = 250_000

#: brackets without an end in one paragraph for which an end is looked for: no person writes more,
#: and each costs a walk through the rest
_MOST_UNCLOSED = 300
LINK_REL = "nofollow ugc noopener"
_Env = MutableMapping[str, Any]
_SCHEMES = {"http", "https", "mailto"}
_LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)

_TAGS = set(
    "p br hr em strong s sub sup a code pre blockquote ul ol li h2 h3 h4 h5 h6 div "
    "table thead tbody tr th td figure figcaption img span".split()
)
_ATTRIBUTES = (
    {
        "img": {"src", "alt", "width", "height", "loading"},
        "a": {"href", "title", "id"},
        "ol": {"start", "type"},
        "li": {"id"},
        "div": {"tabindex"},
        "span": {"tabindex"},
        "pre": {"tabindex"},
        "th": {"colspan", "rowspan"},
        "td": {"colspan", "rowspan"},
    }
    | {f"h{level}": {"id"} for level in range(2, 7)}
    | {tag: set(ATTRIBUTES) for tag in ELEMENTS}
)
_ALIGN = {"align-left", "align-center", "align-right"}
_CLASSES = {
    "div": {"table-scroll", "footnotes", "formula"},
    "span": {"formula"},
    "code": {UNREAD},
    "sup": {"footnote-ref"},
    "a": {"footnote-backref"},
    "th": _ALIGN,
    "td": _ALIGN,
}
_NUMBER = re.compile(r"\d{1,9}")


def _attribute(prefix: str, tag: str, name: str, value: str) -> str | None:
    """Keep an attribute only with a value this module itself could have written."""
    ours = (f"{prefix}-", f"fn-{prefix}-", f"fnref-{prefix}-")
    if name == "href":
        if value.startswith("#"):
            return value if value[1:].startswith(ours) else None
        return value if _LINK.match(value) else None
    if name == "src":
        return value if FIGURE.fullmatch(value) else None
    if name == "loading":
        return value if value == "lazy" else None
    if name == "id":
        return value if value.startswith(ours) else None
    if name == "type":
        return value if value in {"a", "A", "i", "I"} else None
    if name == "tabindex":
        return value if value == "0" else None
    if name in {"start", "colspan", "rowspan"}:
        return value if _NUMBER.fullmatch(value) else None
    return value


def _sanitise(html: str, prefix: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS | ELEMENTS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        link_rel=LINK_REL,
        attribute_filter=lambda tag, name, value: _attribute(prefix, tag, name, value),
    )


def _encodable(source: str) -> str:
    """Replace lone surrogates, which no UTF-8 page (and not nh3) can hold."""
    if len(source) > MAX_SOURCE:
        raise ValueError(f"the text is longer than {MAX_SOURCE} characters")
    return source.encode("utf-8", "replace").decode("utf-8")


class _Links(MarkdownIt):
    """Markdown whose links are web and mail addresses, places in the same text, or its pictures."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return bool(_LINK.match(url)) or url.startswith("#") or bool(FIGURE.fullmatch(url))


def _label_end(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N803
    """The library's search for the end of a link's words, given up where it never succeeds."""
    paragraph, failed = state.env.get("unclosed", ("", 0))
    if paragraph is not state.src:
        failed = 0
    if failed >= _MOST_UNCLOSED:
        return -1
    end = helpers.parseLinkLabel(state, start, disableNested)
    if end < 0:
        state.env["unclosed"] = (state.src, failed + 1)
    return end


def _shift_headings(state: StateCore) -> None:
    """Give headings levels from `top` down without gaps, and unique prefixed ids."""
    opened = [token for token in state.tokens if token.type == "heading_open"]
    levels = outline_levels([int(token.tag[1]) for token in opened], top=state.env["top"])
    taken: dict[str, int] = {}
    position = iter(zip(opened, levels, strict=True))
    current = ""
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open":
            _, level = next(position)
            current = f"h{level}"
            title = _text_of(state.tokens[index + 1])
            token.attrSet("id", slugify_heading(title, state.env["docId"], taken))
            token.tag = current
        elif token.type == "heading_close":
            token.tag = current


def _text_of(inline: Token) -> str:
    return "".join(
        child.content
        for child in inline.children or []
        if child.type in {"text", "code_inline", "math_inline"}
    )


def _aim_local_links(state: StateCore) -> None:
    """`[see](#method)` means the heading "Method", whose id carries our prefix."""
    prefix = state.env["docId"]
    for token in state.tokens:
        for child in token.children or []:
            href = child.attrGet("href") if child.type == "link_open" else None
            if isinstance(href, str) and href.startswith("#"):
                child.attrSet("href", f"#{prefix}-{href[1:]}")


def _align_by_class(state: StateCore) -> None:
    for token in state.tokens:
        style = token.attrs.pop("style", None) if token.type in {"th_open", "td_open"} else None
        if isinstance(style, str):
            token.attrSet("class", "align-" + style.removeprefix("text-align:"))


_LETTERED = re.compile(r"\(([a-z]|[ivx]+|[A-Z]|[IVX]+)\)[ \t]+")
_ROMAN = "i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split()


def _lettered_lists(state: StateCore) -> None:
    """A bullet list of "(a) ...", "(b) ..." becomes a real lettered list.

    CommonMark has no such lists; written with the letters inside the bullets the source stays
    readable everywhere, and here it becomes `<ol type="a">` (or "i" for roman numbers).
    """
    tokens = state.tokens
    for start, token in enumerate(tokens):
        if token.type != "bullet_list_open":
            continue
        end = next(
            index
            for index in range(start, len(tokens))
            if tokens[index].type == "bullet_list_close" and tokens[index].level == token.level
        )
        firsts = [
            tokens[index + 2]
            for index in range(start, end)
            if tokens[index].type == "list_item_open" and tokens[index].level == token.level + 1
            if tokens[index + 2].type == "inline"
        ]
        matches = [_LETTERED.match(inline.content) for inline in firsts]
        items = sum(
            tokens[index].type == "list_item_open" and tokens[index].level == token.level + 1
            for index in range(start, end)
        )
        marks = [match.group(1) for match in matches if match]
        if len(marks) != items or not marks:
            continue
        small = [mark.lower() for mark in marks]
        if small == _ROMAN[: len(marks)] and (len(marks) > 1 or small[0] == "i"):
            kind = "i"
        elif small == [chr(ord("a") + index) for index in range(min(len(marks), 26))]:
            kind = "a"
        else:
            continue
        is_large = marks == [mark.upper() for mark in marks]
        if not is_large and marks != small:
            continue
        token.tag = tokens[end].tag = "ol"
        token.attrSet("type", kind.upper() if is_large else kind)
        for inline in firsts:
            child = (inline.children or [])[0]
            child.content = _LETTERED.sub("", child.content, count=1)


def _build() -> MarkdownIt:
    markdown = _Links("commonmark", {"html": False, "xhtmlOut": False})
    own = vars(helpers) | {"parseLinkLabel": _label_end}
    markdown.helpers = SimpleNamespace(**own)  # type: ignore[assignment]
    markdown.enable(["table", "strikethrough"]).use(footnote_plugin, inline=False)
    richrules.install(markdown)
    # The levels are settled after the inline text is known and before footnotes move their parts.
    markdown.core.ruler.after("inline", "headings", _shift_headings)
    markdown.core.ruler.after("headings", "local_links", _aim_local_links)
    markdown.core.ruler.after("local_links", "alignment", _align_by_class)
    markdown.core.ruler.after("alignment", "lettered_lists", _lettered_lists)

    def rule(html: str) -> Any:
        def render(tokens: Sequence[Token], index: int, options: Any, env: _Env) -> str:
            return html

        return render

    def code(tokens: Sequence[Token], index: int, options: Any, env: _Env) -> str:
        # Focusable, because a long line scrolls sideways and must do so by keyboard as well.
        return f'<pre tabindex="0"><code>{escapeHtml(tokens[index].content)}</code></pre>\n'

    def caption(tokens: Sequence[Token], index: int, options: Any, env: _Env) -> str:
        # The same number wherever the note is meant; the plugin's own says "1:1" the second time.
        return f"[{tokens[index].meta['id'] + 1}]"

    rules: dict[str, Any] = markdown.renderer.rules  # type: ignore[attr-defined]
    rules["fence"] = rules["code_block"] = code
    rules["table_open"] = rule('<div class="table-scroll" tabindex="0"><table>\n')
    rules["table_close"] = rule("</table></div>\n")
    rules["footnote_caption"] = caption
    rules["footnote_block_open"] = rule('<div class="footnotes"><hr>\n<ol>\n')
    rules["footnote_block_close"] = rule("</ol></div>\n")
    return markdown


_MARKDOWN = _build()
_COMMENT = MarkdownIt("zero", {"html": False, "breaks": True, "xhtmlOut": False}).enable(
    ["emphasis", "newline", "escape"]
)


def render_markdown(source: str, *, top: int = 2, prefix: str = "text") -> str:
    """The Markdown as safe HTML.

    The first heading gets level `top`, the others follow without a gap. Every id in the result
    begins with `prefix-`, `fn-prefix-` or `fnref-prefix-`; give another prefix to each further
    text on the same page. Raises ValueError above MAX_SOURCE characters.
    """
    html = _MARKDOWN.render(_encodable(source), {"docId": prefix, "top": top})
    return _sanitise(html, prefix)


def render_comment(source: str) -> str:
    """Paragraphs, line breaks and emphasis; links stay the plain text that was typed."""
    html = _COMMENT.render(_encodable(source))
    return nh3.clean(html, tags={"p", "br", "em", "strong"}, attributes={}, link_rel=None)


def clean_html(html: str, *, top: int = 2, prefix: str = "text") -> str:
    """HTML from elsewhere (a word processor) reduced to what `render_markdown` could write.

    Ids of the original are dropped (they could clash with the page's), headings get our levels
    and ids, links other than http, https and mailto lose their address.
    """
    tags = (_TAGS | {"h1"}) - {"img", "figure", "figcaption"}
    bare = nh3.clean(
        _encodable(html),
        tags=tags,
        attributes={tag: names - {"id"} for tag, names in _ATTRIBUTES.items()},
        url_schemes=_SCHEMES,
        link_rel=LINK_REL,
        attribute_filter=lambda tag, name, value: _attribute("\0", tag, name, value),
    )
    # After nh3 the markup is well formed and headings carry no attributes.
    found = re.findall(r"<h([1-6])>(.*?)</h\1>", bare, flags=re.DOTALL)
    levels = iter(outline_levels([int(level) for level, _ in found], top=top))
    taken: dict[str, int] = {}

    def renamed(match: re.Match[str]) -> str:
        level, inner = next(levels), match.group(2)
        anchor = escapeHtml(slugify_heading(plain_text(inner), prefix, taken))
        return f'<h{level} id="{anchor}">{inner}</h{level}>'

    shifted = re.sub(r"<h([1-6])>(.*?)</h\1>", renamed, bare, flags=re.DOTALL)
    return _sanitise(shifted, prefix)
