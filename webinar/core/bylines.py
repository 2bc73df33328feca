"""Where a file says whose it is in so many words: bylines, and the places its format has for that.

A family name alone may be a word like any other, or stand in a list of literature. In a line that
holds nothing but names, in a mail address, in the folder of a person or in `\\author{…}` it does
not.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from webinar.core.namesearch import UMLAUTS, Names, plain_letters

TEX, MARKDOWN = "application/x-tex", "text/markdown"
#: of a text that begins: title, authors, abstract
_OPENING = 3000
#: lines at both ends of a page: what is printed above and below the text
_EDGE = 2
_WORD = re.compile(r"[^\W\d_]+")
#: what stands between names, and before and behind them
_AROUND = frozenset(
    "and und et y e i och og en by von par por di author authors autor autoren autorin autore"
    " autores auteur auteurs verfasser verfasserin dr prof professor phd msc ing mr mrs ms written"
    " presented corresponding al".split()
)
#: what an author's place may hold while names are hidden
_ANONYMOUS = re.compile(
    r"(?:anonym\w*|anónim\w*|anonim\w*|(?:double|single)?blind\w*|hidden|withheld|removed|omitted"
    r"|authors?|names?|for|under|double|single|peer|review\w*|submission|submitted|paper|id"
    r"|institut\w+|affiliation\w*|university|department|address|email|mail|the|of|and|to|be"
    r"|added|city|country|first|second|third|x+|example|com|org|todo|tba|n|a|s)",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^[^\w\n]{0,20}(?:authors?|author[_ ]names?|autor(?:en|in|innen|e|es)?|verfasser(?:in)?"
    r"|auteurs?|written by|corresponding author|affiliations?|orcid|e-?mail)\s*[:=](?P<said>.*)$",
    re.IGNORECASE | re.MULTILINE,
)
#: at most as long as RFC 5321, 4.5.3.1.1 lets it be
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}(?=@[\w-]{1,63}\.)")
_PERSONS_FOLDER = re.compile(r"(?:[\\/]Users|[\\/]home|Documents and Settings)[\\/]([^\\/\s\"<>]+)")
#: commands that tell of authors, with what is typed behind them; not those that cite them
#: bounded, so that no file makes the search slow
_TEX_BETWEEN = r"(?:\s{1,80}+|%[^\n]{0,300}\n|\[[^\]]{0,300}\]){0,9}"
_TEX_AUTHOR = re.compile(
    r"\\(?!cite|bib|shortcite|text|new|renew|provide)[A-Za-z@]{0,30}(?:author|affil|institut|email"
    rf"|orcid|thanks|address|correspond)[A-Za-z@]{{0,30}}\*?{_TEX_BETWEEN}\{{"
    rf"|\\(?:ead|fnm|sur|IEEEmembership)\*?{_TEX_BETWEEN}\{{"
    r"|\bpdf(?:author|creator)\s{0,9}=\s{0,9}\{?",
)
_TEX_ACCENT = re.compile(
    r"\\(?:[\"'`^~=.]|[uvHtcdbrk](?![A-Za-z]))\s*\{?\s*\\?([A-Za-z])(?:\s*\})?"
)
_TEX_LETTERS = {"ss": "ss", "o": "o", "O": "O", "l": "l", "L": "L", "aa": "a", "AA": "A"}
_TEX_LETTERS |= {"ae": "ae", "AE": "AE", "oe": "oe", "OE": "OE", "i": "i", "j": "j"}
_TEX_LETTER = re.compile(rf"\\({'|'.join(_TEX_LETTERS)})(?![A-Za-z])\s*(?:\{{\}})?")
_TEX_COMMAND = re.compile(r"\\([A-Za-z@]+)")
#: commands that the file makes: what they hold stands elsewhere
_TEX_MADE = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand|[egx]?def|let)\*?\s*\{?\\([A-Za-z@]+)"
)
_TEX_REMARK = re.compile(r"(?<!\\)%(.*)")
_FRONT = re.compile(r"\A\s*---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_PANDOC = re.compile(r"\A%[^\n]*\n%(?P<said>[^\n]*)")


class Authors:
    """Those of one paper: whole names and however else they are written, and family names."""

    def __init__(self, words: Sequence[str], families: Iterable[str]) -> None:
        self.families = [one for one in families if one]
        self._strict = Names([*words, *self.families])
        #: as they stand in addresses: "mueller" for Müller, "vanderberg"
        self._plain = {
            re.sub(r"[\W\d_]+", "", plain_letters(form))
            for one in self.families
            for form in (one, one.casefold().translate(UMLAUTS))
        } - {""}
        parts = [word.split() for word in words if any(one in word for one in self.families)]
        #: "Anna" in a byline may be the person who is known as "A. Meier"
        self._initials = {plain_letters(one)[:1] for found in parts for one in found}

    def stand_in(self, text: str) -> bool:
        """Also by a family name alone."""
        return self._strict.stand_in(text)

    def is_byline(self, line: str) -> bool:
        """Whether it holds names, and nothing else that says something."""
        found = 0

        def away(_name: str) -> str:
            nonlocal found
            found += 1
            return " "

        rest = self._strict.sub(line, away)
        words = [word for word in _WORD.findall(rest) if word.casefold() not in _AROUND]
        given = [
            word
            for word in words
            if len(word) == 1 or (word[0].isupper() and plain_letters(word)[:1] in self._initials)
        ]
        return bool(found) and len(given) == len(words) <= 3 * found

    def are_told(self, text: str) -> bool:
        """Whether its opening has a byline or another author's place, or a person's address."""
        opening = text[:_OPENING]
        if any(self.is_byline(line) for line in opening.splitlines()):
            return True
        if any(not is_anonymous(found["said"]) for found in _LABEL.finditer(opening)):
            return True
        return any(self._is_theirs(found) for found in _handles(text))

    def are_told_on_page(self, text: str) -> bool:
        """The same of a later page: what is printed above and below its text."""
        lines = [line for line in text.splitlines() if line.strip()]
        edges = lines[:_EDGE] + lines[-_EDGE:]
        return any(map(self.is_byline, edges)) or any(map(self._is_theirs, _handles(text)))

    def _is_theirs(self, handle: str) -> bool:
        parts = re.split(r"[\W\d_]+", plain_letters(handle))
        whole = "".join(parts)
        return any(one in parts or (len(one) > 3 and one in whole) for one in self._plain)

    def are_told_in_source(self, text: str, media_type: str) -> bool:
        """Of TeX, Markdown or plain text as it was typed."""
        if media_type == TEX:
            return self._are_told_in_tex(text)
        read = re.sub(r"<(?!!--)[^<>]*>", "", html.unescape(text))
        if media_type == MARKDOWN:
            front, block = _FRONT.match(text), _PANDOC.match(text)
            if (front and self.stand_in(front[1])) or (block and not is_anonymous(block["said"])):
                return True
            read = re.sub(r"[*_`]", "", read)
        return self.are_told(read)

    def _are_told_in_tex(self, text: str) -> bool:
        """Its preamble, remarks, commands for authors: who cannot be sure takes them for told."""
        head, begun, body = text.partition("\\begin{document}")
        if not begun:
            head, body = (head, "") if "\\documentclass" in head else ("", head)
        if self.stand_in(plain_tex("\n".join([head, *_TEX_REMARK.findall(text)]))):
            return True
        made = set(_TEX_MADE.findall(text))
        for said in _arguments(text):
            if not is_anonymous(plain_tex(said)) or made & set(_TEX_COMMAND.findall(said)):
                return True
        return self.are_told(plain_tex(body))


def is_anonymous(said: str) -> bool:
    """Whether an author's place names nobody: empty, or "Anonymous authors"."""
    return all(_ANONYMOUS.fullmatch(word) for word in _WORD.findall(said))


