"""Addresses of calls as they stand in mails and on the desk."""

from urllib.parse import quote

from flask import current_app

from webinar.calls.models import AccessCode, Call


def call_address(call: Call) -> str:
    """The whole address of its page."""
    return f"{current_app.config['BASE_URL']}/calls/{quote(call.slug)}"


def code_address(call: Call, code: AccessCode) -> str:
    """Its page with a code; whoever opens it comes to the form."""
    return f"{call_address(call)}?code={quote(code.code)}"
