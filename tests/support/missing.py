"""Programs the tests want and a machine may lack: skipped in one loud line, a failure in CI."""

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

_MARK = "this machine has no "


def postgresql() -> Path | None:
    """Folder with `initdb` and `postgres`, the newest there is; None where it is not installed."""
    folders = [
        folder
        for folder in Path("/usr/lib/postgresql").glob("*/bin")
        if (folder / "postgres").exists()
    ]
    if folders:
        return max(folders, key=lambda folder: float(folder.parent.name))
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found else None


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


def java() -> str | None:
    return shutil.which("java")


_FINDERS = {"postgresql": postgresql, "chromium": chromium, "java": java}


def find(name: str) -> str:
    """Where the program is. Skips the test without it; fails it under CI=true."""
    found = _FINDERS[name]()
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{_MARK}{name}; under CI=true that is a failure", pytrace=False)
        pytest.skip(f"{_MARK}{name}")
    return str(found)


def summary(skipped: list[pytest.TestReport]) -> str:
    """One line that nobody can overlook, or "" when nothing was missing."""
    lacking: Counter[str] = Counter()
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if _MARK in reason:
            lacking[reason.split(_MARK, 1)[1].split(";")[0].strip()] += 1
    if not lacking:
        return ""
    parts = ", ".join(f"{name} ({count} tests)" for name, count in sorted(lacking.items()))
    return f"NOT TESTED, this machine lacks: {parts}. `make test-deps` installs it."
