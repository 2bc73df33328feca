"""What an organizer writes: a piece of news, a standing page."""

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from webinar.core.forms import BaseForm, CleanString, CleanText, MarkdownField, WholeNumberField
from webinar.core.languages import OWN_NAMES
from webinar.core.prepared import LONGEST_TEXT

_SLUG_HELP = _("The end of its address. Empty: made from the title. The former address goes on.")


class PostForm(BaseForm):
    """A piece of news."""

    title = CleanString(_("Title"), [DataRequired(_("Give it a title.")), Length(max=300)])
    summary = CleanText(
        _("In one or two sentences"),
        [Length(max=600)],
        description=_("Stands in lists and in search engines."),
    )
    body = MarkdownField(
        _("Text"),
        [DataRequired(_("Write its text.")), Length(max=LONGEST_TEXT)],
    )
    language = SelectField(
        _("Language"),
        choices=list(OWN_NAMES.items()),
        default="en",
    )
    slug = CleanString(_("Address"), [Length(max=80)], description=_SLUG_HELP)


class PageForm(BaseForm):
    """A standing page."""

    title = CleanString(_("Title"), [DataRequired(_("Give it a title.")), Length(max=200)])
    body = MarkdownField(
        _("Text"),
        [DataRequired(_("Write its text.")), Length(max=LONGEST_TEXT)],
    )
    slug = CleanString(_("Address"), [Length(max=80)], description=_SLUG_HELP)
    position = WholeNumberField(
        _("Place in the footer"),
        [Optional(), NumberRange(0, 999)],
        default=0,
        description=_("Small numbers come first."),
    )
