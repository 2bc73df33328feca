"""Import contracts: what design/house.md says about rooms, beyond what import-linter expresses."""

import ast
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from tests.support import source

#: What a room keeps to itself; what is left are models, operations, and modules that only read.
_PRIVATE = ("views", "form", "forms", "jobs", "commands", "listeners", "setup", "blueprint")
#: Who may call another room's operations.
_CALLERS = ("operations", "jobs", "commands")
_ASSEMBLY = {"app", "cli", "health", "running", "wiring", "wsgi", "__main__", ""}
_FOUNDATION = {"core", "settings"}
_WRITES = {"add", "add_all", "delete", "merge", "commit", "flush", "bulk_save_objects"}
#: Modules that stand for the heavy library behind them; only sandboxed children load them.
_HEAVY = {"webinar.core.images", "webinar.core.objectstore"}
_READERS = {"views", "queries", "policy", "forms"}


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("webinar", cache_dir=None)


def test_import_contracts_are_kept():
    answer = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=source.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout[-6000:] + answer.stderr


def test_rooms_meet_only_where_rooms_may_meet(graph):
    """Views, forms, jobs and commands belong to their room alone; operations call operations."""
    wrong = []
    for importer in sorted(graph.modules):
        here = source.room_of(importer)
        if here in _ASSEMBLY | _FOUNDATION:
            continue
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            there, part = source.room_of(imported), source.part_of(imported)
            if there in {here} | _FOUNDATION:
                continue
            if part.endswith(_PRIVATE):
                wrong.append(f"{importer} imports {imported}")
            elif part.endswith("operations") and not source.part_of(importer).endswith(_CALLERS):
                wrong.append(f"{importer} imports {imported}: only operations call operations")
    assert not wrong, "\n".join(wrong)


def test_no_import_hides_inside_a_function():
    """Heavy libraries may be imported late; our own rooms never, that would dodge a circle."""
    hidden = []
    for name, file in source.modules().items():
        if source.room_of(name) in {"cli", "__main__"}:
            continue
        for statement in source.inside_functions(source.tree(file)):
            named = []
            if isinstance(statement, ast.ImportFrom):
                named = [statement.module or "." * statement.level]
            elif isinstance(statement, ast.Import):
                named = [alias.name for alias in statement.names]
            hidden += [
                f"{name}:{statement.lineno} imports {one}"
                for one in named
                if one.split(".")[0] in ("webinar", "") and one not in _HEAVY
            ]
    assert not hidden, "\n".join(hidden)


def test_operations_do_not_know_the_request():
    wrong = []
    for name, file in source.modules().items():
        if source.part_of(name) not in {"operations", "queries", "policy", "models", "jobs"}:
            continue
        for node in ast.walk(source.tree(file)):
            if isinstance(node, ast.ImportFrom) and node.module == "flask":
                taken = {alias.name for alias in node.names} & {"request", "session"}
                wrong += [f"{name}:{node.lineno} takes flask.{one}" for one in sorted(taken)]
    assert not wrong, "\n".join(wrong)


def test_whoever_only_reads_writes_nothing():
    """Views read on the reader and call one operation; queries, forms and policies only read."""
    wrong = []
    for name, file in source.modules().items():
        if source.room_of(name) in _FOUNDATION or source.part_of(name) not in _READERS:
            continue
        for node in ast.walk(source.tree(file)):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            stem, _, last = called.rpartition(".")
            if last == "transaction" or (stem.endswith("session") and last in _WRITES):
                wrong.append(f"{name}:{node.lineno} calls {called}")
    assert not wrong, "\n".join(wrong)


def test_tables_point_down_only():
    """A relationship or foreign key named by a string counts as an import."""
    import webinar.app  # noqa: F401  (every room's tables)
    from webinar.core.db import db

    tables = {}
    for mapper in db.Model.registry.mappers:
        for table in mapper.tables:
            tables[table.name] = mapper.class_.__module__
    wrong = []
    for mapper in db.Model.registry.mappers:
        here = mapper.class_.__module__
        for relation in mapper.relationships:
            there = relation.mapper.class_.__module__
            if _is_upward(here, there):
                wrong.append(f"{mapper.class_.__name__}.{relation.key} reaches up to {there}")
        for table in mapper.tables:
            for key in table.foreign_keys:
                there = tables.get(key.column.table.name, here)
                if _is_upward(here, there):
                    wrong.append(f"{table.name}.{key.parent.name} points up to {there}")
    assert not wrong, "\n".join(wrong)


def _is_upward(here: str, there: str) -> bool:
    if source.room_of(here) == source.room_of(there):
        return False
    return source.height(there) >= source.height(here)
