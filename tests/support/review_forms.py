"""Forms of choosing, each with what is wrong in it."""

from typing import Any


def review_cases(case: Any, choosing: Any) -> dict[str, Any]:
    """Endpoint -> case, on the board of `tests.support.reviewing.Choosing`.

    Its first paper waits, the second is decided and the third is accepted.
    """
    board = choosing.url("").rstrip("/")
    first = f"{board}/papers/{choosing.papers[0]}"
    score = f"score_{choosing.category_id}"
    return {
        "reviews.start": case("/organize/reviews/new", {"papers_of": ""}),
        "reviews.create_phase": case(
            f"{board}/phases/new",
            {"name": "", "starts": "2027-03-01T10:00", "ends": "2027-03-01T09:00"},
            said_at=("name", "ends"),
        ),
        "reviews.save_phase": case(
            f"{board}/phases/{choosing.phase_id}", {"name": "w" * 121, "reminds_before": "soon"}
        ),
        "reviews.create_category": case(
            f"{board}/scores/new", {"name": "", "least": "low", "weight": "-1"}
        ),
        "reviews.save_category": case(
            f"{board}/scores/{choosing.category_id}", {"most": "1"}, typed={"help": "Words"}
        ),
        "reviews.plan": case(f"{board}/assign", {"reviewers": [], "each": "many"}),
        "reviews.send_reminders": case(
            f"{board}/remind", {"people": []}, typed={"words": "Please."}
        ),
        "reviews.write": case(
            first, {score: []}, typed={"text": "Good\n\nbut short"}, button=("hand_in", "1")
        ),
        "reviews.declare": case(first, {"reason": "w" * 501}, action=f"{first}/interest"),
        "reviews.say_something": case(first, {"remark": ""}, action=f"{first}/remarks"),
        "reviews.say_as_organizer": case(
            f"{first}/decision", {"remark": ""}, action=f"{first}/words"
        ),
        "reviews.decide_one": case(
            f"{first}/decision", {"decision": []}, typed={"words": "Thank you."}
        ),
        "reviews.ask_reviewers": case(
            f"{first}/decision", {"reviewers": []}, action=f"{first}/reviewers"
        ),
        "reviews.declare_for": case(
            f"{first}/decision", {"who": ""}, action=f"{first}/interests", typed={"reason": "w"}
        ),
        "reviews.decide": case(
            f"{board}/", {"papers": [], "decision": ""}, action=f"{board}/decide"
        ),
        "reviews.announce_now": case(
            f"{board}/announce", {"subject_accepted": "", "text_accepted": "Dear {nobody}"}
        ),
        "reviews.make_sessions": case(
            f"{board}/programme", {"papers": [], "starts": "soon", "break_minutes": "long"}
        ),
        "papers.cancel_now": case(
            f"/organize/papers/{choosing.papers[2]}/cancel", {"words": "w" * 2001}
        ),
        "papers.my_withdraw_now": case(
            f"{choosing.page_of(2)}/withdraw", {"words": "w" * 2001}, "guest"
        ),
        "reviews.fill_one": case(
            f"{board}/programme", {"paper": "", "session": ""}, action=f"{board}/programme/fill"
        ),
    }
