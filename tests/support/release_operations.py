"""Every operation about a paper's terms and errata, called once: for the journal's test."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.support.world import BY, World


def release_operations(w: World) -> dict[str, Callable[[], Any]]:
    """Name of the operation -> what calls it."""
    from webinar.papers.release import operations as ops

    def settled() -> Any:
        return ops.settle_release(
            paper_id=w.paper.public_id,
            licence="CC-BY-4.0",
            licence_words="",
            embargo_until=None,
            shows_downloads=True,
            doi="10.1234/abc",
            by=BY,
        )

    def erratum() -> Any:
        return ops.add_erratum(
            paper_id=w.paper.public_id,
            text="Not 1814 but 1815.",
            noted_on=date(2026, 5, 1),
            concerns=[],
            by=BY,
        )

    def erratum_step(*steps: Callable[..., Any]) -> Any:
        made = erratum().public_id
        for step in steps:
            step(paper_id=w.paper.public_id, erratum_id=made, by=BY)

    def kinds() -> Any:
        file = w.new_file()
        # Deleted or not, the file knows its paper by its row number alone.
        return ops.set_file_kinds(
            paper_id=w.paper.public_id, kinds={file.public_id: "slides"}, by=BY
        )

    return {
        "settle_release": settled,
        "end_embargo": lambda: ops.end_embargo(paper_id=w.paper.public_id, by=BY),
        "set_file_kinds": kinds,
        "add_erratum": erratum,
        "remove_erratum": lambda: erratum_step(ops.remove_erratum),
        "restore_erratum": lambda: erratum_step(ops.remove_erratum, ops.restore_erratum),
    }
