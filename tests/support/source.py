"""The program's own source, for tests that read it."""

import ast
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "webinar"


@lru_cache(maxsize=1)
def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@lru_cache(maxsize=1)
def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = list(file.relative_to(ROOT).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        found[".".join(parts)] = file
    return found


@lru_cache(maxsize=1)
def rooms() -> tuple[frozenset[str], ...]:
    """The rooms of the first import contract, each layer a set, upper ones first."""
    contracts = project()["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["id"] == "rooms")
    return tuple(
        frozenset(part.strip(" ()") for part in layer.replace(":", "|").split("|"))
        for layer in layers
    )


def height(module: str) -> int:
    """How high the module's room stands; the foundation is lowest."""
    room = room_of(module)
    for number, layer in enumerate(reversed(rooms())):
        if room in layer:
            return number
    raise LookupError(f"{module} is in no layer of the contract")


def room_of(module: str) -> str:
    """`webinar.papers.models.files` -> `papers`; the package itself -> ``."""
    return ([*module.split("."), ""])[1]


def part_of(module: str) -> str:
    """`webinar.papers.models.files` -> `models`."""
    return ([*module.split("."), "", ""])[2]


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(), filename=str(file))


def inside_functions(module: ast.Module) -> Iterator[ast.stmt]:
    """Every statement that stands in the body of a function, at any depth."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for inner in ast.walk(node):
                if isinstance(inner, ast.stmt) and inner is not node:
                    yield inner
