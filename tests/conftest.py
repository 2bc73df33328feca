"""Fixtures for every test.

`app`, `client` and `cli` depend on `database`, so a test that takes one of them
runs twice: on SQLite and on PostgreSQL. A test that says nothing about data can
choose one: `@pytest.mark.parametrize("database", ["sqlite"], indirect=True)`.
"""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.support import databases, html, missing, network, people, run
from tests.support.databases import Database
from tests.support.statements import Statements, counted

#: A Tuesday in a week without any change of clocks; nothing is special about it.
FROZEN = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    for name in [name for name in os.environ if name.startswith("WEBINAR_")]:
        # Whoever runs the tests may also run a site: its settings are not ours.
        if name not in (run.FOLDER, run.OWNER):
            del os.environ[name]
    # Tests start hundreds of processes: each would compile the site's source for itself.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if not hasattr(config, "workerinput"):
        run.begin()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        run.end()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones first: two workers then finish together."""
    items.sort(key=lambda item: not any(item.iter_markers("slow")))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if line := missing.summary(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_sep("!", line, red=True, bold=True)


@pytest.fixture(autouse=True)
def stays_on_this_machine(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails any test that opens a connection to another machine, or asks for its address."""
    with network.forbidden() as attempts:
        yield
    if attempts:
        pytest.fail(f"tried to leave this machine: {'; '.join(attempts)}", pytrace=False)


@pytest.fixture(params=databases.KINDS)
def database(request: pytest.FixtureRequest) -> Database:
    """A migrated database that holds nothing, of each kind in turn."""
    return databases.kept(request.param)


@pytest.fixture(params=databases.KINDS)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database that no migration has touched, of each kind in turn."""
    made = databases.empty(request.param, tmp_path / "data" / "webinar.sqlite")
    yield made
    databases.discard(made)


@pytest.fixture
def settings(database: Database) -> Any:
    """Settings of a site whose address is http://localhost, as the test client says it."""
    from webinar.settings import Settings

    return Settings(
        data=databases.kept_folder(database.kind),
        database_url=database.url,
        base_url="http://localhost",
        secret=databases.SECRET,
        testing=True,
    )


#: One site of each kind for all tests of a process: routes, templates and SQL are compiled once.
SITES: dict[str, Any] = {}


@pytest.fixture
def app(settings: Any, database: Database) -> Iterator[Any]:
    """The site on this test's database; what a test changed in it is put back."""
    from webinar.app import create_app

    if database.kind not in SITES:
        SITES[database.kind] = create_app(settings)
        people.hash_quickly(SITES[database.kind])
        # Templates, mappers and routes stay to the end: collections need not look at them again.
        gc.collect()
        gc.freeze()
    site = SITES[database.kind]
    kept = [(now, dict(now)) for now in (site.config, site.extensions, site.view_functions)]
    yield site
    if database.kind == "postgresql":
        databases.rest(site)
    else:
        databases.close(site)
    for now, before in kept:
        now.clear()
        now.update(before)


@pytest.fixture
def in_app(app: Any) -> Iterator[Any]:
    """The app, with its context pushed for the whole test: for operations and queries."""
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Any) -> Any:
    """A browser without cookies yet."""
    return app.test_client()


@pytest.fixture
def cli(settings: Any) -> Callable[..., Any]:
    """Runs `webinar ...` in this process, on the test's database; answers click's Result."""
    from click.testing import CliRunner

    from webinar.cli import main

    environment = {
        "WEBINAR_DATA": str(settings.data),
        "WEBINAR_DATABASE_URL": settings.database_url,
        "WEBINAR_BASE_URL": settings.base_url,
    }

    def invoke(*arguments: str, typed: str | None = None) -> Any:
        return CliRunner().invoke(main, arguments, input=typed, env=environment)

    return invoke


@pytest.fixture
def statements() -> Callable[..., AbstractContextManager[Statements]]:
    """`with statements(exactly=2): ...` counts SQL; `at_most=8`; or look at the list yourself.

    What it costs when no answer is kept: the byte caches are emptied first.
    """

    def count(**bounds: int) -> AbstractContextManager[Statements]:
        for site in SITES.values():
            site.extensions["bytecache"].clear()
        return counted(**bounds)

    return count


@pytest.fixture
def clock() -> Iterator[Any]:
    """Time stands still on 10 March 2026, 09:00 UTC; `clock.move_to(...)`, `clock.shift(...)`."""
    with time_machine.travel(FROZEN, tick=False) as traveller:
        yield traveller


@pytest.fixture
def html_errors() -> Callable[[str], list[str]]:
    """`assert html_errors(text) == []`: what the Nu HTML checker holds against a page."""
    return html.errors


@pytest.fixture
def valid_html() -> Callable[[str], None]:
    """`valid_html(text)` fails, naming each error with its line, unless the page is valid."""

    def check(text: str) -> None:
        assert html.errors(text) == []

    return check
