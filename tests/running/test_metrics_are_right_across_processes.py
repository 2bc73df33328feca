"""/metrics: behind a token, the same whichever process answers, bounded whatever is asked."""

import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.support import databases
from tests.support.serving import serving
from webinar.core import clock, jobs
from webinar.core.db import transaction
from webinar.core.metrics import Counts
from webinar.core.observed import Observed

TOKEN = "a token that nobody guesses"
_LINE = re.compile(r'([a-z_]+)(\{(?:[a-z]+="(?:[^"\\\n]|\\.)*",?)+\})? (-?[0-9.e+-]+)')


def parsed(text: str) -> dict[str, float]:
    """Each line of the text format by its name and labels; the format is checked."""
    found: dict[str, float] = {}
    kinds: dict[str, str] = {}
    assert text.endswith("\n")
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name not in kinds
            kinds[name] = kind
        elif not line.startswith("# HELP "):
            match = _LINE.fullmatch(line)
            assert match, line
            name = match[1]
            base = re.sub("_(bucket|sum|count)$", "", name)
            assert name in kinds or kinds.get(base) == "histogram", line
            assert match[1] + (match[2] or "") not in found, line
            found[match[1] + (match[2] or "")] = float(match[3])
    return found


def _get(address: str, token: str = "") -> str:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
        return str(answer.read().decode())


def _status(address: str) -> int:
    try:
        with urllib.request.urlopen(address) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture
def observed(app: Any) -> Callable[[str], int]:
    """Asks the site as a worker does, with everything counted."""
    from werkzeug.test import Client

    app.config["METRICS_TOKEN"] = TOKEN
    # The folder of this process's site is emptied for each test, while the site stays.
    app.extensions["counts"] = Counts(
        Path(app.config["DATA"]) / "metrics", app.extensions["counts"].routes
    )
    ask = Client(
        Observed(app.wsgi_app, lambda _: "name", counts=app.extensions["counts"], logs=False)
    )
    return lambda path: ask.get(path, base_url="http://localhost").status_code


def _scraped(app: Any) -> dict[str, float]:
    answer = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    return parsed(answer.text)


def _grown(app: Any, name: str, before: dict[str, float]) -> float:
    return _scraped(app).get(name, 0) - before.get(name, 0)


@pytest.mark.checklist(73)
def test_without_the_token_there_is_no_such_page(client: Any, app: Any) -> None:
    assert client.get("/metrics").status_code == 404
    app.config["METRICS_TOKEN"] = TOKEN
    assert client.get("/metrics").status_code == 404
    for sent in ("Bearer wrong", f"Bearer {TOKEN}x", TOKEN, "Bearer ", "Bearer \xe9"):
        answer = client.get("/metrics", headers={"Authorization": sent})
        assert answer.status_code == 404
        assert "webinar_requests" not in answer.text


def test_kept_answers_count_too(app: Any, in_app: Any, observed: Callable[[str], int]) -> None:
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import ensure_site

    ensure_site(by=SYSTEM)
    before = _scraped(app)
    assert [observed("/") for _ in range(3)] == [200] * 3
    assert _grown(app, 'webinar_requests_total{route="/",status="200"}', before) == 3
    assert _grown(app, "webinar_cache_hits_total", before) == 2
    assert _grown(app, "webinar_cache_misses_total", before) == 1
    assert _grown(app, 'webinar_request_seconds_bucket{route="/",le="+Inf"}', before) == 3
    assert _grown(app, 'webinar_request_seconds_sum{route="/"}', before) > 0


def test_random_addresses_make_no_new_lines(app: Any, observed: Callable[[str], int]) -> None:
    observed("/nowhere/0")
    before = _scraped(app)
    for number in range(1, 30):
        assert observed(f'/nowhere/{number}"\\{{}}') == 404
    after = _scraped(app)
    assert before.keys() == after.keys()
    name = 'webinar_requests_total{route="(none)",status="404"}'
    assert after[name] - before[name] == 29


