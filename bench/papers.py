"""`python -m bench.papers`: papers, from the form to the search. See docs/benchmarks.md."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench import documents, inside, serving, submitting, table
from bench.__main__ import _paper_path, _say
from bench.inside import milliseconds
from bench.table import Row
from webinar.app import create_app
from webinar.core import jobs
from webinar.papers.conversion import convert
from webinar.running import prepare
from webinar.settings import Settings


def main() -> None:
    arguments = argparse.ArgumentParser(prog="bench.papers", description=__doc__)
    arguments.add_argument("--papers", type=int, default=20_000, help="papers that are searched")
    arguments.add_argument("--words", type=int, default=10_000, help="words of each")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="webinar-bench-") as folder:
        rows = _measure(Path(folder), chosen.papers, chosen.words)
    table.show(rows, told="Papers, measured on this machine, in one run")
    if any(row.is_kept is False for row in rows):
        sys.exit(1)


def _measure(folder: Path, papers: int, words: int) -> list[Row]:
    data, floors = folder / "data", folder / "floors"
    floors.mkdir()
    port = serving.free_port()
    settings = Settings.from_environment({"WEBINAR_DATA": str(data), "WEBINAR_PORT": str(port)})
    app = create_app(settings)
    prepare(app)
    rows: list[Row] = []
    with app.app_context():
        for step in reversed(app.extensions["welcome"]):
            step(with_examples=True)
        jobs.run_due()
        paths = {"paper": _paper_path(app)}
        rows += inside.pages(app, paths, {})
        rows += submitting.submissions(app)
        rows += inside.downloads(app)
        _say("a Word document of 30 pages")
        rows += _converting(folder)
    _say("the paper's page under load")
    with serving.serve(data, port):
        rows += serving.rates(port, paths, floors)
    if papers:
        _say(f"a library of {papers:,} papers of {words:,} words")
        with app.app_context():
            rows += inside.searching(app, papers, words)
    return rows


def _converting(folder: Path) -> Iterator[Row]:
    """Beside mammoth alone, in this process and without what keeps a hostile document harmless."""
    import mammoth

    path = folder / "thirty.docx"
    words = documents.write_docx(path, pages=30)

    def bare() -> None:
        with path.open("rb") as file:
            mammoth.convert_to_html(file)

    floor = milliseconds(bare, times=5)
    spent = milliseconds(lambda: convert(path, "docx"), times=5)
    what = f"a Word document of 30 pages, {words:,} words, becomes a page"
    yield Row("Conversion", what, f"{spent:.0f} ms", f"{floor:.0f} ms", spent / floor, value=spent)


if __name__ == "__main__":
    main()
