"""Logs: one JSON object per line on standard error, without people's words and addresses.

Times are UTC. What stands in a line beside the program's own words is masked here, in one place:
mail and network addresses, signed tokens, and of errors the values they were raised about.
"""

import logging
import re
import traceback
from collections.abc import MutableMapping
from typing import Any

from flask import g, has_request_context

#: where the request's name is kept in the WSGI environment
REQUEST_ID = "webinar.request_id"
_MASKS = (
    (re.compile(r"[^\s@\"'<>(),;:]+@[^\s@\"'<>(),;]+"), "(address)"),
    (re.compile(r"(?<![\d.])\d{1,3}(\.\d{1,3}){3}(?![\d.])"), "(address)"),
    (re.compile(r"(?<![\w:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])", re.I), "(address)"),
    (re.compile(r"[\w-]{20,}\.[\w.-]{16,}"), "(token)"),
    # of a personal feed (calendars/personal/tokens.py)
    (re.compile(r"(?<!\w)[a-z2-7]{32}(?!\w)", re.ASCII), "(token)"),
)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
#: their messages name parts of the program
_OF_THE_PROGRAM = (TypeError, AttributeError, NameError, ImportError, AssertionError)
#: their messages are what somebody typed
_OF_THE_INPUT = (ValueError, LookupError)
#: written by us, and never masked
_OURS = frozenset({"timestamp", "level", "logger", "request_id", "reference", "exception"})

Event = MutableMapping[str, Any]


def configure(*, requests: bool) -> None:
    """Log warnings, errors and the security log of this process.

    With `requests` also a line for each request.
    """
    import structlog

    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
        foreign_pre_chain=[
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            _name_request,
            _tell_exception,
            _mask,
        ],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("webinar.security").setLevel(logging.INFO)
    logging.getLogger("webinar.requests").setLevel(logging.INFO if requests else logging.WARNING)


def _name_request(_logger: Any, _method: str, event: Event) -> Event:
    """Which request it was about."""
    if has_request_context() and "request_id" in g:
        event.setdefault("request_id", g.request_id)
    return event


def _tell_exception(_logger: Any, _method: str, event: Event) -> Event:
    raised = event.pop("exc_info", None)
    if raised and raised[1] is not None:
        event["exception"] = told(raised[1])
    return event


def _mask(_logger: Any, _method: str, event: Event) -> Event:
    for name, value in event.items():
        if name not in _OURS and not name.startswith("_") and not isinstance(value, int | float):
            event[name] = masked(str(value))
    return event


def masked(words: str) -> str:
    """The same words without addresses and tokens."""
    for mask, instead in _MASKS:
        words = mask.sub(instead, words)
    return words


def told(error: BaseException) -> str:
    """Where an error came from, and what it says where that is no person's word."""
    parts: list[str] = []
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        frames = "".join(traceback.format_tb(one.__traceback__))
        parts.append(f"{frames}{type(one).__module__}.{type(one).__qualname__}{_said(one)}")
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return "\nafter\n".join(parts)


def _is_of_the_database(error: BaseException) -> bool:
    """A driver's error, or SQLAlchemy's around it."""
    return hasattr(error, "diag") or hasattr(error, "orig") or hasattr(error, "sqlite_errorcode")


def _said(error: BaseException) -> str:
    if isinstance(error, _OF_THE_INPUT):
        return ""
    # What follows the first line repeats the row's values, in the language of the server.
    words, _, more = str(error).partition("\n")
    if statement := getattr(error, "statement", None):
        words = f"{words} [SQL: {statement}]"
    elif not _is_of_the_database(error):
        words = f"{words}\n{more}".rstrip()
    if not isinstance(error, _OF_THE_PROGRAM):
        words = _QUOTED.sub("(value)", words)
    return f": {masked(words)}"
