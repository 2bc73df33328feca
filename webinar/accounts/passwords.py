"""Passwords: normalised, hashed with argon2id, compared in the same time for everybody.

Hashing takes about a tenth of a second: never inside a transaction.
"""

import functools
import secrets
import unicodedata

from flask_security import hash_password, verify_password

SHORTEST, LONGEST = 10, 256


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


@functools.lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return str(hash_password(secrets.token_urlsafe(32)))
