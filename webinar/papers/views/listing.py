"""The organizers' list of papers; its state is in the address."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.models import ORGANIZER
from webinar.core.access import policy
from webinar.papers.blueprint import bp
from webinar.papers.overview import asked_list, overview, webinars_with_papers
from webinar.papers.policy import may_arrange_papers
from webinar.papers.queries import HANDED_IN
from webinar.webinars.scope import scope_of


@bp.get("/organize/papers/")
@policy(may_arrange_papers)
def index() -> ResponseReturnValue:
    asked = asked_list(request.args)
    state, search, webinar_id = asked["state"], asked["search"], asked["webinar_id"]
    scope = scope_of(ORGANIZER)

    def address(**changed: Any) -> str:
        kept = {"state": state or None, "q": search or None, "webinar": webinar_id or None}
        return url_for("papers.index", **(kept | changed))

    return render_template(
        "papers/index.html",
        found=overview(scope=scope, **asked, page=request.args.get("page", 1, type=int)),
        state=state,
        search=search,
        webinar_id=webinar_id,
        webinars=webinars_with_papers(scope),
        states=_state_words(),
        address=address,
        download=url_for(
            "organize.papers_csv",
            state=state or None,
            q=search or None,
            webinar=webinar_id or None,
        ),
    )


def _state_words() -> list[tuple[str, str]]:
    return [
        ("", gettext("All")),
        (HANDED_IN, gettext("Waiting for you")),
        ("drafts", gettext("Drafts")),
        ("published", gettext("Published")),
        ("declined", gettext("Declined")),
        ("withdrawn", gettext("Withdrawn")),
    ]
