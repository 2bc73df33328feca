"""Work in the sandbox ends: by an answer, or by a sentence when a limit is met."""

import os
import subprocess
import time
from pathlib import Path

import pytest

from webinar.core import sandbox
from webinar.core.plainerror import PlainError
from webinar.core.sandbox import TOO_LARGE, TOO_LONG, UNREADABLE, ConversionFailed, run

pytestmark = pytest.mark.checklist(74)


@pytest.fixture
def helper(tmp_path, monkeypatch):
    """A module of the test that the child can import as webinar.<name>."""

    root = Path(sandbox.__file__).resolve().parent.parent.parent
    parts = tmp_path / "parts"
    parts.mkdir()
    # The child's webinar package looks for modules in our folder as well.
    (tmp_path / "sitecustomize.py").write_text(
        f"import sys\nsys.path.append({str(root)!r})\n"
        f"import webinar\nwebinar.__path__.append({str(parts)!r})\n"
    )
    real = subprocess.Popen

    def popen(command, **options):
        options["env"]["PYTHONPATH"] = f"{tmp_path}{os.pathsep}{root}"
        return real(command, **options)

    monkeypatch.setattr(sandbox.subprocess, "Popen", popen)

    def call(body, **limits):
        (parts / "helper_of_test.py").write_text(body)
        return run("webinar.helper_of_test:work", {"value": b"\x00x"}, **limits)

    return call


def test_bytes_and_numbers_cross(helper):
    said = helper("def work(value):\n    return {'twice': value * 2, 'n': 3, 'o': [None, 'ä']}\n")
    assert said == {"twice": b"\x00x\x00x", "n": 3, "o": [None, "ä"]}


def test_what_is_printed_is_no_answer(helper):
    assert helper("def work(value):\n    print('{}')\n    return 1\n") == 1


def test_endless_loop_is_stopped(helper):
    began = time.monotonic()
    with pytest.raises(ConversionFailed) as raised:
        helper("def work(value):\n    while True:\n        pass\n", seconds=1)
    assert raised.value.message == TOO_LONG
    assert time.monotonic() - began < 8


def test_one_that_sleeps_is_stopped(helper):
    began = time.monotonic()
    with pytest.raises(ConversionFailed) as raised:
        helper("import time\ndef work(value):\n    time.sleep(100)\n", seconds=0.1)
    assert raised.value.message == TOO_LONG
    assert time.monotonic() - began < 8


def test_one_that_sleeps_ends_though_nobody_waits_any_more(helper):
    body = "import signal\ndef work(value):\n    return signal.alarm(0)\n"
    assert 5 < helper(body, seconds=3) <= 13


def test_children_of_the_child_are_stopped_with_it(helper):
    body = (
        "import os, time\n"
        "def work(value):\n"
        "    made = []\n"
        "    for number in range(3):\n"
        "        try:\n            child = os.fork()\n"
        "        except OSError:\n            return made\n"
        "        if not child:\n"
        "            os.setsid() if number else None\n"
        "            os.closerange(0, 64)\n"
        "            time.sleep(100)\n"
        "        made.append(child)\n"
        "    return made\n"
    )
    made = helper(body)
    time.sleep(0.2)
    alive = [one for one in made if _runs(one)]
    assert alive == []


def _runs(process):
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    # One that ended and that nobody has asked about yet is no process any more.
    return state != "Z"


def test_memory_taken_in_small_pieces_is_stopped(helper):
    body = "def work(value):\n    kept = []\n    while True:\n        kept.append(bytes(100_000))\n"
    with pytest.raises(ConversionFailed) as raised:
        helper(body, memory_mb=300)
    assert raised.value.message == TOO_LARGE


def test_swelling_memory_is_stopped(helper):
    with pytest.raises(ConversionFailed) as raised:
        helper("def work(value):\n    return len(bytes(900_000_000))\n", memory_mb=300)
    assert raised.value.message == TOO_LARGE


def test_crash_and_any_error_become_one_sentence(helper):
    for body in ("import os\n    os.abort()", "raise KeyError(1)", "import os\n    os._exit(0)"):
        with pytest.raises(ConversionFailed) as raised:
            helper(f"def work(value):\n    {body}\n")
        assert raised.value.message == UNREADABLE


def test_sentence_of_the_child_arrives_with_its_values(helper):
    body = (
        "from webinar.core.sandbox import ConversionFailed\n"
        "def work(value):\n    raise ConversionFailed('%(n)s pages', n=3)\n"
    )
    with pytest.raises(PlainError, match=r"^3 pages$"):
        helper(body)


def test_child_knows_no_secret_and_writes_no_file(helper, monkeypatch):
    monkeypatch.setenv("WEBINAR_SECRET", "hidden")
    body = (
        "import os\ndef work(value):\n"
        "    try:\n        open('x', 'wb').write(b'a' * 10_000)\n"
        "    except OSError:\n        return 'WEBINAR_SECRET' in os.environ\n"
    )
    assert helper(body) is False


def test_other_modules_are_not_called():
    with pytest.raises(ConversionFailed):
        run("os:getcwd", {})
