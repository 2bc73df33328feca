"""What somebody typed, carried in hidden fields across a question that came between."""

from flask import request

#: marks the fields of the form that waits
KEPT = "kept."
#: more than this is no form of ours
_MOST = 400
_SECRETS = frozenset({"csrf_token", "password", "current"})


def has_secrets() -> bool:
    """The form holds a password, which is never carried along."""
    return not (_SECRETS - {"csrf_token"}).isdisjoint(request.form)


def typed_fields() -> list[tuple[str, str]]:
    """Everything in the form that waits, but secrets (files cannot be kept)."""
    typed = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _SECRETS and not name.startswith(KEPT)
    ]
    return typed[:_MOST]


def kept_fields() -> list[tuple[str, str]]:
    """What the page in between carried along, to be sent again."""
    return [
        (name.removeprefix(KEPT), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(KEPT)
    ]
