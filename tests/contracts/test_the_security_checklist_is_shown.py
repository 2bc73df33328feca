"""Each line of the security checklist has a test that names its number; security.md says which.

`@pytest.mark.checklist(30)` on a test (or in a module's `pytestmark`) means: it fails without the
protection of line 30. The lines are those of facts/security.md, section 1.
"""

import ast
import re
from collections import defaultdict
from pathlib import Path

from tests.support import source
from tests.support.shared import needs, shared_file

FACTS = shared_file("facts/security.md")
TESTS = source.ROOT / "tests"
LINES = range(1, 81)
#: lines that have nothing here to protect, and why
NOT_HERE = {
    13: "no LaTeX is called and no PDF is made: recognised text becomes HTML only",
}
_FILE = re.compile(r"`((?:[a-z]+/)+test_\w+)`")
_ROW = re.compile(r"^\| (\d+) \|(.*)\|$", re.MULTILINE)


def marked() -> dict[int, set[str]]:
    """Number -> the files whose tests carry it."""
    found: dict[int, set[str]] = defaultdict(set)
    for file in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.checklist":
                for number in node.args:
                    found[ast.literal_eval(number)].add(_name(file))
    return found


def _name(file: Path) -> str:
    return str(file.relative_to(TESTS).with_suffix(""))


def rows() -> dict[int, list[str]]:
    """Number -> the cells of its row in the document."""
    text = (source.ROOT / "docs" / "security.md").read_text()
    found = {int(number): rest.split("|") for number, rest in _ROW.findall(text)}
    assert len(found) == len(_ROW.findall(text)), "a number stands twice"
    return found


def test_every_line_is_shown_or_has_nothing_to_protect() -> None:
    shown = marked()
    assert set(shown) <= set(LINES)
    assert [n for n in LINES if n not in shown and n not in NOT_HERE] == []
    assert [n for n in NOT_HERE if n in shown] == []


def test_the_table_names_exactly_the_files_that_show_a_line() -> None:
    shown, table = marked(), rows()
    assert sorted(table) == list(LINES)
    wrong = {
        number: (sorted(shown.get(number, set()) - said), sorted(said - shown.get(number, set())))
        for number, cells in table.items()
        if (said := set(_FILE.findall(cells[-1]))) != shown.get(number, set())
    }
    assert wrong == {}, "number: (not in the table, only in the table)"
    for number, reason in NOT_HERE.items():
        assert reason.partition(":")[0] in "".join(table[number])


@needs(FACTS)
def test_the_lines_are_those_of_the_facts() -> None:
    facts = FACTS.read_text().partition("\n## 2.")[0]
    assert [int(one) for one in re.findall(r"^\| (\d+) \|", facts, re.MULTILINE)] == list(LINES)
