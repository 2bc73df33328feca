"""What speakers and organizers fill in about papers."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import MultipleFileField
from wtforms import (
    BooleanField,
    FormField,
    HiddenField,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, Length

from webinar.core import languages
from webinar.core.forms import BaseForm, CleanString, CleanText, FormPart, MailField, Rows
from webinar.core.publicforms import PublicForm
from webinar.core.richtext import MAX_SOURCE
from webinar.core.text import whole_number
from webinar.papers.drafts import Author, draft_front
from webinar.papers.models import Paper
from webinar.papers.words import kind_choices
from webinar.speakers.orcid import OrcidField
from webinar.speakers.queries import speaker_by_id

#: authors of one paper
MOST_AUTHORS = 40
LONGEST_ABSTRACT = 10_000


class CallForm(PublicForm):
    """The open call: who wants to hand something in."""

    name = CleanString(_("Your name"), [DataRequired(_("Tell us your name.")), Length(max=200)])
    email = MailField(
        _("Your mail address"),
        [
            DataRequired(_("Tell us where to send the link.")),
            Length(max=254),
        ],
        description=_("Your personal link is sent there. It is never shown."),
    )


class AuthorForm(FormPart):
    """One author; a row without a name is left out."""

    name = CleanString(_("Name"), [Length(max=200)])
    affiliation = CleanString(_("Affiliation"), [Length(max=300)])
    orcid = OrcidField(_("ORCID iD"), [Length(max=100)])
    is_presenting = BooleanField(_("Presents it"))

    def validate_name(self, field: CleanString) -> None:
        """An affiliation belongs to somebody, and so does an ORCID iD."""
        if field.data:
            return
        if self.affiliation.data:
            field.errors = [*field.errors, gettext("Whose affiliation is this? Write the name.")]
        elif self.orcid.data:
            field.errors = [*field.errors, gettext("Whose ORCID iD is this? Write the name.")]


class KnownAuthorForm(AuthorForm):
    """For organizers: with the profile the name leads to."""

    speaker_id = SelectField(_("Profile"), default="", validate_choice=False)


class PaperWords(BaseForm):
    """What a paper says, whoever writes it: only a title is needed to save it."""

    #: chosen before the paper exists, so that sending twice makes one paper
    key = HiddenField(render_kw={"data-once": True})
    title = CleanString(_("Title"), [DataRequired(_("Give it a title.")), Length(max=300)])
    kind = SelectField(_("What it is"), default="paper")
    language = SelectField(_("Language of the text"), default="en")
    abstract = CleanText(
        _("Abstract"),
        [Length(max=LONGEST_ABSTRACT)],
        description=_("A paragraph or two; it stands above the text and in lists."),
    )
    body = CleanText(
        _("Text"),
        [
            Length(
                max=MAX_SOURCE,
                message=_("This is more text than a page can hold. Hand it in as a PDF instead."),
            )
        ],
        description=_(
            "Paste it, or write Markdown: ## for a heading, 1. for a numbered list, *italic*."
        ),
    )
    note = CleanText(
        _("A word to the organizers"), [Length(max=2000)], description=_("Readers never see it.")
    )
    #: names of the fields that the paper itself keeps
    KEPT: ClassVar[tuple[str, ...]] = ("title", "kind", "language", "abstract", "body", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = kind_choices()
        self.language.choices = languages.choices(self.language.data)

    def values(self) -> dict[str, Any]:
        """As `start_paper` and `edit_paper` take them, of fields without errors."""
        return {name: self[name].data or "" for name in self.KEPT if not self[name].errors}


class StartForm(PublicForm, PaperWords):
    """The first save of somebody without an account: name and mail address, and the paper."""

    name = CleanString(_("Your name"), [DataRequired(_("Tell us your name.")), Length(max=200)])
    email = MailField(
        _("Your mail address"),
        [DataRequired(_("Tell us where to send the link.")), Length(max=254)],
        description=_("The link to your draft is sent there. It is never shown."),
    )
    affiliation = CleanString(_("Affiliation"), [Length(max=300)])
    orcid = OrcidField(_("ORCID iD"), [Length(max=100)])


class PaperForm(PaperWords):
    """A draft."""

    session_id = SelectField(_("Session"), default="")
    authors = Rows(FormField(AuthorForm), min_entries=1, max_entries=MOST_AUTHORS)
    files = MultipleFileField(_("Add files"))
    KEPT: ClassVar[tuple[str, ...]] = (*PaperWords.KEPT, "session_id")

    def __init__(self, *args: Any, sessions: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session_id.choices = [("", gettext("None, or not known yet")), *sessions]

    def author_rows(self) -> list[dict[str, Any]]:
        """The rows as typed, empty ones too."""
        return [
            {name: value or "" for name, value in row.data.items()} for row in self.authors.entries
        ]

    def set_author_rows(self, rows: Sequence[dict[str, Any]]) -> None:
        """Show these rows instead; at least one, at most MOST_AUTHORS."""
        while self.authors.entries:
            self.authors.pop_entry()
        for row in (rows or [{}])[:MOST_AUTHORS]:
            self.authors.append_entry(row)

    def authors_named(self) -> list[Author]:
        """Rows with a name, in order."""
        return [
            Author(
                row["name"],
                row["affiliation"],
                row.get("speaker_id", ""),
                row["orcid"],
                bool(row["is_presenting"]),
            )
            for row in self.author_rows()
            if row["name"]
        ]


class OrganizerPaperForm(PaperForm):
    """The same, for anybody's paper."""

    authors = Rows(FormField(KnownAuthorForm), min_entries=1, max_entries=MOST_AUTHORS)
    submitter_id = SelectField(
        _("Speaker"),
        default="",
        description=_(
            "Whose personal page the paper stands on. They can change it there, and are its author"
            " when you name nobody else."
        ),
    )
    slug = CleanString(
        _("Address"),
        [Length(max=80)],
        description=_("The last part of the page's address. Former addresses lead to the new one."),
    )

    def __init__(
        self,
        *args: Any,
        speakers: Sequence[tuple[str, str]] = (),
        needs_session: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if needs_session:
            self.session_id.choices = list(self.session_id.choices)[1:]
            if not self.session_id.choices:
                self.session_id.description = gettext(
                    "A paper of yours stands in a session of your webinars. Add a session first."
                )
        self.people = [("", gettext("Nobody")), *speakers]
        self.submitter_id.choices = self.people
        self._offer_people()

    def _offer_people(self) -> None:
        for row in self.authors.entries:
            row.form.speaker_id.choices = self.people

    def set_author_rows(self, rows: Sequence[dict[str, Any]]) -> None:
        super().set_author_rows(rows)
        self._offer_people()

    def validate(self, extra_validators: Any = None) -> bool:
        """Profiles are checked against those there are."""
        good: bool = super().validate(extra_validators)
        known = {key for key, _name in self.people}
        for row in self.authors.entries:
            if (row.form.speaker_id.data or "") not in known:
                row.form.speaker_id.errors = [gettext("This profile was deleted. Choose again.")]
                good = False
        return good

    def authors_named(self) -> list[Author]:
        """Where nobody is named, the speaker is the author."""
        named = super().authors_named()
        speaker = speaker_by_id(self.submitter_id.data or "") if not named else None
        if speaker is not None:
            return [Author(speaker.name, speaker.affiliation, speaker.public_id)]
        return named

    def values(self) -> dict[str, Any]:
        return super().values() | {"submitter_id": self.submitter_id.data or ""}


class SubmitForm(BaseForm):
    """Handing in: what changed, from the second version on."""

    #: newest version when the page was opened
    after = HiddenField()
    changes_note = CleanString(
        _("What changed"),
        [Length(max=500)],
        description=_("One sentence; readers see it in the list of versions."),
    )

    @property
    def seen(self) -> int | None:
        """The number in `after`; None when it is none."""
        return whole_number(self.after.data, most=99_999)


class WithdrawForm(BaseForm):
    words = CleanText(
        _("Why"),
        [Length(max=2000)],
        description=_("For the organizers; readers never see it."),
    )


class CancelForm(BaseForm):
    """An organizer cancels what was accepted."""

    words = CleanText(
        _("Why"),
        [Length(max=2000)],
        description=_("Whoever handed it in gets a mail with these words."),
    )


class TakeOverForm(BaseForm):
    """What becomes of a recognised text; the ticks are named by the suggestions' keys."""

    #: file whose text it is; empty for the text of the draft
    file = StringField()


def stored_values(paper: Paper) -> dict[str, Any]:
    """A paper as the form shows it: what is being written."""
    front = draft_front(paper)
    return {
        "title": front.title,
        "kind": front.kind,
        "language": front.language,
        "session_id": paper.session.public_id if paper.session else "",
        "abstract": front.abstract,
        "body": paper.body,
        "note": paper.note,
        "authors": [asdict(author) for author in front.authors] or [{}],
        "submitter_id": paper.submitter.public_id if paper.submitter else "",
        "slug": paper.slug,
        "version": str(paper.version),
    }
