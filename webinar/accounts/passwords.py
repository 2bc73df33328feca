"""Passwords: normalised, hashed with argon2id, compared in the same time for everybody.

Hashing takes about a tenth of a second: never inside a transaction.
"""

import functools
import re
import secrets
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from flask_security import hash_password, verify_password

SHORTEST, LONGEST = 8, 256
#: so many letters must be left when the words that everybody would try first are taken out
_OWN_LETTERS = 4


def normal(password: str) -> str:
    """One spelling for what different keyboards send (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKD", password)


def make_hash(password: str) -> str:
    return str(hash_password(normal(password)))


def is_right(password: str, stored: str | None) -> bool:
    """Whether the password belongs to the hash; without one it takes the same time to say no."""
    if len(password) > LONGEST:
        password = ""
    right = bool(verify_password(normal(password), stored or _nobodys_hash()))
    return right and stored is not None


def is_common(password: str) -> bool:
    """Whether it is one of the 3,000 that are tried first everywhere."""
    return normal(password).strip().casefold() in _common()


def is_made_of(password: str, known: Iterable[str]) -> bool:
    """Whether little is left of it without words that a stranger knows: names, the site's name."""
    rest = _letters(password)
    found = False
    for word in sorted({part for text in known for part in _parts(text)}, key=len, reverse=True):
        found = found or word in rest
        rest = rest.replace(word, "")
    return found and len(rest) < _OWN_LETTERS


def _parts(text: str) -> set[str]:
    """The words of a name or address, and all of it in one, as far as they have three letters."""
    parts = {_letters(part) for part in re.split(r"[\W_]+", text)} | {_letters(text)}
    return {part for part in parts if len(part) >= 3}


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalpha())


@functools.lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    lines = Path(__file__).with_name("common_passwords.txt").read_text().splitlines()
    return frozenset(normal(line) for line in lines if not line.startswith("#"))


@functools.lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return str(hash_password(secrets.token_urlsafe(32)))
