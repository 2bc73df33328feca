"""How often a file was taken: by day, without cookies, without addresses.

Left out are HEAD, the rest of a download that was cut off, what a browser has already (304),
programs that say they are programs, and whoever took the same file within the last hour. To know
the last one for an hour, `core/limits` keeps a hash of address and browser, under a secret that is
another one each day; it forgets it by itself.
"""

import logging
import re
from datetime import date, timedelta

import sqlalchemy as sa
from flask import Response, request
from sqlalchemy.dialects import postgresql, sqlite

from webinar.core import clock, limits, links
from webinar.core.db import let_go, short_connection
from webinar.core.http import ASKED_BY_HEAD, client_address
from webinar.core.limits import TooMany
from webinar.papers.models import FileDownloads

log = logging.getLogger("webinar.downloads")
_HOUR = timedelta(hours=1)
#: words in the names of programs that fetch without a person
_PROGRAMS = re.compile(
    r"bot\b|bot[/;. ]|crawl|spider|slurp|archiver|preview|scan|monitor|facebookexternalhit|curl/"
    r"|wget/|python|java/|go-http|okhttp|libwww|headless|feedfetcher|mediapartners|oai",
    re.IGNORECASE,
)


def count_download(stored_id: int, paper_id: int, response: Response) -> None:
    """Note that somebody takes a paper's file with this answer, by row numbers.

    Reading goes on when that fails.
    """
    if not _is_a_person_who_starts(response):
        return
    today = clock.now().date()
    # The answer has all it needs; a writer must not wait for this reader.
    let_go()
    try:
        limits.spend("download", f"{stored_id}/{_who(today)}", burst=1, every=_HOUR)
        _add(stored_id, paper_id, today)
    except TooMany:
        return
    except (sa.exc.OperationalError, sa.exc.TimeoutError) as error:
        log.warning("a download is not counted: %s", type(error).__name__)


def _is_a_person_who_starts(response: Response) -> bool:
    """A GET for the file from its first byte on, by what may be a browser."""
    if request.method != "GET" or request.environ.get(ASKED_BY_HEAD):
        return False
    # 302 leads to the storage, which gives out the bytes itself.
    if response.status_code not in (200, 206, 302):
        return False
    if not request.headers.get("Range", "bytes=0-").replace(" ", "").startswith("bytes=0-"):
        return False
    agent = request.headers.get("User-Agent", "")
    is_ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return bool(agent) and not _PROGRAMS.search(agent) and not is_ahead


def _who(today: date) -> str:
    agent = request.headers.get("User-Agent", "")
    return links.sign("download", f"{today.isoformat()}/{client_address()}/{agent[:300]}")


def _add(stored_id: int, paper_id: int, today: date) -> None:
    """One more. Two at once both count: one statement."""
    with short_connection() as connection:
        insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert
        made = insert(FileDownloads).values(
            stored_id=stored_id, paper_id=paper_id, day=today, count=1
        )
        connection.execute(
            made.on_conflict_do_update(
                index_elements=["stored_id", "paper_id", "day"],
                set_={"count": FileDownloads.count + 1},
            )
        )
