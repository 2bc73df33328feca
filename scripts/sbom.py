"""What an installation consists of, as a CycloneDX 1.6 document (ECMA-424): `make sbom`.

    python scripts/sbom.py [FILE]     (default dist/webinar.cdx.json)

Names, versions and checksums come from requirements.lock, licences from the metadata of what is
installed here. The same lock gives the same bytes.
"""

import json
import re
import sys
import uuid
from importlib import metadata
from pathlib import Path
from typing import Any

from webinar import __version__

ROOT = Path(__file__).resolve().parent.parent
_ENTRY = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)([^\n]*(?:\n[ \t]+[^\n]*)*)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_CLASSIFIER = "License :: OSI Approved :: "


def document(lock: str) -> dict[str, Any]:
    """The document for the text of a lock."""
    ours = f"pkg:pypi/webinar@{__version__}"
    components = [_component(*found.groups()) for found in _ENTRY.finditer(lock)]
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, ours + lock)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": ours,
                "name": "webinar",
                "version": __version__,
                "purl": ours,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": components,
        "dependencies": [{"ref": ours, "dependsOn": [one["bom-ref"] for one in components]}],
    }


def _component(name: str, version: str, rest: str) -> dict[str, Any]:
    purl = f"pkg:pypi/{re.sub(r'[-_.]+', '-', name).lower()}@{version}"
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        # One checksum for each file that may be installed: they belong to the distribution.
        "externalReferences": [
            {
                "type": "distribution",
                "url": f"https://pypi.org/project/{name}/{version}/",
                "hashes": [{"alg": "SHA-256", "content": one} for one in _HASH.findall(rest)],
            }
        ],
    }
    if licences := _licences(name):
        found["licenses"] = licences
    return found


def _licences(name: str) -> list[dict[str, Any]]:
    """As the package's metadata says it (PEP 639, else the older fields); empty where unknown."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        # Only for another system or another Python.
        return []
    if expression := about.get("License-Expression"):
        return [{"expression": expression}]
    named = [
        one.removeprefix(_CLASSIFIER)
        for one in about.get_all("Classifier") or []
        if one.startswith(_CLASSIFIER)
    ]
    said = (about.get("License") or "").strip()
    if not named and said and "\n" not in said:
        named = [said]
    return [{"license": {"name": one}} for one in named]


def main(target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    made = document((ROOT / "requirements.lock").read_text())
    target.write_text(json.dumps(made, indent=2, ensure_ascii=False) + "\n")
    print(f"{target}: {len(made['components'])} components")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist" / "webinar.cdx.json"))
