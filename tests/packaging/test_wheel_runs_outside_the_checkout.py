"""A wheel carries everything: templates, migrations, static files, the command."""

import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.support import source
from tests.support.serving import environment, serving

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300), pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    _call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """The wheel in a folder of its own; only its dependencies come from the environment here."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    _call(*pip, "install", "--no-index", "--no-deps", "--target", str(folder), str(wheel))
    return folder


@pytest.fixture
def outside(installed, tmp_path):
    """How to call the installed program, from a place that knows nothing of the checkout."""
    command = (sys.executable, "-P", str(installed / "bin" / "webinar"))
    return command, {"PYTHONPATH": str(installed)}, tmp_path / "elsewhere"


def _call(*command, cwd=source.ROOT, **options):
    answer = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, timeout=200, **options
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout


def test_the_wheel_carries_what_is_not_python(wheel):
    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())
    for folder, prefix in [
        ("templates", "webinar/_data/templates"),
        ("migrations", "webinar/_data/migrations"),
        ("webinar/static", "webinar/static"),
    ]:
        listed = subprocess.run(
            ["git", "ls-files", folder], cwd=source.ROOT, capture_output=True, text=True, check=True
        ).stdout.split()
        assert listed, f"{folder} is empty"
        missing = [
            name for name in listed if f"{prefix}/{Path(name).relative_to(folder)}" not in carried
        ]
        assert missing == []
    assert [name for name in carried if name.startswith(("tests", "webinar/tests"))] == []


def test_it_helps_and_migrates_and_knows_its_place(outside, installed):
    command, more, elsewhere = outside
    elsewhere.mkdir()
    around = environment(elsewhere / "data", port=1, more=more)
    assert "serve" in _call(*command, "--help", cwd=elsewhere, env=around)
    where = "import webinar; print(webinar.__file__)"
    found = _call(sys.executable, "-P", "-c", where, cwd=elsewhere, env=around)
    assert Path(found.strip()).is_relative_to(installed)
    _call(*command, "db", "upgrade", cwd=elsewhere, env=around)
    assert (elsewhere / "data" / "webinar.sqlite").stat().st_size > 0


def test_it_serves_and_starts_empty(outside):
    command, more, elsewhere = outside
    with serving(elsewhere / "data", command=command, more=more) as server:
        assert _get(server, "/livez")[0] == 200
        status, home = _get(server, "/")
        assert status == 200
        assert "<h1" in home
        assert _get(server, "/webinars/")[0] == 200
        assert "Against NATO" not in home + _get(server, "/webinars/archive/2022/")[1]
        assert server.first_organizer_link()
        secret = elsewhere / "data" / "secret"
        assert secret.stat().st_mode & 0o777 == 0o600


def _get(server, path):
    try:
        with urllib.request.urlopen(server.base_url + path, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
