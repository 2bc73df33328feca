"""The codes of an authenticator app (RFC 6238), and recovery codes for when it is lost."""

import base64
import hashlib
import hmac
import re
import secrets

import pyotp

from webinar.accounts.factors import CODES, AppCode, CodeFromPaper, Proof
from webinar.core import clock

_SECONDS = 30
_SECRET = re.compile(r"[A-Z2-7]{32}")
#: ten random bytes in base32: nobody tries 2^80 of them, so one fast hash is enough
_RECOVERY_BYTES = 10


def new_secret() -> str:
    return str(pyotp.random_base32())


def is_secret(text: str) -> bool:
    """Whether it looks like one that `new_secret` made."""
    return _SECRET.fullmatch(text) is not None


def app_address(secret: str, *, person: str, site: str) -> str:
    """The `otpauth:` address that apps read."""
    return str(pyotp.TOTP(secret).provisioning_uri(name=person, issuer_name=site))


def from_app(secret: str, typed: str) -> AppCode | None:
    """The half minute that the code belongs to: this one, the one before or the next."""
    digits = re.sub(r"\s", "", typed)
    now = int(clock.now().timestamp()) // _SECONDS
    app = pyotp.TOTP(secret, interval=_SECONDS)
    for step in (now - 1, now, now + 1):
        if hmac.compare_digest(app.at(step * _SECONDS).encode(), digits.encode()):
            return AppCode(step)
    return None


def proof_in(typed: str, secret: str | None) -> Proof | None:
    """What somebody typed: six digits of the app, or else a recovery code. None when wrong.

    Whether the recovery code is one of the person's turns out when it is used up.
    """
    if re.fullmatch(r"[0-9\s]{6,9}", typed.strip()):
        return from_app(secret, typed) if secret else None
    return CodeFromPaper(recovery_hash(typed))


def new_recovery_codes() -> list[str]:
    """A set of codes, in groups of four letters and digits."""
    return [_grouped(secrets.token_bytes(_RECOVERY_BYTES)) for _ in range(CODES)]


def recovery_hash(typed: str) -> str:
    """The hash that is kept; signs and capitals do not matter."""
    plain = re.sub(r"[^a-z0-9]", "", typed.casefold())
    return hashlib.sha256(plain.encode()).hexdigest()


def _grouped(data: bytes) -> str:
    text = base64.b32encode(data).decode().lower()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))
