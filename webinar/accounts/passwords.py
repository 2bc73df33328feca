"""Passwords: normalised, hashed with argon2id, compared in the same time for everybody.

Hashing takes about a tenth of a second and 64 MB: never inside a transaction, and in one process
one at a time. Who waits for that holds neither a turn nor a connection to the
database, so that others get their pages while many sign in, or somebody guesses.
"""

import contextvars
import functools
import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flask import has_request_context, request
from flask_security import hash_password, verify_password

from webinar.core.db import let_go
from webinar.core.limits import TooMany
from webinar.core.turns import stepped_aside

SHORTEST, LONGEST = 8, 256
#: so many letters must be left when the words that everybody would try first are taken out
_OWN_LETTERS = 4
#: hashes that a process makes at once; seconds to wait for one's own, and to come back after
_AT_ONCE, _PATIENCE, _COME_BACK = 1, 10, 10


#: where to ask for names of things that stand on this site
_NAMES: list[Callable[[], Iterable[str]]] = []


def normal(password: str) -> str:
    """One spelling for what different keyboards send (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKD", password)


def make_hash(password: str) -> str:
    """What is stored of a password. Raises limits.TooMany like `is_right`."""
    return str(_in_turn(lambda: hash_password(normal(password))))


def is_right(password: str, stored: str | None) -> bool:
    """Whether the password belongs to the hash; without one it takes the same time to say no.

    Rows read before are read again where they are looked at. Raises limits.TooMany when too many
    others wait for the same.
    """
    if len(password) > LONGEST:
        password = ""
    text = normal(password)
    right = bool(_in_turn(lambda: verify_password(text, stored or _nobodys_hash())))
    return right and stored is not None


def _in_turn(work: Callable[[], object]) -> object:
    """Do it when few others do; nothing that others need is held meanwhile."""
    if not has_request_context():
        return work()
    let_go()
    with stepped_aside(request.environ):
        mine = _pool().submit(contextvars.copy_context().run, work)
        try:
            return mine.result(_PATIENCE)
        except TimeoutError:
            if mine.cancel():
                raise TooMany(_COME_BACK) from None
            return mine.result()


@functools.lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor:
    """First come, first served. Made when asked for: threads do not survive a fork."""
    return ThreadPoolExecutor(_AT_ONCE, "hashing")


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


def also_known(names: Callable[[], Iterable[str]]) -> None:
    """Let a room above add names that strangers know; each counts by itself, not all together."""
    if names not in _NAMES:
        _NAMES.append(names)


def is_one_of_our_names(password: str, known: Iterable[str]) -> bool:
    """Whether it is made of the name of one thing that stands here, and of what else is known."""
    known = list(known)
    return any(is_made_of(password, [*known, name]) for names in _NAMES for name in names())


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
