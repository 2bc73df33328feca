"""Programs the tests want and a machine may lack: skipped in one loud line, a failure in CI."""

import ctypes.util
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

_MARK = "this machine has no "
_ROOT = Path(__file__).parents[2]


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


def nginx() -> str | None:
    """Debian keeps it where the path of ordinary people does not lead."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def java() -> str | None:
    return shutil.which("java")


def node() -> str | None:
    return shutil.which("node") or shutil.which("nodejs")


def ical_js() -> Path | None:
    """Thunderbird's parser, where `scripts/test-deps` has put it."""
    found = _ROOT / "build/ical.js/dist/ical.es5.cjs"
    return found if found.is_file() else None


def libical() -> str | None:
    """Evolution's and KOrganizer's parser."""
    return ctypes.util.find_library("ical")


_FINDERS = {
    "postgresql": postgresql,
    "chromium": chromium,
    "java": java,
    "nginx": nginx,
    "node": node,
    "ical.js": ical_js,
    "libical": libical,
    "systemd": lambda: shutil.which("systemd-analyze"),
}


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
