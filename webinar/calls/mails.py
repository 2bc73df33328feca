"""Mails about calls, queued in the transaction of their cause."""

from flask_babel import force_locale, gettext

from webinar.calls.addresses import call_address, code_address
from webinar.calls.models import AccessCode, Call
from webinar.calls.words import standing_words
from webinar.core.i18n import zoned_time
from webinar.core.mail import queue_mail


def send_code_to(email: str, call: Call, code: AccessCode, cause: str) -> None:
    """The code and its link, with when it opens what; in the call's language."""
    with force_locale(call.language):
        subject = gettext("Your access code: %(title)s", title=call.title)
        standing = standing_words(call)
        expires = zoned_time(code.expires_at, call.timezone) if code.expires_at else ""
    queue_mail(
        "calls/mail/code",
        to=email,
        language=call.language,
        subject=subject,
        cause=cause,
        title=call.title,
        code=code.code,
        url=code_address(call, code),
        call_url=call_address(call),
        standing=standing,
        is_for_late=code.is_for_late,
        expires=expires,
        most_uses=code.most_uses,
    )
