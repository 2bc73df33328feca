"""The secret in a personal feed's address. It is shown once; only its hash is stored."""

import base64
import hashlib
import re
import secrets

from webinar.calendars import addresses

_TOKEN = re.compile(r"[a-z2-7]{32}", re.ASCII)


def new_token() -> str:
    """160 random bits as 32 lower-case letters and digits (base32)."""
    return base64.b32encode(secrets.token_bytes(20)).decode().lower()


def hash_of(token: str) -> str:
    """SHA-256; the token is random enough not to need more."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_token(text: str) -> bool:
    """Whether it looks like one, so that nothing else asks the database."""
    return _TOKEN.fullmatch(text) is not None


def feed_address(token: str) -> str:
    """Absolute; for a calendar program to subscribe to."""
    return addresses.absolute("feeds", "u", token, end=".ics")


def collection_address(token: str) -> str:
    """Absolute; the same calendar over CalDAV."""
    return addresses.absolute("dav", "u", token)
