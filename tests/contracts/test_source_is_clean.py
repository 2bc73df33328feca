"""Lint, format, types, size: what `make lint` runs, inside the tests."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import source

_LONGEST = 400
_LOOKED_AT = {".py", ".js", ".css", ".html"}
_NOT_OURS = ("vendor", "migrations/versions", "tests/data")


def _run(*command: str) -> str:
    """What the tool complains about; "" when it is content."""
    program = Path(sys.executable).with_name(command[0])
    answer = subprocess.run(
        [program, *command[1:]], cwd=source.ROOT, capture_output=True, text=True, check=False
    )
    return "" if answer.returncode == 0 else (answer.stdout + answer.stderr)[-8000:]


def test_ruff_finds_nothing():
    assert _run("ruff", "check", "--no-cache", "--output-format=concise", ".") == ""


def test_ruff_would_format_nothing():
    assert _run("ruff", "format", "--no-cache", "--check", ".") == ""


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_mypy_finds_nothing():
    assert _run("mypy") == ""


def test_no_file_has_grown_two_subjects():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=source.ROOT, capture_output=True, text=True, check=True
    )
    long = {}
    for name in listed.stdout.splitlines():
        file = source.ROOT / name
        if file.suffix not in _LOOKED_AT or any(part in name for part in _NOT_OURS):
            continue
        if file.exists() and (lines := len(file.read_text().splitlines())) > _LONGEST:
            long[name] = lines
    assert long == {}
