"""What our Markdown knows beyond CommonMark.

Formulas, figures, joined cells of tables, raised and lowered words, line ends in cells.
"""

import re
from collections import Counter
from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath.index import math_block_dollar, math_inline_dollar

from webinar.core.mathematics import mathml

#: formulas of one text, and characters of TeX in all of them, that are read; others stay as typed
_MOST_FORMULAS, _MOST_TEX = 1500, 60_000
#: a picture of the same text: name by content, width and height in pixels (papers/figures.py)
FIGURE = re.compile(r"figures/[0-9a-f]{20}-([1-9]\d{0,3})x([1-9]\d{0,3})\.webp", re.ASCII)
UNREAD = "formula-unread"
#: signs of a formula within a line, of which more need a box of their own
_SIGN, _MOST_SIGNS = re.compile("<m[ion]>"), 14
_UP, _LEFT = "^^", "<<"
#: the tags that mean what they say; all others are shown as they are typed
_RAISED = re.compile(r"<(su[bp])>([^<>\n]{1,200})</\1>")
_LINE_END = re.compile(r"<br ?/?>")
_Env = MutableMapping[str, Any]


def install(markdown: MarkdownIt) -> None:
    """Add the rules to a parser that knows tables."""
    markdown.inline.ruler.before("escape", "math_inline", math_inline_dollar(False, False, True))
    markdown.block.ruler.before(
        "fence", "math_block", math_block_dollar(False, None, False), {"alt": ["paragraph"]}
    )
    markdown.inline.ruler.before("autolink", "raised", _raised)
    markdown.core.ruler.after("inline", "joined_cells", _join_cells)
    markdown.core.ruler.after("joined_cells", "empty_heads", _plain_empty_heads)
    markdown.core.ruler.after("empty_heads", "figures", _stand_alone)
    rules: dict[str, Any] = markdown.renderer.rules  # type: ignore[attr-defined]
    rules["math_inline"], rules["math_inline_double"] = _inline_formula, _inline_formula
    rules["math_block"], rules["image"] = _block_formula, _image
    rules["figure"] = _figure


def unread_formulas(html: str) -> list[str]:
    """Formulas of a rendered text that could not be read, as they were typed (escaped)."""
    return re.findall(rf'<code class="{UNREAD}">(.*?)</code>', html, re.DOTALL)


def _raised(state: StateInline, silent: bool) -> bool:
    """`10<sup>6</sup>`, `CO<sub>2</sub>`, and `<br>`, without which a cell has one line."""
    if found := _LINE_END.match(state.src, state.pos, state.posMax):
        if not silent:
            state.push("hardbreak", "br", 0)
    elif found := _RAISED.match(state.src, state.pos, state.posMax):
        if not silent:
            end = state.posMax
            state.push(f"{found[1]}_open", found[1], 1)
            state.pos, state.posMax = found.span(2)
            state.md.inline.tokenize(state)
            state.push(f"{found[1]}_close", found[1], -1)
            state.posMax = end
    else:
        return False
    state.pos = found.end()
    return True


def _formula(tex: str, env: _Env, *, is_block: bool) -> str:
    count, size = env.get("formulas", (0, 0))
    env["formulas"] = count + 1, size + len(tex)
    if count >= _MOST_FORMULAS or size + len(tex) > _MOST_TEX:
        return ""
    return mathml(tex, is_block=is_block)


def _inline_formula(tokens: Sequence[Token], index: int, options: Any, env: _Env) -> str:
    tex, sign = tokens[index].content, tokens[index].markup
    found = _formula(tex, env, is_block=False)
    if len(_SIGN.findall(found)) > _MOST_SIGNS:
        # Wider than a phone, and no line can break in it.
        return f'<span class="formula" tabindex="0">{found}</span>'
    return found or f'<code class="{UNREAD}">{escapeHtml(sign + tex + sign)}</code>'


def _block_formula(tokens: Sequence[Token], index: int, options: Any, env: _Env) -> str:
    tex = tokens[index].content
    if found := _formula(tex, env, is_block=True):
        # Focusable like a table: a long formula scrolls sideways, by keyboard as well.
        return f'<div class="formula" tabindex="0">{found}</div>\n'
    return f'<pre tabindex="0"><code class="{UNREAD}">{escapeHtml(f"$${tex}$$")}</code></pre>\n'


