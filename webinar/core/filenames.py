"""Names of files as people give them: judged, made safe, put into headers."""

import re
import unicodedata
from urllib.parse import quote

from webinar.core.plainerror import N_

NO_NAME = N_("This file has no name. Give it one that ends in its kind, such as paper.pdf.")
BAD_NAME = N_("The name of this file holds characters that a name cannot have. Rename the file.")
FOLDER_NAME = N_("The name of this file names a folder, too (a slash). Rename the file without it.")
TURNED_NAME = N_(
    "The name of this file has a hidden mark that turns letters round, so that it looks like"
    " another one. Rename the file."
)
LONG_NAME = N_("The name of this file is too long. Give it a shorter one.")
TWO_KINDS = N_(
    "The name of this file has two endings. Rename it so that only the last one is left."
)

#: Longest name that is taken, in characters.
MAX_GIVEN = 255
#: Longest stored name in bytes of UTF-8, under every file system's 255.
MAX_NAME = 150
_DANGEROUS = {
    *("exe", "com", "bat", "cmd", "scr", "msi", "dll", "js", "mjs", "vbs", "vbe", "ps1", "jar"),
    *("sh", "php", "phtml", "php5", "asp", "aspx", "jsp", "cgi", "pl", "py", "rb", "hta", "lnk"),
    *("html", "htm", "xhtml", "svg", "shtml", "mht", "swf", "wsf", "reg", "apk", "app", "docm"),
}
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
# They reverse the order of letters to make "fdp.exe" look like a PDF.
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
# These and marks that join, part or direct letters: no harm, but nothing to keep.
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def check_name(filename: str) -> str | None:
    """The sentence why the name is refused, or None."""
    if not filename.strip(" ."):
        return NO_NAME
    for found, words in (
        (_CONTROLS.search(filename), BAD_NAME),
        (_TURNING.search(filename), TURNED_NAME),
        ("/" in filename or "\\" in filename, FOLDER_NAME),
        (len(filename) > MAX_GIVEN, LONG_NAME),
    ):
        if found:
            return words
    inner = filename.lower().split(".")[1:-1]
    return TWO_KINDS if any(part.strip() in _DANGEROUS for part in inner) else None


def safe_name(filename: str, extension: str) -> str:
    """A name to show and to offer for download: letters of every script, digits, " .-_()".

    Ends in `extension`, at most MAX_NAME bytes; "file" when nothing is left.
    """
    stem = unicodedata.normalize("NFC", filename).strip()
    stem = stem.rsplit(".", 1)[0] if "." in stem else stem
    stem = re.sub(r"[^\w .()\-]+", "-", _INVISIBLE.sub("", stem))
    stem = re.sub(r"\s+", " ", re.sub(r"\.{2,}", ".", stem)).strip(" .-")
    if _RESERVED.match(stem):
        stem = f"file-{stem}"
    room = MAX_NAME - len(extension.encode())
    stem = stem.encode("utf-8", "ignore")[:room].decode("utf-8", "ignore").strip(" .-")
    return (stem or "file") + extension


def content_disposition(filename: str, inline: bool = False) -> str:
    """The header's value (RFC 6266 section 4): an ASCII name, and the true one as RFC 8187 says."""
    kind = "inline" if inline else "attachment"
    clean = _INVISIBLE.sub("", filename.replace("/", "-").replace("\\", "-")).strip() or "file"
    clean = clean.encode("utf-8", "ignore").decode()
    plain = unicodedata.normalize("NFKD", clean).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^\w .()\-]", "_", plain).strip()
    if not plain.rsplit(".", 1)[0].strip(" ._-"):
        dot = plain.rfind(".")
        plain = "file" + (plain[dot:] if dot >= 0 else "")
    value = f'{kind}; filename="{plain}"'
    if plain != clean:
        value += f"; filename*=UTF-8''{quote(clean, safe='')}"
    return value
