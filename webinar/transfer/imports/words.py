"""What all readers do with bytes and texts, and the one error that refuses a file."""

import re
from html import unescape
from urllib.parse import urlsplit

from webinar.core import languages
from webinar.core.plainerror import N_, PlainError
from webinar.core.prepared import LONGEST_TEXT
from webinar.core.text import clean
from webinar.core.textfiles import NotText, decode_text
from webinar.papers.htmlmarkdown import html_to_markdown
from webinar.transfer.imports.programme import Doubt

#: largest file, in bytes, and most sessions in it: some ten seconds of writing
MOST_BYTES = 10 * 1024 * 1024
MOST_ITEMS = 1_500
#: longest texts of columns, in characters
LONGEST = {"title": 300, "room": 120, "track": 120, "name": 200, "url": 1000}
#: years that a session may lie in, as in the forms
FIRST_YEAR, LAST_YEAR = 1900, 2200

EMPTY = N_("There is nothing in this file.")
NUL = N_("Line %(line)s: here stands a NUL, which no text has. The file is damaged.")
TOO_MANY = N_("Line %(line)s: this is number %(count)s; at most %(most)s are taken at once.")
BAD_YEAR = N_("Line %(line)s: “%(value)s” lies outside of the years 1900 to 2200.")
NOT_UTF8 = N_(
    "The file is not in UTF-8. It was read as Western European (Windows-1252): look at the accents."
)
CUT = N_("The %(what)s was longer than fits here; its end is left out.")
SHOWS_MEETING = N_(
    "The text of “%(title)s” holds the address of a video room (%(address)s). Readers would see"
    " it: take it out, and write it under Rooms."
)

_CONTROLS = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HTML = re.compile(
    r"</?(?:p|br|a|b|i|u|em|strong|ul|ol|li|div|span|h[1-6]|table|tr|td|blockquote|font|html|body)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")
_ADDRESS = re.compile(r"(?<![<(\[\"'=\w])https?://[^\s<>\"]+", re.IGNORECASE)
_RULE = re.compile(r"^[\s=_*~#-]*[=_*~#-]{3,}[\s=_*~#-]*$")
_POINT = re.compile(r"^(?:[-*+•]|\d{1,3}[.)]|>|#{1,6}|\|)\s")
_MEETING = re.compile(
    r"https?://[^\s<>\"]*(?:zoom\.us/(?:j|w|my)/|teams\.microsoft\.com/l/meetup-join|"
    r"teams\.live\.com/meet|meet\.google\.com/|\.webex\.com/|meet\.jit\.si/|/bigbluebutton/)"
    r"[^\s<>\"]*",
    re.IGNORECASE,
)


class BrokenFile(PlainError):
    """The file cannot be imported; the sentence says where and why."""


def decode(data: bytes) -> tuple[str, list[Doubt]]:
    """The text of a file that is no XML, and whether its encoding had to be guessed.

    UTF-8, UTF-16 with or without its mark, else Windows-1252. Raises BrokenFile.
    """
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise BrokenFile(EMPTY)
    doubts = []
    try:
        text = data.decode(_encoding(data))
    except UnicodeDecodeError:
        text = _guessed(data)
        doubts = [Doubt("encoding", NOT_UTF8)]
    if "\0" in text:
        raise BrokenFile(NUL, line=line_of(text, text.index("\0")))
    return _CONTROLS.sub("", text.removeprefix("\ufeff")), doubts


def _encoding(data: bytes) -> str:
    """By the mark, else by the many NULs that Western words have in UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if data.count(0) < len(data) // 4:
        return "utf-8-sig"
    return "utf-16-le" if data[:1] != b"\0" else "utf-16-be"


def _guessed(data: bytes) -> str:
    try:
        return decode_text(data)
    except NotText:
        # Its judge wants prose; a calendar is half digits.
        return data.decode("cp1252", "replace")


def line_of(text: str, position: int) -> int:
    """The line that a position lies in, from 1."""
    return text.count("\n", 0, max(0, position)) + 1


def one_line(value: object, what: str, doubts: list[Doubt]) -> str:
    """A value as one clean line, cut to what its column holds, with a doubt when it was cut."""
    text = clean(str(value), lines=False) if value is not None else ""
    longest = LONGEST[what]
    if len(text) > longest:
        doubts.append(Doubt("cut", CUT, {"what": what}))
        text = text[: longest - 1].rstrip() + "…"
    return text


def language_tag(value: object) -> str:
    """The value, when it is the tag of a language; else nothing."""
    tag = clean(str(value or ""), lines=False).replace("_", "-")
    return tag if languages.is_language(tag) else ""


def web_address(value: object) -> str:
    """The value, when it is an address that a page may link to; else nothing."""
    text = clean(str(value or ""), lines=False)
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    fits = parts.scheme.lower() in ("http", "https") and parts.netloc and " " not in text
    return text if fits and len(text) <= LONGEST["url"] else ""


def to_markdown(value: object, doubts: list[Doubt], *, plain: bool = False) -> str:
    """A text as Markdown: HTML is turned into it, plain text keeps its lines.

    `plain` says that the source knows no Markdown (RFC 5545, section 3.8.1.5).
    """
    text = clean(str(value)) if value is not None else ""
    if len(text) > LONGEST_TEXT:
        doubts.append(Doubt("cut", CUT, {"what": "text"}))
        text = text[: LONGEST_TEXT - 1].rstrip() + "…"
    if _HTML.search(text):
        text = _from_html(text)
    elif plain:
        text = _from_plain(text)
    return clean(text)[:LONGEST_TEXT]


def _from_html(text: str) -> str:
    if not re.search(r"<(?:p|br|div|li)\b", text, re.IGNORECASE):
        text = text.replace("\n", "<br>")
    try:
        return html_to_markdown(text)
    except RecursionError:
        # Nested deeper than any page: the words are enough.
        return unescape(_TAG.sub(" ", text))


def _from_plain(text: str) -> str:
    """Each line stays a line, rules and points stay what they are, addresses become links."""
    lines = [line.strip() for line in text.split("\n")]
    out: list[str] = []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if _RULE.match(line):
            out += ["", "---", ""]
            continue
        shown = _ADDRESS.sub(_linked, line).replace("• ", "- ", 1)
        is_last = not following or _RULE.match(following) or _POINT.match(following)
        out.append(shown if is_last or not line or _POINT.match(line) else shown + "\\")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out))


def _linked(found: re.Match[str]) -> str:
    address = found[0].rstrip(".,;:!?)]'")
    return f"<{address}>{found[0][len(address) :]}"


def meeting_address(text: str) -> str:
    """The address of a video room in a text; empty for none."""
    found = _MEETING.search(text)
    return found[0].rstrip(".,;)>") if found else ""
