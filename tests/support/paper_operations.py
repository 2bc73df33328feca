"""Operations about papers that begin without an account, called once: for the journal's test."""

from collections.abc import Callable
from typing import Any

from tests.support.world import BY, World


def starts(w: World) -> dict[str, Callable[[], Any]]:
    from webinar.papers import start_operations as ops

    def begun() -> str:
        link = ops.begin_paper(
            name="Kim",
            email="kim@example.org",
            title="Mosses",
            text_language="en",
            page_language="en",
            mails=True,
            by=BY,
        )
        return str(link.subject_id)

    return {
        "begin_paper": begun,
        "settle_start": lambda: ops.settle_start(paper_id=begun(), by=BY),
    }
