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
from wtforms.validators import DataRequired, Length, ValidationError

from webinar.calls.asked import rules_of
from webinar.calls.codes import as_code
from webinar.core import languages
from webinar.core.filetypes import PAPER_KINDS
from webinar.core.forms import (
    BaseForm,
    CleanString,
    CleanText,
    FormPart,
    MailField,
    MarkdownField,
    Rows,
)
from webinar.core.held import Held, HeldFiles
from webinar.core.publicforms import PublicForm
from webinar.core.richtext import MAX_SOURCE
from webinar.core.text import whole_number
from webinar.core.uploadrule import UploadRule
from webinar.papers.adapting import adapt, adapt_author, code_problem
from webinar.papers.drafts import Author, draft_front
from webinar.papers.models import Paper
from webinar.papers.wanted import Choice, Wanted
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
        if "affiliation" in self and self.affiliation.data:
            field.errors = [*field.errors, gettext("Whose affiliation is this? Write the name.")]
        elif "orcid" in self and self.orcid.data:
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
    body = MarkdownField(
        _("Text"),
        [
            Length(
                max=MAX_SOURCE,
                message=_("This is more text than a page can hold. Hand it in as a PDF instead."),
            )
        ],
        description=_("Write here, or paste it from your word processor."),
    )
    note = CleanText(
        _("A word to the organizers"), [Length(max=2000)], description=_("Readers never see it.")
    )
    type_id = SelectField(_("Kind of contribution"), default="")
    track_id = SelectField(_("Track"), default="")
    code = CleanString(
        _("Access code"),
        [Length(max=80)],
        description=_("Only if the organizers gave you one."),
    )
    #: names of the fields that the paper itself keeps
    KEPT: ClassVar[tuple[str, ...]] = ("title", "kind", "language", "abstract", "body", "note")

    def __init__(self, *args: Any, wanted: Wanted | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = kind_choices()
        self.language.choices = languages.choices(self.language.data)
        #: seconds before another code can be tried
        self.code_wait = 0
        #: the code that the draft has already, as it is stored
        self.known_code = wanted.code.code if wanted and wanted.code else ""
        self.wanted = adapt(self, wanted or Wanted(None, rules_of(None)))

    def validate_code(self, field: CleanString) -> None:
        """One that opens something; the same stays as it is, whatever became of it."""
        if as_code(field.data or "") == self.known_code:
            return
        if problem := self.code_trouble:
            raise ValidationError(problem)

    @property
    def code_trouble(self) -> str:
        """What is wrong with the code, in a sentence; empty where nothing is."""
        return code_problem(self.wanted, self.code.data, self.code_wait)

    def values(self) -> dict[str, Any]:
        """As `start_paper` and `edit_paper` take them, of fields that are asked, without errors."""
        return {
            name: self[name].data or ""
            for name in self.KEPT
            if name in self and not self[name].errors
        }

    @property
    def choice(self) -> Choice | None:
        """What was chosen in the call; None without one, or where a choice is wrong."""
        names = [name for name in ("type_id", "track_id", "code") if name in self]
        if self.wanted.call is None or any(self[name].errors for name in names):
            return None
        chosen = {name: self[name].data or "" for name in names}
        return Choice(call_id=self.wanted.call.public_id, **chosen)


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
    files = MultipleFileField(_("Files"))
    held = HeldFiles(_("Files that are here already"), rule=UploadRule(PAPER_KINDS, 0))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "files" not in self:
            del self.held
        # Errors are told in the order of the page: the person comes first.
        for name in ("orcid", "affiliation", "email", "name"):
            if name in self:
                self._fields.move_to_end(name, last=False)

    @property
    def waiting(self) -> list[Held]:
        """Files that came before, when something else was wrong."""
        return self.held.data if "held" in self else []

    def typed_of(self, name: str) -> str:
        """Of a field that may not be asked."""
        return str(self[name].data or "") if name in self else ""


class PaperForm(PaperWords):
    """A draft."""

    session_id = SelectField(_("Session"), default="")
    authors = Rows(FormField(AuthorForm), min_entries=1, max_entries=MOST_AUTHORS)
    files = MultipleFileField(_("Add files"))
    KEPT: ClassVar[tuple[str, ...]] = (*PaperWords.KEPT, "session_id")

    def __init__(self, *args: Any, sessions: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in self.authors.entries:
            adapt_author(row.form, self.wanted)
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
            adapt_author(self.authors.append_entry(row).form, self.wanted)

    def authors_named(self) -> list[Author]:
        """Rows with a name, in order."""
        return [
            Author(
                row["name"],
                row.get("affiliation", ""),
                row.get("speaker_id", ""),
                row.get("orcid", ""),
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


class AddressForm(BaseForm):
    """The mail address of a draft that began without an account, where it had a slip."""

    email = MailField(
        _("Your mail address"),
        [DataRequired(_("Tell us where to send the link.")), Length(max=254)],
    )


class InviteForm(BaseForm):
    """Ask a co-author by mail."""

    name = SelectField(_("Author"), [DataRequired(_("Choose an author."))])
    email = MailField(
        _("Their mail address"),
        [DataRequired(_("Tell us where to send the mail.")), Length(max=254)],
        description=_("Only you and the organizers see it."),
    )

    def __init__(self, *args: Any, names: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name.choices = [(name, name) for name in names]
        if names:
            self.name.choices.insert(0, ("", gettext("Choose…")))


class CoauthorForm(PublicForm):
    """How a co-author wants to stand there; all of it may be declined as well."""

    name = CleanString(_("Name"), [DataRequired(_("Write your name.")), Length(max=200)])
    affiliation = CleanString(_("Affiliation"), [Length(max=300)])
    orcid = OrcidField(_("ORCID iD"), [Length(max=100)])


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
        "type_id": paper.type.public_id if paper.type else "",
        "track_id": paper.track.public_id if paper.track else "",
        "code": paper.code.code if paper.code else "",
        "version": str(paper.version),
    }
