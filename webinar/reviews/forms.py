"""Forms of the board, of its phases and scores, and the one that a reviewer fills in."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, RadioField, SelectField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from webinar.core.forms import (
    BaseForm,
    ChoicesField,
    CleanString,
    CleanText,
    WallTimeField,
    WholeNumberField,
    ZoneField,
)
from webinar.core.spans import SpanForm
from webinar.papers.models import DECISIONS
from webinar.reviews.letters import (
    LONGEST_LETTER,
    LONGEST_SUBJECT,
    Letter,
    UnknownPlace,
    check,
)
from webinar.reviews.models import (
    AFTER_OWN,
    ASSIGNED,
    MEAN,
    MOST_STEPS,
    RECOMMENDATIONS,
    Review,
    ScoreCategory,
)
from webinar.reviews.words import (
    MIDDLE_WORDS,
    READS_WORDS,
    RECOMMENDATION_WORDS,
    SEES_WORDS,
    decision_choices,
)

LONGEST = 20_000


class StartForm(BaseForm):
    """What a new board is for: `call:<id>`, `webinar:<id>` or `site`."""

    papers_of = SelectField(_("Which papers"), [InputRequired(_("Choose which papers."))])


class BoardForm(BaseForm):
    middle = RadioField(
        _("How several reviews become one number"),
        choices=list(MIDDLE_WORDS.items()),
        default=MEAN,
        description=_("The median lets a single very high or very low review weigh less."),
    )


class PhaseForm(SpanForm):
    """A stretch of time and its rules."""

    name = CleanString(_("Name"), [DataRequired(_("Give it a name.")), Length(max=120)])
    timezone = ZoneField(_("Time zone"))
    may_review = BooleanField(_("Reviews are written and changed"), default=True)
    reads = RadioField(
        _("Which papers a reviewer reads"), choices=list(READS_WORDS.items()), default=ASSIGNED
    )
    sees_others = RadioField(
        _("When a reviewer sees other reviews and the discussion"),
        choices=list(SEES_WORDS.items()),
        default=AFTER_OWN,
    )
    shows_authors = BooleanField(
        _("Reviewers see who wrote a paper"),
        description=_(
            "Else names are taken out of pages, texts, names of files and the files themselves."
        ),
    )
    shows_reviewers = BooleanField(_("Reviewers see who wrote which review"))
    may_edit = BooleanField(_("Authors may hand in further versions meanwhile"), default=True)
    reminds_before = WholeNumberField(
        _("Remind who is behind, days before it closes"),
        [Optional(), NumberRange(0, 60, _("Write a number from 0 to 60, or leave it empty."))],
        default=3,
        description=_("One mail to each; empty for none."),
    )

    def rules(self) -> dict[str, Any]:
        """As the operations take them."""
        names = (
            "name",
            "may_review",
            "reads",
            "sees_others",
            "shows_authors",
            "shows_reviewers",
            "may_edit",
            "reminds_before",
        )
        return {name: self[name].data for name in names}


class CategoryForm(BaseForm):
    name = CleanString(_("What is scored"), [DataRequired(_("Give it a name.")), Length(max=120)])
    help = CleanString(
        _("Help"),
        [Length(max=500)],
        description=_("What the lowest and the highest number mean, for instance."),
    )
    least = WholeNumberField(
        _("Least"), [InputRequired(_("Write the lowest score.")), NumberRange(-100, 100)], default=1
    )
    most = WholeNumberField(
        _("Most"), [InputRequired(_("Write the highest score.")), NumberRange(-100, 100)], default=5
    )
    weight = WholeNumberField(
        _("Weight"),
        [InputRequired(_("Write the weight.")), NumberRange(0, 100)],
        default=1,
        description=_("Counts so many times; 0 is shown and not counted."),
    )
    is_required = BooleanField(_("Must be scored"), default=True)
    track_id = SelectField(_("Only for the track"), default="")

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        least, most = self.least.data or 0, self.most.data or 0
        if not least < most <= least + MOST_STEPS:
            self.most.errors = [
                gettext(
                    "Write a number above the least, at most %(most)s above it.", most=MOST_STEPS
                )
            ]
            return False
        return True

    def values(self) -> dict[str, Any]:
        names = ("name", "help", "least", "most", "weight", "is_required", "track_id")
        return {name: self[name].data for name in names}


class ReviewForm(BaseForm):
    """A reviewer's; `review_form` adds a group of radio buttons for each score."""

    recommendation = RadioField(
        _("Recommendation"),
        choices=[("", _("None"))] + [(one, RECOMMENDATION_WORDS[one]) for one in RECOMMENDATIONS],
        default="",
    )
    text = CleanText(
        _("Your review"),
        [Length(max=LONGEST)],
        description=_(
            "For the organizers, and for other reviewers where the phase lets them read it."
        ),
    )
    to_authors = CleanText(
        _("Words to the authors"),
        [Length(max=LONGEST)],
        description=_("The organizers may send them along with the decision, without your name."),
    )
    private_note = CleanText(
        _("Private note"), [Length(max=LONGEST)], description=_("Nobody but you sees it.")
    )
    #: number of the version that the person read
    read = HiddenField()

    #: the scores that are asked, set by `review_form`
    asked: Sequence[ScoreCategory] = ()

    def score_fields(self) -> list[Any]:
        return [self[f"score_{one.public_id}"] for one in self.asked]

    def scores(self) -> dict[str, int]:
        found = {one.public_id: self[f"score_{one.public_id}"].data for one in self.asked}
        return {name: int(value) for name, value in found.items() if value}

    def lacks_nothing(self) -> bool:
        """Whether it can be handed in; says beside each score what is missing."""
        for category, field in zip(self.asked, self.score_fields(), strict=True):
            if category.is_required and not field.data:
                field.errors = [gettext("Choose a number before you hand the review in.")]
        return not any(field.errors for field in self.score_fields())


