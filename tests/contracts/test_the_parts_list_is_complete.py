"""facts/security.md 75: `make sbom` names every locked part with version, checksums and licence.

The structure is that of the CycloneDX 1.6 schema (bom-1.6.schema.json), as far as we use it.
"""

import datetime
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import source

pytestmark = pytest.mark.checklist(75)
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
_PURL = re.compile(r"pkg:pypi/[a-z0-9-]+@[^/\s]+")
#: what the schema asks of a document, a component, a reference to a file
_TOP = {"bomFormat", "specVersion", "serialNumber", "version", "metadata", "components"}
_COMPONENT = {"type", "name", "version", "purl", "bom-ref", "externalReferences"}


@pytest.fixture(scope="module")
def bom(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """As the command writes it, twice the same."""
    written = []
    for number in range(2):
        target = tmp_path_factory.mktemp("sbom") / f"{number}.json"
        subprocess.run(
            [sys.executable, source.ROOT / "scripts" / "sbom.py", target],
            check=True,
            capture_output=True,
            cwd=target.parent,
            env={"PYTHONPATH": str(source.ROOT)},
        )
        written.append(target.read_text())
    assert written[0] == written[1]
    return json.loads(written[0])


def test_it_is_cyclonedx(bom: dict[str, Any]) -> None:
    assert bom.keys() - {"$schema", "dependencies"} == _TOP
    assert (bom["bomFormat"], bom["specVersion"], bom["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bom["serialNumber"])
    refs = {one["bom-ref"] for one in bom["components"]}
    assert len(refs) == len(bom["components"])
    (root,) = bom["dependencies"]
    assert root["ref"] == bom["metadata"]["component"]["bom-ref"]
    assert set(root["dependsOn"]) == refs
    for one in bom["components"]:
        assert one.keys() - {"licenses"} == _COMPONENT
        assert one["type"] == "library"
        assert _PURL.fullmatch(one["purl"])
        (files,) = one["externalReferences"]
        assert files["type"] == "distribution"
        assert files["hashes"], one["name"]
        for each in files["hashes"]:
            assert each["alg"] == "SHA-256"
            assert re.fullmatch(r"[0-9a-f]{64}", each["content"])
        for licence in one.get("licenses", []):
            assert licence.keys() <= {"expression", "license"}
            assert licence.get("expression") or licence["license"]["name"]


def test_every_pin_is_there_with_its_licence(bom: dict[str, Any]) -> None:
    lock = (source.ROOT / "requirements.lock").read_text()
    assert {(one["name"], one["version"]) for one in bom["components"]} == set(_PIN.findall(lock))
    unknown = [one["name"] for one in bom["components"] if not one.get("licenses")]
    # Those for other systems are not installed here.
    assert len(unknown) <= 4, unknown


def test_the_policy_has_a_date_that_is_not_old() -> None:
    """docs/security.md says when parts were last brought up to date, and when again."""
    text = (source.ROOT / "docs" / "security.md").read_text()
    assert "## Bringing parts up to date" in text
    found = re.search(r"Last looked through: (\d{4}-\d\d-\d\d)", text)
    assert found
    day = datetime.date.fromisoformat(found[1])
    assert day >= datetime.date(2026, 11, 1)
    assert (Path(source.ROOT) / "Makefile").read_text().count("\nsbom:") == 1
