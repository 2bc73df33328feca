"""The list of calls, and the page of one."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.models import ORGANIZER
from webinar.calls import queries
from webinar.calls.asked import asked_words, field_words, rules_of
from webinar.calls.blueprint import bp
from webinar.calls.models import DRAFT, Call
from webinar.calls.policy import may_arrange_call, may_arrange_calls
from webinar.calls.standing import is_orphan, standing
from webinar.calls.views.finding import call_or_404
from webinar.calls.words import CLOSING, SHOWN, owner_words, shown_words, standing_words
from webinar.core.access import policy
from webinar.questions.queries import answer_counts, questions_of
from webinar.questions.words import kind_words
from webinar.webinars.scope import scope_of


@bp.get("/")
@policy(may_arrange_calls)
def index() -> ResponseReturnValue:
    show = request.args.get("show", "")
    show = show if show in (*SHOWN, CLOSING) else ""
    calls = queries.arranged_calls(scope_of(ORGANIZER), closing=show == CLOSING)
    states = {one.id: standing(one) for one in calls}
    shown = [one for one in calls if show not in SHOWN or states[one.id] == show]
    return render_template(
        "calls/index.html",
        calls=shown,
        total=len(calls) or show,
        counts=queries.paper_counts(shown),
        states=states,
        show=show,
        entries=[
            (gettext("All"), url_for("calls.index"), not show),
            *(
                (shown_words(one), url_for("calls.index", show=one), show == one)
                for one in (CLOSING, *SHOWN)
            ),
        ],
        standing_words=standing_words,
        owner_words=owner_words,
    )


@bp.get("/<call_id>/")
@policy(may_arrange_call)
def show(call_id: str) -> ResponseReturnValue:
    call = call_or_404(call_id)
    questions = questions_of(call.questionnaire_id)
    codes = queries.codes_of(call)
    return render_template(
        "calls/show.html",
        call=call,
        state=standing(call),
        state_words=standing_words(call),
        owner_words=owner_words(call),
        counts=queries.paper_counts([call])[call.id],
        questions=questions,
        answered=answer_counts(call.questionnaire_id),
        question_kind=kind_words,
        codes=codes,
        good_codes=sum(one.is_good for one in codes),
        rules=[
            (field_words(name), asked_words(rule.asked), rule.limits)
            for name, rule in rules_of(call).items()
        ],
        parts={one.public_id: one.name for one in call.parts},
        step=_next_step(call, len(codes)),
    )


def _next_step(call: Call, codes: int) -> dict[str, Any] | None:
    """The one thing that is best done next, in words; None when nothing waits."""
    if is_orphan(call):
        return None
    if call.needs_code and not codes:
        return {
            "sentence": gettext("Nobody can hand in yet: this call needs access codes."),
            "button": gettext("Make codes"),
            "url": url_for("calls.codes", call_id=call.public_id),
        }
    if call.state == DRAFT:
        return {
            "sentence": gettext("Nobody sees this call yet."),
            "button": gettext("Publish the call"),
            "url": url_for("calls.take", call_id=call.public_id, step="publish"),
            "is_post": True,
        }
    return None
