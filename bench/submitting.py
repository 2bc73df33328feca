"""A paper on its way: the first form of a call, and a whole submission by its author."""

import io
from collections.abc import Iterator
from typing import Any

from flask import Flask

from bench.inside import a_browser, milliseconds, one_bare_row
from bench.table import Row
from webinar.calls import operations as calls
from webinar.core import ids, limits, links
from webinar.core.db import transaction
from webinar.core.journal import SYSTEM
from webinar.speakers import operations as speakers

_FIVE = b"%PDF-1.4\n" + b"% words of a measured file\n" * (5 * 2**20 // 27) + b"%%EOF\n"
_WORDS = {
    "title": "On measuring",
    "kind": "paper",
    "language": "en",
    "body": "Rivers carry what we give them.",
}


def submissions(app: Flask) -> Iterator[Row]:
    """Each beside one bare row committed to the same database."""
    floor, browser = one_bare_row(), a_browser(app)
    call = calls.create_call(words=calls.CallWords("Measured", "UTC"), by=SYSTEM)
    calls.publish_call(call_id=call.public_id, by=SYSTEM)
    begin = f"/calls/{call.slug}/new"
    speaker = speakers.create_speaker(name="Ada Measured", email="ada@example.org", by=SYSTEM)
    with transaction():
        own = f"/my/{links.token(speakers.personal_link(speaker))}/papers/new"

    def send(path: str, *, with_file: bool, **more: Any) -> None:
        data = _WORDS | more
        if with_file:
            data["files"] = (io.BytesIO(_FIVE), "measured.pdf")
        answer = browser.post(path, data=data, base_url=app.config["BASE_URL"])
        if answer.status_code != 303:
            raise RuntimeError(f"{path} answers {answer.status_code}: {answer.text[:2000]}")

    def first(*, with_file: bool) -> None:
        person = {"name": "Bo Measured", "email": f"{ids.new_id()}@example.org"}
        send(begin, with_file=with_file, form_time=limits.form_time(), **person)

    for what, work in (
        ("the first form of a call", lambda: first(with_file=False)),
        ("the first form of a call, with a file of 5 MB", lambda: first(with_file=True)),
        (
            "an author's form for a new paper, with a file of 5 MB",
            lambda: send(own, with_file=True, **{"authors-0-name": "Ada Measured"}),
        ),
    ):
        spent = milliseconds(work, times=9)
        told = f"{spent:.0f} ms", f"{floor:.1f} ms"
        yield Row("Writes, through the page", what, *told, spent / floor, value=spent)
