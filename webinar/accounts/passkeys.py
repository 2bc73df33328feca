"""Passkeys (WebAuthn level 3): what a browser is asked, and whether its answer is right.

The question is signed and stands in the page, so the server keeps nothing about it. An answer is
good once: see `factors.spend`.
"""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import current_app

from webinar.accounts.factors import PasskeyAnswer
from webinar.accounts.models import Account, Passkey
from webinar.core import clock, links

if TYPE_CHECKING:
    from webauthn.registration.verify_registration_response import VerifiedRegistration

#: what a question is asked for: signing in without a password, the second factor, being still
#: there, keeping a new passkey
FIRST, SECOND, AGAIN, NEW = "first", "second", "again", "new"
#: an answer must come within
PATIENCE = timedelta(minutes=10)
_LONGEST = 20_000
#: what the signature of a question is good for
_QUESTION = "passkey question"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class WrongPasskey(Exception):
    """The browser's answer is none to our question, or not by this key."""


@dataclass(frozen=True)
class NewPasskey:
    """What is kept of a new passkey."""

    credential_id: str
    public_key: bytes
    sign_count: int


def are_possible() -> bool:
    """Browsers keep passkeys for names only, and for no site that can be read on the way."""
    site = urlsplit(current_app.config["BASE_URL"])
    return site.hostname == "localhost" or (site.scheme == "https" and not _is_number(_our_name()))


def ask(purpose: str, account: Account | None = None) -> str:
    """A question for a form's hidden field; for one purpose, one account and ten minutes."""
    text = f"{secrets.token_urlsafe(32)}.{(clock.now() - _EPOCH) // timedelta(microseconds=1)}"
    return f"{text}.{links.sign(_QUESTION, _words(text, purpose, account))}"


def options_for_sign_in(question: str, keys: Iterable[Passkey] = (), *, alone: bool = False) -> str:
    """What `navigator.credentials.get` takes, as JSON; `alone` when nothing else is asked for."""
    import webauthn
    from webauthn.helpers.structs import UserVerificationRequirement as Verification

    options = webauthn.generate_authentication_options(
        rp_id=_our_name(),
        challenge=_challenge(question),
        allow_credentials=_descriptors(keys),
        user_verification=Verification.REQUIRED if alone else Verification.PREFERRED,
    )
    return str(webauthn.options_to_json(options))


def options_for_new(question: str, account: Account, site: str, keys: Iterable[Passkey]) -> str:
    """What `navigator.credentials.create` takes, as JSON."""
    import webauthn
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = webauthn.generate_registration_options(
        rp_id=_our_name(),
        rp_name=site,
        user_id=account.public_id.encode(),
        user_name=account.email,
        user_display_name=account.name or account.email,
        challenge=_challenge(question),
        exclude_credentials=_descriptors(keys),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return str(webauthn.options_to_json(options))


def credential_in(answer: str) -> str:
    """Identifier of the key that answers, base64url; "" when it is no answer at all."""
    try:
        found = json.loads(answer[:_LONGEST])
    except ValueError:
        return ""
    name = found.get("id") if isinstance(found, dict) else None
    return name if isinstance(name, str) else ""


def read_answer(
    answer: str,
    question: str,
    purpose: str,
    passkey: Passkey,
    account: Account | None,
    *,
    alone: bool = False,
) -> PasskeyAnswer:
    """The passkey's answer to a question of ours. Raises WrongPasskey.

    `alone`: nothing else was asked for, so the device must have looked at the person.
    """
    import webauthn

    asked_at = _asked_at(question, purpose, account)
    found: Any = _checked(
        webauthn.verify_authentication_response,
        credential=answer,
        expected_challenge=_challenge(question),
        credential_public_key=passkey.public_key,
        credential_current_sign_count=passkey.sign_count,
        require_user_verification=alone,
    )
    return PasskeyAnswer(passkey.public_id, found.new_sign_count, asked_at)


def read_new(answer: str, question: str, account: Account) -> NewPasskey:
    """The passkey that the browser made. Raises WrongPasskey."""
    import webauthn

    _asked_at(question, NEW, account)
    found: VerifiedRegistration = _checked(
        webauthn.verify_registration_response,
        credential=answer,
        expected_challenge=_challenge(question),
    )
    return NewPasskey(
        webauthn.helpers.bytes_to_base64url(found.credential_id),
        found.credential_public_key,
        found.sign_count,
    )


def _checked(verify: Any, *, credential: str, **expected: Any) -> Any:
    from webauthn.helpers.exceptions import WebAuthnException

    if not credential_in(credential):
        raise WrongPasskey
    try:
        return verify(
            credential=credential,
            expected_rp_id=_our_name(),
            expected_origin=current_app.config["BASE_URL"],
            **expected,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError) as error:
        # The library reads made-up structures without looking at each part first.
        raise WrongPasskey from error


def _asked_at(question: str, purpose: str, account: Account | None) -> datetime:
    text, _, signature = question.rpartition(".")
    if not links.is_signed(_QUESTION, _words(text, purpose, account), signature):
        raise WrongPasskey
    # Signed, so it is a number of ours.
    asked_at = _EPOCH + timedelta(microseconds=int(text.rpartition(".")[2]))
    if not asked_at <= clock.now() <= asked_at + PATIENCE:
        raise WrongPasskey
    return asked_at


def _words(text: str, purpose: str, account: Account | None) -> str:
    whom = account.public_id if account is not None else ""
    return f"{purpose}/{whom}/{text}"


def _challenge(question: str) -> bytes:
    return question.partition(".")[0].encode()


def _descriptors(keys: Iterable[Passkey]) -> list[Any]:
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential_id)) for key in keys]


def _our_name() -> str:
    return urlsplit(current_app.config["BASE_URL"]).hostname or ""


def _is_number(name: str) -> bool:
    return ":" in name or name.replace(".", "").isdigit()
