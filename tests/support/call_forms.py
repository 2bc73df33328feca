"""The forms about calls, sent wrongly: for the test of every form."""

from tests.support.formwalk import Case
from tests.support.world import BY, World

_LONG = "w" * 400


def call_cases(world: World) -> dict[str, Case]:
    """Endpoint -> a form of it; a second one of an endpoint has a note after a space."""
    from webinar.calls import operations as ops
    from webinar.calls import part_operations as parts
    from webinar.calls.said import CallWords, CodeWords, PartWords
    from webinar.questions.operations import add_question
    from webinar.questions.said import Asking

    words = CallWords(title="Mosses wanted", timezone="Europe/London")
    call = ops.create_call(words=words, webinar_id=world.published.public_id, by=BY)
    call_id, number = call.public_id, call.questionnaire_id
    ops.publish_call(call_id=call_id, by=BY)
    track = parts.add_track(call_id=call_id, words=PartWords("One"), by=BY).public_id
    kind = parts.add_type(call_id=call_id, words=PartWords("Talk"), by=BY).public_id
    code = parts.make_codes(call_id=call_id, words=CodeWords(), by=BY)[0].public_id
    asking = Asking(kind="choice", label="Drink?", choices=[{"label": "Tea"}, {"label": "Water"}])
    question = add_question(questionnaire_id=number, asking=asking, by=BY).public_id
    desk = f"/organize/calls/{call_id}"
    return {
        "calls.create": Case(
            "/organize/calls/new",
            {"title": "", "opens": "2027-03-28T10:00", "closes": "2027-03-28T09:00"},
            said_at=("title", "closes"),
            typed={"guidelines": "a\n\nb"},
        ),
        "calls.create gap": Case(
            "/organize/calls/new",
            {"timezone": "Europe/London", "closes": "2027-03-28T01:30"},
            said_at=("closes",),
            typed={"title": "In the gap"},
        ),
        "calls.create limits": Case(
            "/organize/calls/new",
            {"rule_abstract-least": "200", "rule_abstract-most": "100", "reminds_days": "many"},
            said_at=("rule_abstract-most", "reminds_days"),
            typed={"title": "Limits"},
        ),
        "calls.save": Case(f"{desk}/edit", {"title": _LONG, "most_invitations": "900"}),
        "calls.move_closing": Case(f"{desk}/closing", {"closes": "soon"}),
        "calls.duplicate_now": Case(f"{desk}/duplicate", {"title": ""}),
        "calls.part_create": Case(
            f"{desk}/tracks/new", {"name": ""}, typed={"description": "a\n\nb"}
        ),
        "calls.part_create type": Case(
            f"{desk}/types/new", {"minutes": "0", "closes": "never"}, typed={"name": "Poster"}
        ),
        "calls.part_save": Case(f"{desk}/tracks/{track}", {"name": _LONG}),
        "calls.part_save type": Case(f"{desk}/types/{kind}", {"name": "", "minutes": "x"}),
        "calls.question_create": Case(
            f"{desk}/questions/new", {"label": "", "least": "x"}, typed={"help": "a\n\nb"}
        ),
        "calls.question_create choices": Case(
            f"{desk}/questions/new",
            {"choices-0-label": _LONG, "kind": "choice"},
            said_at=("choices-0-label",),
            typed={"label": "Which?"},
        ),
        "calls.question_create dates": Case(
            f"{desk}/questions/new",
            {"required_from": "soon", "frozen_from": "2027-03-28T01:30"},
            said_at=("required_from",),
            typed={"label": "When?"},
        ),
        "calls.question_save": Case(
            f"{desk}/questions/{question}", {"least": "5", "most": "2"}, said_at=("most",)
        ),
        "calls.make_codes": Case(
            f"{desk}/codes/", {"count": "0", "most_uses": "none"}, typed={"note": "For Lin"}
        ),
        "calls.code_save": Case(f"{desk}/codes/{code}", {"note": _LONG, "expires": "x"}),
        "calls.code_send": Case(
            f"{desk}/codes/{code}", {"email": "nobody"}, action=f"{desk}/codes/{code}/send"
        ),
    }
