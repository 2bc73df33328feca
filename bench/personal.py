"""Personal feeds: thousands of addresses with different content, asked in random order."""

import hashlib
import http.client
import json
import random
import re
import secrets
import statistics
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import sqlalchemy as sa

from bench import serving
from bench.table import Row
from webinar.calendars.personal.models import Follower, PersonalFeed, Star
from webinar.core import clock, ids
from webinar.core.db import db, transaction
from webinar.webinars.models import Session

_GROUP = "Personal feeds, different content, random order"
_STARS = 5
#: as many as fit into the bounded cache of each worker, beside everything else
_HOT = 1_500
_AGAIN = 500
_GZIP = {"Accept-Encoding": "gzip", "User-Agent": "bench"}
_RATE = re.compile(r"Requests/sec:\s+([0-9.]+)")
_SCRIPT = """
local wanted = {}
function init(args)
  math.randomseed(os.time() + (tonumber(args[2]) or 0))
  for line in io.lines(args[1]) do
    local path, tag = line:match("^(%S+)\\t(%S*)$")
    local headers = { ["Accept-Encoding"] = "gzip", ["User-Agent"] = "bench" }
    if tag ~= "" then headers["If-None-Match"] = tag end
    wanted[#wanted + 1] = wrk.format("GET", path, headers)
  end
end
function request() return wanted[math.random(#wanted)] end
"""


def make(count: int) -> list[str]:
    """So many people with a feed of five sessions of their own choice; the feeds' paths."""
    chosen = random.Random(4)  # noqa: S311
    tokens = [secrets.token_hex(16).translate(_LETTERS) for _ in range(count)]
    with transaction() as session:
        sessions = list(session.scalars(sa.select(Session.id)))
        first = (session.scalar(sa.select(sa.func.max(Follower.id))) or 0) + 1
        session.execute(
            sa.insert(Follower),
            [
                {"id": first + n, "public_id": ids.new_id(), "email": f"p{first + n}@example.org"}
                for n in range(count)
            ],
        )
        session.execute(
            sa.insert(Star),
            [
                {"follower_id": first + n, "session_id": number, "revision": 1}
                for n in range(count)
                for number in chosen.sample(sessions, _STARS)
            ],
        )
        session.execute(
            sa.insert(PersonalFeed),
            [
                {
                    "public_id": ids.new_id(),
                    "follower_id": first + n,
                    "token_hash": hashlib.sha256(token.encode()).hexdigest(),
                    "name": f"Calendar {n}",
                    "contains": ["starred", "speaking"],
                    "alarm": (None, 10, 15)[n % 3],
                    "created_at": clock.now(),
                    "revision": 1,
                }
                for n, token in enumerate(tokens)
            ],
        )
    db.session.rollback()
    return [f"/feeds/u/{token}.ics" for token in tokens]


#: hexadecimal digits as letters of base32
_LETTERS = str.maketrans("0189", "wxyz")


def misses(port: int, paths: Sequence[str]) -> Iterator[Row]:
    """Every feed once, one after the other: none of them is kept, and each use is noted.

    The floor is what the last of them take when they are asked again and kept: the way there and
    back on a machine as busy as it is now.
    """
    order = random.Random(5).sample(paths, len(paths))  # noqa: S311
    spent, bodies = _one_after_the_other(port, order)
    again, _ = _one_after_the_other(port, order[-_AGAIN:])
    p50, p99 = statistics.median(spent), statistics.quantiles(spent, n=100)[98]
    floor, floor99 = statistics.median(again), statistics.quantiles(again, n=100)[98]
    for words, ours, bare in (
        (f"a miss, {len(paths):,} feeds, {bodies:,} different, p50", p50, floor),
        ("a miss, p99", p99, floor99),
    ):
        yield Row(
            _GROUP,
            words,
            f"{ours:.1f} ms",
            f"{bare:.1f} ms",
            ours / bare,
            bar="5 ms",
            is_kept=ours < 5,
            value=ours,
        )


def _one_after_the_other(port: int, paths: Sequence[str]) -> tuple[list[float], int]:
    """Milliseconds of each, and how many different bodies came."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    spent, bodies = [], set()
    for path in paths:
        began = time.perf_counter()
        connection.request("GET", path, headers=_GZIP)
        answer = connection.getresponse()
        body = answer.read()
        spent.append((time.perf_counter() - began) * 1000)
        bodies.add(body)
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}")
    connection.close()
    return spent, len(bodies)


def hits(port: int, paths: Sequence[str], folder: Path) -> Iterator[Row]:
    """Kept answers and 304 in random order, beside the floor that gives out the same bytes."""
    hot = list(paths[:_HOT])
    known, asked = {}, {"200": [], "304": []}
    for number, path in enumerate(hot):
        status, headers, body = serving.fetch(port, path, _GZIP)
        kept = [pair for pair in headers if pair[0].lower() not in ("date", "server")]
        tag = dict(headers)["etag"]
        file = folder / f"personal-{number}"
        file.write_bytes(body)
        known[path] = (f"{status} OK", kept, str(file))
        asked["200"].append(f"{path}\t")
        asked["304"].append(f"{path}\t{tag}")
    empty = folder / "personal-empty"
    empty.write_bytes(b"")
    drop = {"content-type", "content-length", "content-encoding"}
    none = {
        path: ("304 NOT MODIFIED", [one for one in kept if one[0].lower() not in drop], str(empty))
        for path, (_status, kept, _file) in known.items()
    }
    for kind, table in (("200", known), ("304", none)):
        listing, lines = folder / f"personal-{kind}.json", folder / f"personal-{kind}.txt"
        listing.write_text(json.dumps(table))
        lines.write_text("\n".join(asked[kind]) + "\n")
        # Both workers must have them: one connection would be served by one of them alone.
        _rate(port, lines, folder, seconds=8)
        floor_port = serving.free_port()
        with serving._floor(listing, floor_port, hot[0]):
            pairs = [
                (_rate(port, lines, folder), _rate(floor_port, lines, folder)) for _ in range(3)
            ]
        ratio = statistics.median(ours / floor for ours, floor in pairs)
        ours, floor = (statistics.median(column) for column in zip(*pairs, strict=True))
        yield Row(
            _GROUP,
            f"{len(hot):,} kept feeds, {kind}, two workers",
            f"{ours:,.0f}/s",
            f"{floor:,.0f}/s",
            ratio,
            "0.50",
            ratio >= 0.5,
            ours,
        )
    everything = folder / "personal-all.txt"
    everything.write_text("".join(f"{path}\t\n" for path in paths))
    ours = _rate(port, everything, folder, seconds=10)
    what = f"all {len(paths):,} in random order, kept or not"
    yield Row(_GROUP, what, f"{ours:,.0f}/s", value=ours)


def _rate(port: int, lines: Path, folder: Path, *, seconds: int = 2) -> float:
    script = folder / "personal.lua"
    script.write_text(_SCRIPT)
    done = subprocess.run(  # noqa: S603
        ["wrk", "-t1", "-c32", f"-d{seconds}s", "-s", str(script), f"http://127.0.0.1:{port}",  # noqa: S607
         "--", str(lines), str(random.randrange(10**6))],  # noqa: S311
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = _RATE.search(done.stdout)
    return float(found[1]) if found else 0.0
