"""Roles of a webinar and kinds of session in words."""

from flask_babel import lazy_gettext as _

from webinar.accounts.models import MODERATOR, ORGANIZER, REVIEWER

#: role -> its name
ROLE_NAMES = {
    ORGANIZER: _("Organizer"),
    REVIEWER: _("Reviewer"),
    MODERATOR: _("Moderator"),
}
#: role -> what it may do in its webinar
ROLE_WORDS = {
    ORGANIZER: _("Organizer: everything about this webinar"),
    REVIEWER: _("Reviewer: reads the papers that were handed in"),
    MODERATOR: _("Moderator: comments"),
}

#: kind of session -> its name
KIND_WORDS = {
    "talk": _("Talk"),
    "keynote": _("Keynote"),
    "panel": _("Panel"),
    "workshop": _("Workshop"),
    "discussion": _("Discussion"),
    "break": _("Break"),
}
