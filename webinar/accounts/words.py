"""Accounts in words: what each role may do, and what people are told about by mail."""

from flask_babel import lazy_gettext as _

from webinar.accounts.models import MODERATOR, ORGANIZER, REVIEWER

#: role -> what it may do
ROLE_WORDS = {
    ORGANIZER: _("Organizer: everything"),
    REVIEWER: _("Reviewer: reads the papers that were handed in"),
    MODERATOR: _("Moderator: comments and messages"),
}
#: subject -> what one is told about
SUBJECT_WORDS = {
    "paper": _("papers that are handed in"),
    "comment": _("comments that wait for approval"),
    "message": _("messages to the organizers"),
}
