"""Fifty sign-ins at once, right and wrong, against a real `webinar serve`: what others notice.

`python -m bench.sign_ins` prints the table that docs/security.md (no. 49) quotes, and ends with 1
when another page took a second or more. Each sign-in comes from an address of its own, as a
guessing network would; hashes cost what they cost people.
"""

import concurrent.futures
import contextlib
import http.client
import os
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

from bench.serving import free_port, proportional_memory, serve
from webinar.accounts import passwords
from webinar.accounts.models import Account
from webinar.app import create_app
from webinar.core import clock
from webinar.core.db import transaction
from webinar.running import prepare
from webinar.settings import Settings

AT_ONCE = 50
BAR = 1.0
#: seconds for which pages are read without any sign-in
_ALONE = 4
_PASSWORD = "a heron waits by the weir"  # noqa: S105 - nobody's
#: an answer that is kept, one that is not, one that reads the database
_PAGES = ("/", "/sign-in", "/search?q=words")


def _people(data: Path) -> None:
    """Half of those who try have an account."""
    app = create_app(Settings.from_environment({"WEBINAR_DATA": str(data)}))
    prepare(app)
    with app.app_context():
        stored = passwords.make_hash(_PASSWORD)
        with transaction() as session:
            session.add_all(
                Account(
                    name=f"P {number}",
                    email=f"p{number}@example.org",
                    site_roles=[],
                    confirmed_at=clock.now(),
                    password=stored,
                )
                for number in range(0, AT_ONCE, 2)
            )


def _sign_in(port: int, number: int) -> tuple[int, float]:
    """Status and seconds."""
    began = time.perf_counter()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    sent = urlencode({"email": f"p{number}@example.org", "password": _PASSWORD})
    line.request(
        "POST",
        "/sign-in",
        sent,
        {
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
            "X-Forwarded-For": f"203.0.113.{number + 1}",
        },
    )
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status, time.perf_counter() - began


def _read(port: int, path: str, stop: threading.Event | None, took: list[float]) -> None:
    """One reader, page after page; without `stop` one page."""
    while stop is None or not stop.is_set():
        began = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        line.request("GET", path)
        line.getresponse().read()
        line.close()
        took.append(time.perf_counter() - began)
        if stop is None:
            return
        time.sleep(0.01)


def _p99(took: list[float]) -> float:
    return statistics.quantiles(took, n=100, method="inclusive")[98]


def main() -> int:
    """Print the table; 1 when the bar was missed."""
    os.environ["WEBINAR_TRUSTED_PROXIES"] = "127.0.0.1"
    with tempfile.TemporaryDirectory() as folder:
        data, port = Path(folder) / "data", free_port()
        _people(data)
        with serve(data, port) as process:
            for path in _PAGES * 4:
                _read(port, path, None, [])
            before = proportional_memory(process)
            most = [before]
            with _reading(port) as alone:
                time.sleep(_ALONE)
            with (
                concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool,
                _reading(port, process, most) as beside,
            ):
                began = time.perf_counter()
                answers = list(pool.map(lambda n: _sign_in(port, n), range(AT_ONCE)))
                all_of_it = time.perf_counter() - began
    codes = Counter(code for code, _ in answers)
    print(f"{AT_ONCE} sign-ins at once, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")  # noqa: T201
    print(f"answers {dict(codes)}; all after {all_of_it:.1f} s")  # noqa: T201
    print(f"memory {before:.0f} MB before, {max(most):.0f} MB at most")  # noqa: T201
    for when, took in (("alone", alone), ("meanwhile", beside)):
        for path, seconds in took.items():
            print(  # noqa: T201
                f"{when:10} {path:16} {len(seconds):5} answers  median"
                f" {statistics.median(seconds):.3f} s  p99 {_p99(seconds):.3f} s"
                f"  longest {max(seconds):.3f} s"
            )
    return int(any(_p99(one) >= BAR for one in beside.values()))


@contextlib.contextmanager
def _reading(
    port: int, process: int = 0, most: list[float] | None = None
) -> Iterator[dict[str, list[float]]]:
    """A reader for each page until the block ends; memory of `process` is noted in `most`."""
    took: dict[str, list[float]] = {path: [] for path in _PAGES}
    stop = threading.Event()

    def watch() -> None:
        while most is not None and not stop.wait(0.05):
            most.append(proportional_memory(process))

    with concurrent.futures.ThreadPoolExecutor(len(_PAGES) + 1) as pool:
        for path in _PAGES:
            pool.submit(_read, port, path, stop, took[path])
        pool.submit(watch)
        try:
            yield took
        finally:
            stop.set()


if __name__ == "__main__":
    sys.exit(main())