def _image(tokens: Sequence[Token], index: int, options: Any, env: _Env) -> str:
    token = tokens[index]
    source, words = str(token.attrGet("src") or ""), escapeHtml(_plain(token))
    size = FIGURE.fullmatch(source)
    if size is None:
        # Pictures from elsewhere would report each reader to a stranger; their text is kept.
        return words
    return f'<img src="{source}" alt="{words}" width="{size[1]}" height="{size[2]}" loading="lazy">'


def _plain(image: Token) -> str:
    return "".join(
        " " if child.type in {"softbreak", "hardbreak"} else child.content
        for child in image.children or []
    )


def _figure(tokens: Sequence[Token], index: int, options: Any, env: _Env) -> str:
    image = tokens[index]
    caption = escapeHtml(str(image.attrGet("title") or ""))
    under = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{_image(tokens, index, options, env)}{under}</figure>\n"


def _stand_alone(state: StateCore) -> None:
    """A paragraph that is one picture of ours becomes a figure, its title the caption."""
    kept: list[Token] = []
    skip = False
    for token in state.tokens:
        if skip:
            skip = False
            continue
        children = token.children or []
        if (
            token.type == "inline"
            and kept
            and kept[-1].type == "paragraph_open"
            and [child.type for child in children] == ["image"]
            and FIGURE.fullmatch(str(children[0].attrGet("src") or ""))
        ):
            opened = kept.pop()
            figure = children[0]
            figure.type, figure.block, figure.level = "figure", True, opened.level
            kept.append(figure)
            skip = True
        else:
            kept.append(token)
    state.tokens = kept


def _join_cells(state: StateCore) -> None:
    """A cell "^^" belongs to the one above it, "<<" to the one before it.

    Joined cells are a rectangle: what would make another shape stays as it was typed.
    """
    above: list[int] = []
    cells: list[int] = []
    taken: set[int] = set()
    for index, token in enumerate(state.tokens):
        if token.type in {"table_open", "tbody_open"}:
            above = []
        elif token.type == "tr_open":
            cells = []
        elif token.type in {"th_open", "td_open"}:
            cells.append(index)
        elif token.type == "tr_close":
            row = _owners(cells, above, state.tokens)
            over = set(above)
            for owner, columns in Counter(row).items():
                name, more = ("rowspan", 1) if owner in over else ("colspan", columns - 1)
                _widen(state.tokens[owner], name, more)
            joined = (cell for cell, owner in zip(cells, row, strict=True) if cell != owner)
            taken.update(part for cell in joined for part in range(cell, cell + 3))
            above = row
    if taken:
        state.tokens = [token for at, token in enumerate(state.tokens) if at not in taken]


def _owners(cells: list[int], above: list[int], tokens: list[Token]) -> list[int]:
    """For each column of a row the cell that stands there: one of the row's own, or of `above`."""
    row: list[int] = []
    over_all = set(above)
    for column, cell in enumerate(cells):
        words = tokens[cell + 1].content.strip()
        over = above[column] if column < len(above) else None
        if words == _UP and over is not None:
            row.append(over)
        elif words == _LEFT and row and (row[-1] == over or row[-1] not in over_all):
            row.append(row[-1])
        else:
            row.append(cell)
    # Beneath a cell from above there are some of its columns: all of them, or it ends there.
    here, before = Counter(row), Counter(above)
    return [
        owner if here[owner] == before.get(owner, here[owner]) else cell
        for cell, owner in zip(cells, row, strict=True)
    ]


def _plain_empty_heads(state: StateCore) -> None:
    """A cell of the head without words, such as the corner above row names, heads nothing."""
    for index, token in enumerate(state.tokens):
        if token.type == "th_open" and not state.tokens[index + 1].content.strip():
            token.tag = state.tokens[index + 2].tag = "td"


def _widen(cell: Token, name: str, more: int) -> None:
    if more:
        cell.attrSet(name, str(int(cell.attrGet(name) or 1) + more))
