"""Lint, format, types, size: what `make lint` runs, inside the tests."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import source

_LONGEST = 400
_LAST_WORDS = 8000
_LOOKED_AT = {".py", ".js", ".css", ".html"}
_NOT_OURS = ("vendor", "migrations/versions", "tests/data")


def _is_content(*command: str) -> None:
    """Fails with all that the tool says, unless it is content."""
    program = Path(sys.executable).with_name(command[0])
    answer = subprocess.run(
        [program, *command[1:]], cwd=source.ROOT, capture_output=True, text=True, check=False
    )
    if answer.returncode:
        pytest.fail((answer.stdout + answer.stderr)[-_LAST_WORDS:], pytrace=False)


@pytest.mark.checklist(15)
def test_ruff_finds_nothing():
    _is_content("ruff", "check", "--no-cache", "--output-format=concise", ".")


def test_ruff_would_format_nothing():
    _is_content("ruff", "format", "--no-cache", "--check", "--output-format=concise", ".")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_mypy_finds_nothing():
    _is_content("mypy")


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
