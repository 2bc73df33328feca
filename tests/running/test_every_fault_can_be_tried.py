"""`make faults`: every script is there; its table says what was kept, broken, not tried."""

import importlib
import io
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bench.faults import __main__ as program
from bench.faults.verdicts import Verdict, percentile, table
from tests.support import source

KEPT = Verdict("disk", "a comment", "507", "507")
BROKEN = Verdict("disk", "reading", "500", "200", is_kept=False)
NOT_TRIED = Verdict("clock", "everything", "libfaketime is not installed", is_kept=None)


@pytest.mark.parametrize("name", program.NAMES)
def test_a_script_for_each(name: str) -> None:
    module = importlib.import_module(f"bench.faults.{name}")
    assert callable(module.faults)
    documented = (source.ROOT / "docs" / "running.md").read_text()
    assert f"`{name}`" in documented, "docs/running.md says what an administrator does"


def test_the_table_tells_them_apart() -> None:
    console = Console(width=140, record=True, file=io.StringIO())
    console.print(table([KEPT, BROKEN, NOT_TRIED]))
    words = console.export_text()
    for word in ("kept", "BROKEN", "NOT TRIED", "libfaketime", "a comment", "reading"):
        assert word in words


@pytest.mark.parametrize(("verdict", "code"), [(KEPT, 0), (NOT_TRIED, 0), (BROKEN, 1)])
def test_a_broken_promise_is_an_exit_code(
    verdict: Verdict, code: int, monkeypatch: Any, capsys: Any
) -> None:
    def tried(_name: str, **_: Any) -> list[Verdict]:
        return [verdict]

    monkeypatch.setattr(program, "_tried", tried)
    monkeypatch.setattr(sys, "argv", ["bench.faults", "disk_full"])
    if code:
        with pytest.raises(SystemExit) as ended:
            program.main()
        assert ended.value.code == code
    else:
        program.main()
    assert verdict.what in capsys.readouterr().out


def test_a_script_that_breaks_off_is_a_broken_promise(monkeypatch: Any) -> None:
    def breaks(_folder: Path) -> None:
        raise RuntimeError("no luck")

    monkeypatch.setattr("bench.faults.sigterm.faults", breaks)
    (found,) = program._tried("sigterm", keep=False)
    assert found.is_kept is False
    assert "no luck" in found.seen


def test_percentiles() -> None:
    values = [float(number) for number in range(1, 101)]
    assert (percentile(values, 0.5), percentile(values, 0.99)) == (50, 99)
