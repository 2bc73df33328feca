"""Roles of a webinar in words."""

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
