"""What somebody typed, carried in hidden fields across a question that came between."""

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from webinar.core.toolarge import typed_words

#: marks the fields of the form that waits
KEPT = "kept."
#: the field that carries the name of a file: a browser gives a file only to who chooses it
FILE = "file:"
#: more than this is no form of ours
_MOST, _MOST_FILES, _LONGEST_NAME = 400, 20, 200
_SECRETS = frozenset({"csrf_token", "password", "current"})


def has_secrets() -> bool:
    """The form holds a password, which is never carried along."""
    return not (_SECRETS - {"csrf_token"}).isdisjoint(request.form)


def typed_fields() -> list[tuple[str, str]]:
    """Everything in the form that waits, but secrets; of files the names, as `FILE`."""
    names: list[str] = []
    try:
        sent: MultiDict[str, str] = request.form
        names = [file.filename or "" for _, file in request.files.items(multi=True)]
    except RequestEntityTooLarge:
        sent = typed_words(request)
    typed = [
        (name, value)
        for name, value in sent.items(multi=True)
        if name not in _SECRETS and name != FILE and not name.startswith(KEPT)
    ]
    named = [(FILE, name[:_LONGEST_NAME]) for name in names if name]
    return typed[:_MOST] + named[:_MOST_FILES]


def kept_fields() -> list[tuple[str, str]]:
    """What the page in between carried along, to be sent again."""
    return [
        (name.removeprefix(KEPT), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(KEPT)
    ]
