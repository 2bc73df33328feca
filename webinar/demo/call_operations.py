"""Loading the calls of the example programme."""

from datetime import date, datetime, time, timedelta

from webinar.calls import part_operations as parts
from webinar.calls.asked import Rule, stored
from webinar.calls.models import NO, Call
from webinar.calls.operations import create_call, publish_call
from webinar.calls.said import CallWords, PartWords
from webinar.core.clock import WallTime
from webinar.core.journal import Actor
from webinar.demo.content import kinds
from webinar.questions.operations import add_question
from webinar.questions.said import Asking


def words_of(call: kinds.Call, today: date) -> CallWords:
    """What is said of it, dated relative to `today`."""
    asked = [Rule(name, how, least, most) for name, (how, least, most) in call.limits.items()]
    return CallWords(
        title=call.title,
        slug=call.key,
        timezone=call.timezone,
        opens=_wall(call, today, call.opens_day, "09:00"),
        closes=_wall(call, today, call.closes_day, call.closes),
        summary=call.summary,
        description=call.description,
        guidelines=call.guidelines,
        example=call.example,
        asked=stored([*asked, *(Rule(name, NO) for name in call.not_asked)]),
    )


def _wall(call: kinds.Call, today: date, day: int, hour: str) -> WallTime:
    local = datetime.combine(today + timedelta(days=day), time.fromisoformat(hour))
    return WallTime(local, call.timezone)


def load_call(call: kinds.Call, webinar_id: str, today: date, by: Actor) -> Call:
    """Published, with its tracks, types and questions."""
    made = create_call(words=words_of(call, today), webinar_id=webinar_id, by=by)
    call_id, number = made.public_id, made.questionnaire_id or 0
    for part in (*call.tracks, *call.types):
        add = parts.add_track if part in call.tracks else parts.add_type
        closes = _wall(call, today, part.closes_day, call.closes) if part.closes_day else None
        words = PartWords(
            name=part.name,
            description=part.description,
            closes=closes,
            minutes=part.minutes,
            session_kind=part.session_kind,
        )
        add(call_id=call_id, words=words, by=by)
    for question in call.questions:
        asking = Asking(
            kind=question.kind,
            label=question.label,
            help=question.help,
            is_required=question.is_required,
            choices=[{"label": one} for one in question.choices],
            least=question.least,
            most=question.most,
        )
        add_question(questionnaire_id=number, asking=asking, by=by)
    return publish_call(call_id=call_id, by=by)
