"""`make bench`: measure, and print one table. See docs/benchmarks.md."""

import argparse
import gc
import shutil
import sys
import tempfile
from pathlib import Path

from bench import content, inside, personal, serving, submitting, table
from webinar.app import create_app
from webinar.core import clock, jobs
from webinar.running import prepare
from webinar.settings import Settings

_DOCS = Path(__file__).parent.parent / "docs"
#: sessions; beyond that nobody reads one page
_LONGEST_PAGE = 1_000


def main() -> None:
    arguments = argparse.ArgumentParser(prog="bench", description=__doc__)
    arguments.add_argument("--sizes", default="20,200,1000,10000", help="sessions of a webinar")
    arguments.add_argument("--papers", type=int, default=20_000, help="papers that are searched")
    arguments.add_argument("--words", type=int, default=2_000, help="words of each")
    arguments.add_argument("--feeds", type=int, default=10_000, help="personal feeds")
    arguments.add_argument("--keep", action="store_true", help="write docs/img/growth.svg")
    chosen = arguments.parse_args()
    if not shutil.which("wrk"):
        sys.exit("bench needs wrk: apt-get install wrk")
    sizes = [int(size) for size in chosen.sizes.split(",")]
    with tempfile.TemporaryDirectory(prefix="webinar-bench-") as folder:
        rows = _measure(Path(folder), sizes, chosen.papers, chosen.words, chosen.feeds)
    table.show(rows, told="Measured on this machine, in one run")
    if chosen.keep:
        _draw(rows)
    if any(row.is_kept is False for row in rows):
        sys.exit(1)


def _measure(
    folder: Path, sizes: list[int], papers: int, words: int, feeds: int
) -> list[table.Row]:
    data, floors = folder / "data", folder / "floors"
    floors.mkdir()
    port = serving.free_port()
    settings = Settings.from_environment({"WEBINAR_DATA": str(data), "WEBINAR_PORT": str(port)})
    app = create_app(settings)
    prepare(app)
    rows: list[table.Row] = []
    with app.app_context():
        for step in reversed(app.extensions["welcome"]):
            step(with_examples=True)
        jobs.run_due()
        slugs = {}
        for size in sizes:
            _say(f"making a webinar of {size:,} sessions")
            slugs[size] = content.a_webinar(size, now=clock.now())
        paths = {"home": "/", "paper": _paper_path(app)}
        paths |= {
            f"webinar page of {size:,}": f"/webinars/{slugs[size]}/"
            for size in sizes
            if size <= _LONGEST_PAGE
        }
        paths |= {f"feed of {size:,}": f"/feeds/webinar/{slugs[size]}.ics" for size in sizes}
        # As the server does before its workers are forked (webinar/running.py).
        gc.collect()
        gc.freeze()
        _say("pages before they are kept")
        rows += inside.pages(app, paths, {"webinar page of 200": 30})
        for size in sizes:
            _say(f"feed of {size:,} sessions")
            rows += inside.first_build(slugs[size], size)
        _say("writes")
        rows += inside.writes(app, slugs[sizes[0]])
        rows += submitting.submissions(app)
        jobs.run_due()
    _say("servers under load")
    with serving.serve(data, port):
        rows += serving.rates(port, paths, floors)
    rows += serving.start_and_memory(data, paths)
    _say(f"{feeds:,} personal feeds")
    with app.app_context():
        own = personal.make(feeds)
    with serving.serve(data, port):
        rows += personal.misses(port, own)
        rows += personal.hits(port, own, floors)
    _say(f"a library of {papers:,} papers")
    with app.app_context():
        rows += inside.searching(app, papers, words)
    rows += inside.imports()
    return rows


def _paper_path(app: object) -> str:
    import sqlalchemy as sa

    from webinar.core.db import db
    from webinar.papers.models import Paper

    slug = db.session.scalars(sa.select(Paper.slug).where(Paper.state == "published")).first()
    db.session.rollback()
    return f"/papers/{slug}/"


def _draw(rows: list[table.Row]) -> None:
    """Every row that has a size, as a line over the sizes."""
    lines: dict[str, list[tuple[int, float]]] = {}
    for row in rows:
        if row.size:
            lines.setdefault(row.line, []).append((row.size, row.value))
    table.draw(lines, _DOCS / "img" / "growth.svg")


def _say(what: str) -> None:
    print(f"... {what}", file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
