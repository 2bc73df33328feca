"""What the items of a checklist are called, and what is said about them."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from webinar.checklists.models import (
    ABSTRACT,
    BIOGRAPHY,
    CONSENT,
    OWN,
    PORTRAIT,
    SLIDES,
    SOUND_CHECK,
    TITLE,
    ChecklistItem,
)

#: kind -> what it is called; short enough for the head of a column
KIND_WORDS = {
    PORTRAIT: _("Portrait"),
    BIOGRAPHY: _("Biography"),
    TITLE: _("Title"),
    ABSTRACT: _("Abstract"),
    SLIDES: _("Slides"),
    CONSENT: _("Consent to record"),
    SOUND_CHECK: _("Sound check"),
    OWN: _("Something else"),
}
#: kind -> what the person is asked for
ASKED = {
    PORTRAIT: _("A portrait of you"),
    BIOGRAPHY: _("A few sentences about you"),
    TITLE: _("The title of your talk"),
    ABSTRACT: _("What your talk is about"),
    SLIDES: _("Your slides"),
    CONSENT: _("Whether your talk may be recorded"),
    SOUND_CHECK: _("A check of your sound and picture"),
}
#: what a consent says where organizers wrote nothing else
CONSENT_WORDS = _(
    "I agree that my talk is recorded, with picture and sound, and that the organizers publish the"
    " recording on this site. I can take this back at any time."
)
SOUND_CHECK_WORDS = _(
    "Open the room some time before, with the machine and the place that you will speak from, and"
    " listen to how you sound."
)


def item_title(item: ChecklistItem) -> str:
    """For organizers: the head of a column."""
    return item.title or str(KIND_WORDS[item.kind])


def asked(item: ChecklistItem) -> str:
    """For the person it is asked of."""
    return item.title or str(ASKED.get(item.kind, KIND_WORDS[item.kind]))


def due_words(days_before: int) -> str:
    if days_before == 0:
        return gettext("at the beginning")
    if days_before == 1:
        return gettext("one day before")
    return gettext("%(days)s days before", days=days_before)
