"""Every operation about series and their dates, called once: for the journal's test."""

from collections.abc import Callable
from typing import Any

from tests.support.world import BY, World


def _words(w: World) -> dict[str, Any]:
    from webinar.webinars.recurrence import DAILY, Recurrence

    return {
        "title": "Pruning",
        "timezone": "UTC",
        "starts": w.wall(),
        "minutes": 60,
        "recurrence_words": Recurrence(DAILY, interval=7, times=10),
        "category_id": w.series.category.public_id,
    }


def series_operations(w: World) -> dict[str, Callable[[], Any]]:
    """Name of the operation -> what calls it."""
    from webinar.webinars import operations as ops
    from webinar.webinars.seriesqueries import dates_of_series

    def new_series() -> Any:
        return ops.create_series(**_words(w), by=BY)

    def series(*names: str) -> Callable[[], Any]:
        return lambda: [getattr(ops, name)(series_id=w.series.public_id, by=BY) for name in names]

    def cancelled() -> Any:
        made = ops.publish_series(series_id=new_series().public_id, by=BY)
        return ops.cancel_series(series_id=made.public_id, reason="Frost.", by=BY)

    def date(*names: str) -> Callable[[], Any]:
        def run() -> None:
            number = dates_of_series(w.series)[1].public_id
            for name in names:
                getattr(ops, name)(webinar_id=number, by=BY)

        return run

    return {
        "create_series": new_series,
        "change_series": lambda: ops.change_series(
            series_id=w.series.public_id, **_words(w), by=BY
        ),
        "publish_series": lambda: ops.publish_series(series_id=new_series().public_id, by=BY),
        "unpublish_series": series("unpublish_series"),
        "archive_series": series("archive_series"),
        "cancel_series": cancelled,
        "reinstate_series": lambda: ops.reinstate_series(series_id=cancelled().public_id, by=BY),
        "reopen_series": series("archive_series", "reopen_series"),
        "unlist_series": series("unlist_series"),
        "list_series": series("unlist_series", "list_series"),
        "delete_series": series("delete_series"),
        "restore_series": series("delete_series", "restore_series"),
        "skip_date": date("skip_date"),
        "unskip_date": date("skip_date", "unskip_date"),
        "repeat_webinar": date("repeat_webinar"),
        "extend_series": lambda: ops.extend_series(by=BY),
    }
