"""Public identifiers: random, opaque, never row numbers."""

import base64
import hashlib
import secrets
import uuid


def new_id() -> str:
    """128 random bits as 26 lower-case letters and digits (base32)."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def new_guid() -> str:
    """A random UUID (RFC 9562, version 4) as conference apps write them: 36 characters."""
    return str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))


def as_guid(public_id: str) -> str:
    """The 128 random bits of a public identifier as a UUID (RFC 9562, version 4).

    It stays when title, address or site move.
    """
    padded = public_id.upper() + "=" * (-len(public_id) % 8)
    return str(uuid.UUID(bytes=base64.b32decode(padded), version=4))


def digest_id(data: bytes) -> str:
    """The first 128 bits of SHA-256 over `data`, written like `new_id`."""
    return base64.b32encode(hashlib.sha256(data).digest()[:16]).decode().rstrip("=").lower()


def is_id(text: str) -> bool:
    """Whether it is written like one: forms hand identifiers in."""
    return len(text) == 26 and text.isascii() and text.isalnum() and text == text.lower()
