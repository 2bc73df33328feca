"""Text files as people have them: UTF-8, or what Windows' editor wrote before it knew better.

The encoding stands nowhere in a text file. UTF-8 is certain when it fits (RFC 3629, section 1);
the others are taken only where the result looks like words, because bytes always give something.
"""

import re
import unicodedata
from pathlib import Path

from webinar.core.plainerror import N_, PlainError

NO_TEXT = N_("This is no plain text in UTF-8. Save it again with the encoding UTF-8.")
ONLY_BLANKS = N_("No text was found in this file, only blanks. Choose the file with the words.")

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# Chinese or Cyrillic read as Western European: no Western word has four such letters in a row.
_ESTRANGED = re.compile(r"[^\W\d_a-zA-Z]{4}")
#: fewer bytes have no pattern to go by
_LEAST_UTF16 = 8
#: least share of letters in what is not blank, and of letters, digits and writers' marks
_LETTERS, _WRITTEN = 0.5, 0.98
#: marks of Western writing beside punctuation and what stands in ASCII
_SIGNS = "°©®™£€¢±×÷¬¹²³½¼¾´¨"


class NotText(PlainError):
    """The bytes are no text; the sentence says what to do."""


def read_text(path: Path) -> str:
    """The words of a text file. Raises NotText."""
    text = decode_text(path.read_bytes())
    if not text.strip("\ufeff\u200b" + " \t\r\n\f\u00a0\u3000"):
        raise NotText(ONLY_BLANKS)
    return text


def decode_text(data: bytes) -> str:
    """UTF-8, UTF-16 with or without its mark, else Windows-1252. Raises NotText."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _decoded(data, "utf-16")
    else:
        text = _decoded(data, "utf-8-sig")
        if text is None:
            text = _guessed(data)
    if text is None:
        raise NotText(NO_TEXT)
    return text


def _guessed(data: bytes) -> str | None:
    """Read as what the bytes look like, if words come out."""
    encoding = _utf16_by_pattern(data) or "cp1252"
    text = _decoded(data, encoding)
    if text is None or (encoding == "cp1252" and _ESTRANGED.search(text)):
        return None
    return text if _is_written(text) else None


def _decoded(data: bytes, encoding: str) -> str | None:
    """None where it does not fit, or gives what no text holds."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else text


def _utf16_by_pattern(data: bytes) -> str:
    """The byte order of text with NULs: the higher bytes are of few kinds (RFC 2781, section 4.3).

    Looking for NULs alone would not do: a common Chinese character, U+4E00, ends in one.
    """
    if len(data) < _LEAST_UTF16 or 0 not in data:
        return ""
    return "utf-16-be" if len(set(data[::2])) < len(set(data[1::2])) else "utf-16-le"


def _is_written(text: str) -> bool:
    """Mostly letters, with marks that writers use."""
    bare = "".join(text.split())
    letters = sum(map(str.isalpha, bare))
    others = sum(map(_is_mark, bare)) if letters else 0
    return letters > _LETTERS * len(bare) and letters + others > _WRITTEN * len(bare)


def _is_mark(one: str) -> bool:
    if one.isalpha():
        return False
    return one.isascii() or one in _SIGNS or unicodedata.category(one)[0] in "PN"
