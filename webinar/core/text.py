"""Text as it enters: one normalisation for everything a person types, and slugs."""

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
_NOT_SLUG = re.compile(r"[^\w]+", re.UNICODE)
_LONGEST_QUESTION = 200
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: what shows nothing by itself: marks, separators, and letters that are drawn as a gap
_UNSEEN = {"Cc", "Cf", "Me", "Mn", "Zl", "Zp", "Zs"}
_GAPS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
#: characters that change the order or look of their neighbours; no use in a title
_INVISIBLE = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))


def clean(value: str, *, lines: bool = True) -> str:
    """Normalise what was typed: NFC, no NUL, lone surrogates or controls.

    With `lines` false every run of white space becomes one space. Of what shows nothing at all,
    such as zero width spaces, nothing is left.
    """
    value = value.encode("utf-8", "ignore").decode("utf-8")
    value = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", value))
    value = "".join(c for c in value if c in "\n\t" or unicodedata.category(c) != "Cc")
    value = value.translate(_INVISIBLE)
    if all(c in _GAPS or unicodedata.category(c) in _UNSEEN for c in value):
        return ""
    if lines:
        return "\n".join(line.rstrip() for line in value.split("\n")).strip()
    return " ".join(value.split())


def for_xml(value: str) -> str:
    """Without what no XML document can hold, however it is written (XML 1.0, section 2.2)."""
    return _NOT_XML.sub("", value)


def question(typed: str) -> str:
    """What somebody searches for, as pages and feeds take it: one line, not too long."""
    return clean(typed[:_LONGEST_QUESTION], lines=False)


def whole_number(value: str | None, *, most: int = 999_999_999) -> int | None:
    """The number written in the digits 0 to 9, at most `most`; None for anything else.

    `str.isdigit` takes "²", which `int` refuses, and numbers that no column holds.
    """
    if not value or not value.isascii() or not value.isdigit() or len(value) > 12:
        return None
    number = int(value)
    return number if number <= most else None


def fold(text: str) -> str:
    """Case, accents and double spaces gone: for sorting and finding, the same on any database."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", plain).split())


def slugify(title: str, *, fallback: str = "untitled", length: int = 80) -> str:
    """Words of a title joined by hyphens; letters of all scripts stay, accents go."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = unicodedata.normalize("NFC", plain)
    slug = _NOT_SLUG.sub("-", plain).replace("_", "-").strip("-")
    if len(slug) > length:
        slug = slug[:length].rsplit("-", 1)[0] if "-" in slug[:length] else slug[:length]
    return slug or fallback


def free_slug(wanted: str, taken: set[str]) -> str:
    """`wanted`, or `wanted-2`, `wanted-3` … when it is taken."""
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
