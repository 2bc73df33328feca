"""`make run` and `make test` install exactly what the locks name, and the locks name enough."""

import re

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support import source

pytestmark = pytest.mark.checklist(75)

_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def _pins(name: str) -> dict[str, str]:
    text = (source.ROOT / name).read_text()
    return {canonicalize_name(package): version for package, version in _PIN.findall(text)}


def _wanted(*extras: str) -> list[Requirement]:
    data = source.project()
    listed = [*data["project"]["dependencies"], *data["dependency-groups"]["build"]]
    for extra in extras:
        listed += data["project"]["optional-dependencies"][extra]
    return [Requirement(one) for one in listed]


@pytest.mark.parametrize(
    ("lock", "extras"),
    [
        ("requirements.lock", ["postgres"]),
        ("requirements-test.lock", ["postgres", "test"]),
    ],
)
def test_the_lock_satisfies_every_dependency(lock, extras):
    pins = _pins(lock)
    unmet = [
        str(one)
        for one in _wanted(*extras)
        if not one.specifier.contains(pins.get(canonicalize_name(one.name), "0"))
    ]
    assert unmet == [], "run `make lock`"


def test_the_tests_run_on_what_is_served():
    served, tested = _pins("requirements.lock"), _pins("requirements-test.lock")
    assert {name: tested.get(name) for name in served} == served


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_every_pin_carries_hashes(lock):
    text = (source.ROOT / lock).read_text()
    entries = [entry for entry in re.split(r"\n(?=\S)", text) if _PIN.match(entry)]
    assert len(entries) > 40
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
