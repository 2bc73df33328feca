"""What a template extends, includes or imports exists; Jinja would say so only when it renders."""

import re

import pytest

from tests.support import source

_ROOT = source.ROOT / "templates"
_TEMPLATES = sorted(file for file in _ROOT.rglob("*") if file.suffix in {".html", ".txt", ".xml"})
_FROM = re.compile(r'\{%-?\s*from\s+"([^"]+)"\s+import\s+([^%]+?)\s*-?%\}')
_NAMED = re.compile(r'\{%-?\s*(?:extends|include|import)\s+"([^"]+)"')
_MACRO = re.compile(r"\{%-?\s*(?:macro|set)\s+(\w+)")


@pytest.mark.parametrize("file", _TEMPLATES, ids=lambda file: str(file.relative_to(_ROOT)))
def test_its_parts_exist(file):
    text = file.read_text()
    for name in _NAMED.findall(text):
        assert (_ROOT / name).exists(), name
    for name, macros in _FROM.findall(text):
        assert (_ROOT / name).exists(), name
        known = _MACRO.findall((_ROOT / name).read_text())
        for macro in macros.removesuffix("with context").split(","):
            assert macro.split()[0] in known, (name, macro)