def test_the_queue_and_the_mails_are_told(app: Any, in_app: Any) -> None:
    from webinar.core.mail import FAILED, OutgoingMail

    with transaction() as session:
        session.add(jobs.Job(kind="one", run_at=clock.now() - timedelta(seconds=90)))
        session.add(jobs.Job(kind="two", run_at=clock.now() + timedelta(hours=1)))
        session.add(jobs.Job(kind="three", state=jobs.DEAD))
        session.add(
            OutgoingMail(kind="x", to_address="a@b.example", subject="s", cause="c", state=FAILED)
        )
    app.config["METRICS_TOKEN"] = TOKEN
    now = _scraped(app)
    assert now["webinar_jobs_due"] == 1
    assert now["webinar_jobs_oldest_seconds"] == pytest.approx(90, abs=20)
    assert now["webinar_jobs_dead"] == 1
    assert now['webinar_mails{result="failed"}'] == 1
    assert now["webinar_database_up"] == 1


def test_processes_come_and_go_and_no_count_is_lost(tmp_path: Path) -> None:
    first, second = (Counts(tmp_path, ["/", "/a"]) for _ in range(2))
    first.request("/a", "200 OK", 0.003)
    second.request("/a", "200 OK", 0.3)
    name = 'webinar_requests_total{route="/a",status="200"}'
    assert parsed("\n".join(first.lines()) + "\n")[name] == 2
    assert len(list(tmp_path.iterdir())) == 2, "each process writes its own"
    second.request("/elsewhere", "418 ", 99)
    told = parsed("\n".join(first.lines()) + "\n")
    assert told['webinar_requests_total{route="(none)",status="other"}'] == 1
    assert told['webinar_request_seconds_bucket{route="/a",le="0.005"}'] == 1
    assert told['webinar_request_seconds_bucket{route="/a",le="+Inf"}'] == 2


def test_another_versions_counts_are_not_mixed_in(tmp_path: Path) -> None:
    Counts(tmp_path, ["/", "/old"]).request("/old", "200 OK", 0.1)
    assert not any(Counts(tmp_path, ["/"]).total())


def test_a_full_disk_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.posix_fallocate", full)
    counts = Counts(tmp_path, ["/"])
    counts.request("/", "200 OK", 0.1)
    assert not any(counts.total())


def test_counting_costs_little(tmp_path: Path) -> None:
    """A bound that a busy machine keeps; alone it takes about a microsecond."""

    def answer(_environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [])
        return []

    counted = Observed(answer, lambda _: "", counts=Counts(tmp_path, ["/"]), logs=False)
    best = 1.0
    for _ in range(20):
        began = time.perf_counter()
        for _ in range(500):
            counted({}, lambda *_: None)
        best = min(best, (time.perf_counter() - began) / 500)
    assert best < 10e-6, f"{best * 1e6:.1f} microseconds"


@pytest.mark.slow
@pytest.mark.parametrize("kind", databases.KINDS)
def test_a_scrape_does_not_depend_on_who_answers(kind: str, tmp_path: Path) -> None:
    database = databases.empty(kind, tmp_path / "data" / "webinar.sqlite")
    with serving(
        tmp_path / "data",
        *("--workers", "2", "--without-runner"),
        database_url=database.url,
        more={"WEBINAR_METRICS_TOKEN": TOKEN},
    ) as server:
        assert _status(f"{server.base_url}/metrics") == 404
        for _ in range(40):
            assert _status(f"{server.base_url}/") == 200
        name = 'webinar_requests_total{route="/",status="200"}'
        assert {parsed(_get(f"{server.base_url}/metrics", TOKEN))[name] for _ in range(12)} == {40}
        used = [file for file in (server.data / "metrics").iterdir() if any(file.read_bytes()[32:])]
        assert len(used) == 2, "both processes have answered"
    databases.discard(database)
