"""Forms about a paper's terms and errata, each with what is wrong in it."""

from typing import Any


def release_cases(case: Any, mine: str, desk: str) -> dict[str, Any]:
    """Endpoint -> case; `mine` and `desk` are addresses of a paper there."""
    return {
        "papers.my_save_release": case(
            f"{mine}/release", {"licence_words": "x" * 301, "embargo_day": "soon"}, "guest"
        ),
        "papers.my_errata": case(
            f"{mine}/release",
            {"erratum-text": "", "erratum-noted_on": "soon"},
            "guest",
            f"{mine}/errata",
        ),
        "papers.save_release": case(
            f"{desk}/release",
            {"licence_words": "All rights reserved", "doi": "https://example.org/abc"},
        ),
        "papers.errata": case(
            f"{desk}/release", {"erratum-text": "x" * 4001}, action=f"{desk}/errata"
        ),
        "papers.make_version": case(
            f"{desk}/", {"changes_note": "x" * 501}, action=f"{desk}/version"
        ),
    }