def plain_tex(text: str) -> str:
    """Its letters as they are read, without commands: `M{\\"u}ller` is Muller."""
    text = _TEX_ACCENT.sub(r"\1", text)
    text = _TEX_LETTER.sub(lambda found: _TEX_LETTERS[found[1]], text)
    text = re.sub(r"\\[-/]", "", text)
    text = re.sub(r"\\\\|\\and\b|\\AND\b|\\(?:begin|end)\s{0,9}\{[^}\n]{0,80}\}", "\n", text)
    text = re.sub(r"\\[A-Za-z@]+\*?[ \t]?", "", text)
    return re.sub(r"[{}\\]", "", text).replace("~", " ")


def _handles(text: str) -> Iterator[str]:
    """What stands before the @ of addresses, and folders of people."""
    yield from _MAIL.findall(text)
    yield from _PERSONS_FOLDER.findall(text)


def _arguments(text: str) -> Iterator[str]:
    """What commands for authors hold, up to their closing brace, with those inside it."""
    end = 0
    while found := _TEX_AUTHOR.search(text, end):
        depth, end = 1, found.end()
        while end < len(text) and depth and end - found.end() < _OPENING:
            depth += {"{": 1, "}": -1}.get(text[end], 0) if text[end - 1] != "\\" else 0
            end += 1
        yield text[found.end() : end]
