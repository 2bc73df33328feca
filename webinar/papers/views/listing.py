"""The organizers' list of papers; its state is in the address."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.models import ORGANIZER
from webinar.core.access import policy
from webinar.papers.blueprint import bp
from webinar.papers.overview import asked_list, calls_with_papers, overview, webinars_with_papers
from webinar.papers.policy import may_arrange_papers
from webinar.papers.queries import HANDED_IN
from webinar.webinars.scope import scope_of

#: filter -> its name in the address
_NAMES = {
    "state": "state",
    "search": "q",
    "webinar_id": "webinar",
    "call_id": "call",
    "track_id": "track",
    "type_id": "type",
}


@bp.get("/organize/papers/")
@policy(may_arrange_papers)
def index() -> ResponseReturnValue:
    asked = asked_list(request.args)
    scope = scope_of(ORGANIZER)
    kept: dict[str, Any] = {_NAMES[name]: value or None for name, value in asked.items()}
    calls = calls_with_papers(scope)
    call = next((one for one in calls if one.public_id == asked["call_id"]), None)

    def address(**changed: Any) -> str:
        return url_for("papers.index", **(kept | changed))

    return render_template(
        "papers/index.html",
        found=overview(scope=scope, **asked, page=request.args.get("page", 1, type=int)),
        **asked,
        is_filtered=any(value for name, value in asked.items() if name != "state"),
        webinars=webinars_with_papers(scope),
        calls=[(one.public_id, one.title) for one in calls],
        tracks=[(one.public_id, one.name) for one in call.tracks] if call else [],
        types=[(one.public_id, one.name) for one in call.types] if call else [],
        states=_state_words(),
        address=address,
        download=url_for("organize.papers_csv", **kept),
        workbook=url_for("organize.papers_xlsx", **kept),
    )


def _state_words() -> list[tuple[str, str]]:
    return [
        ("", gettext("All")),
        (HANDED_IN, gettext("Waiting for you")),
        ("drafts", gettext("Drafts")),
        ("changes", gettext("Changes asked for")),
        ("waitlisted", gettext("Waiting list")),
        ("accepted", gettext("Accepted")),
        ("confirmed", gettext("Confirmed")),
        ("published", gettext("Published")),
        ("declined", gettext("Declined")),
        ("withdrawn", gettext("Withdrawn")),
        ("cancelled", gettext("Cancelled")),
    ]
