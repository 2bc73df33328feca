"""The list of webinars; its state is in the address."""

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from webinar.accounts.models import ORGANIZER
from webinar.core.access import policy
from webinar.webinars.blueprint import bp
from webinar.webinars.overview import SHOWN, default_sort, overview
from webinar.webinars.policy import may_arrange_some_webinar
from webinar.webinars.queries import WITHOUT_SESSION
from webinar.webinars.scope import scope_of


@bp.get("/webinars/")
@policy(may_arrange_some_webinar)
def index() -> ResponseReturnValue:
    show = request.args.get("show", "")
    show = show if show in SHOWN else "coming"
    search = request.args.get("q", "")[:100]
    sort = request.args.get("sort", "") or default_sort(show)
    page = request.args.get("page", 1, type=int)

    def address(**changed: Any) -> str:
        chosen = request.args.get("sort")
        state: dict[str, Any] = {"show": show, "q": search or None, "sort": chosen}
        return url_for("webinars.index", **(state | changed))

    return render_template(
        "webinars/index.html",
        found=overview(scope=scope_of(ORGANIZER), show=show, search=search, sort=sort, page=page),
        show=show,
        search=search,
        filters_words=_filter_words(),
        address=address,
        heads=_heads(sort, address),
    )


def _filter_words() -> list[tuple[str, str]]:
    words = {
        "coming": gettext("To come"),
        "drafts": gettext("Drafts"),
        WITHOUT_SESSION: gettext("Without a session"),
        "past": gettext("Over"),
        "cancelled": gettext("Cancelled"),
        "archived": gettext("Archived"),
        "all": gettext("All"),
    }
    return [(name, words[name]) for name in SHOWN]


def _heads(sort: str, address: Callable[..., str]) -> list[tuple[str, str, str | None] | str]:
    """Columns: words; with the address and how they sort now, if they do."""
    heads: list[tuple[str, str, str | None] | str] = []
    for name, words in (
        ("start", gettext("When")),
        ("title", gettext("Title")),
        ("changed", gettext("Last change")),
    ):
        now = {name: "ascending", f"-{name}": "descending"}.get(sort)
        heads.append((words, address(sort=f"-{name}" if now == "ascending" else name), now))
    return [*heads, gettext("Category"), gettext("Sessions")]