def _is_offered(_form: Any, field: Any) -> None:
    """Nothing chosen is a draft's way to say "not yet"."""
    if field.data and field.data not in dict(field.choices):
        raise ValidationError(_("Choose one of the numbers."))


def review_form(asked: Sequence[ScoreCategory], review: Review | None, **given: Any) -> ReviewForm:
    """The form for these scores with what was written; `formdata=None` for an unsent one."""

    class Scored(ReviewForm):
        pass

    for one in asked:
        steps = [(str(value), str(value)) for value in range(one.least, one.most + 1)]
        if not one.is_required:
            steps = [("", _("None")), *steps]
        field = RadioField(
            one.name,
            [_is_offered],
            choices=steps,
            default="",
            validate_choice=False,
            description=one.help,
        )
        setattr(Scored, f"score_{one.public_id}", field)
    kept: dict[str, Any] = {}
    if review is not None:
        known = {row.category_id: row.value for row in review.scores}
        kept = {
            f"score_{one.public_id}": str(known[one.id]) for one in asked if one.id in known
        } | {
            "recommendation": review.recommendation,
            "text": review.text,
            "to_authors": review.to_authors,
            "private_note": review.private_note,
            "version": str(review.version),
        }
    form = Scored(data=kept, **given)
    form.asked = asked
    return form


class InterestForm(BaseForm):
    reason = CleanString(
        _("Why"),
        [Length(max=500)],
        description=_("“We work together”, “I am one of the authors”. The organizers read it."),
    )


class DeclareForm(InterestForm):
    """An organizer says it of somebody."""

    who = SelectField(_("Reviewer"), [InputRequired(_("Choose who it is."))])


class RemarkForm(BaseForm):
    remark = CleanText(
        _("Say something to the others who review it"),
        [DataRequired(_("Write something first.")), Length(max=5000)],
    )
    parent = HiddenField()


class DecideForm(BaseForm):
    """The decision about one paper, and words that go along."""

    decision = RadioField(
        _("Decision"),
        [InputRequired(_("Choose a decision."))],
        choices=decision_choices(),
        description=_("Nobody outside hears of it before you announce it."),
    )
    words = CleanText(
        _("Words to the authors"),
        [Length(max=LONGEST)],
        description=_("They go along with the announcement. You see every mail before it leaves."),
    )
    with_reviews = BooleanField(_("Add what reviewers wrote to the authors"))


