"""A program that a machine lacks is a loud skip at home, and a failure where nobody may skip."""

from typing import Any

import pytest

from tests.support import missing

NAMES = ("postgresql", "chromium", "java", "nginx", "node", "ical.js", "libical", "systemd")


@pytest.fixture(params=NAMES)
def absent(request: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a program that is nowhere on this machine."""
    monkeypatch.setitem(missing._FINDERS, request.param, lambda: None)
    return str(request.param)


def test_every_program_is_in_the_list() -> None:
    assert tuple(missing._FINDERS) == NAMES


def test_at_home_it_is_skipped_by_name(absent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match=f"no {absent}$"):
        missing.find(absent)


def test_in_ci_it_fails_by_name(absent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=f"no {absent}; under CI=true"):
        missing.find(absent)