class BulkForm(BaseForm):
    """The same decision for several papers."""

    decision = SelectField(
        _("What you decide"),
        [InputRequired(_("Choose a decision."))],
        choices=[("", _("Choose…")), *decision_choices(), ("none", _("Take the decision back"))],
    )
    papers = ChoicesField(_("Papers"), [InputRequired(_("Choose at least one paper."))])
    words = CleanText(_("Words to all of them"), [Length(max=5000)])


class LettersForm(BaseForm):
    """A subject and a text for each decision that is announced; `letters_form` adds the fields."""

    decisions: Sequence[str] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        for field in self:
            if field.name.startswith(("subject_", "text_")):
                try:
                    check(field.data or "")
                except UnknownPlace as error:
                    field.errors = [*field.errors, gettext(error.message, **error.values)]
                    good = False
        return good

    def letters(self) -> dict[str, Letter]:
        return {
            one: Letter(self[f"subject_{one}"].data, self[f"text_{one}"].data)
            for one in self.decisions
        }


def letters_form(decisions: Sequence[str], letters: dict[str, Letter], **given: Any) -> LettersForm:
    class Written(LettersForm):
        pass

    for one in decisions:
        subject = CleanString(
            _("Subject"),
            [DataRequired(_("Write a subject.")), Length(max=LONGEST_SUBJECT)],
            default=letters[one].subject,
        )
        text = CleanText(
            _("Text"),
            [DataRequired(_("Write the letter.")), Length(max=LONGEST_LETTER)],
            default=letters[one].text,
        )
        setattr(Written, f"subject_{one}", subject)
        setattr(Written, f"text_{one}", text)
    form = Written(**given)
    form.decisions = [one for one in DECISIONS if one in decisions]
    return form


class AssignForm(BaseForm):
    """Evenly, or a track to the people who know it."""

    reviewers = ChoicesField(_("Reviewers"), [InputRequired(_("Choose at least one person."))])
    track = SelectField(_("Papers"), default="")
    each = WholeNumberField(
        _("Reviewers for each paper"),
        [
            InputRequired(_("Write how many reviewers each paper gets.")),
            NumberRange(1, 20, _("Write a number from 1 to 20.")),
        ],
        default=3,
        description=_("Those who were asked already count."),
    )


class AskForm(BaseForm):
    """Reviewers for one paper, by hand."""

    reviewers = ChoicesField(_("Ask"), [InputRequired(_("Choose at least one person."))])


class NudgeForm(BaseForm):
    people = ChoicesField(_("Who gets a mail"), [InputRequired(_("Choose at least one person."))])
    words = CleanText(
        _("Your own words"), [Length(max=1000)], description=_("They stand above our sentence.")
    )


class PlanForm(BaseForm):
    """Accepted papers become sessions, one after the other."""

    papers = ChoicesField(_("Papers"), [InputRequired(_("Choose at least one paper."))])
    webinar = SelectField(_("Webinar"), [InputRequired(_("Choose a webinar."))])
    starts = WallTimeField(
        _("The first starts"),
        [InputRequired(_("Say when it starts."))],
        description=_("In the webinar's time zone. Each is as long as its type says."),
    )
    break_minutes = WholeNumberField(
        _("Break between them, in minutes"),
        [InputRequired(_("Write 0 for none.")), NumberRange(0, 600)],
        default=0,
    )
    room = SelectField(_("Room"), default="")


class FillForm(BaseForm):
    paper = SelectField(_("Paper"), [InputRequired(_("Choose a paper."))])
    session = SelectField(_("Session"), [InputRequired(_("Choose a session."))])


class PlaceForm(BaseForm):
    """A paper put on a webinar's timetable: `into:<session>`, `after:<session>` or `start`."""

    paper = SelectField(_("Paper"), [InputRequired(_("Choose a paper."))])
    place = SelectField(_("Where"), [InputRequired(_("Choose where."))])
