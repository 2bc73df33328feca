"""No sentence of the program goes past gettext, and a catalogue of all can be extracted."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.support import source

#: what shows its first argument to a person
_SHOWS = {"flash", "say", "say_changed", "ValidationError", "StopValidation"}
#: what names a field to a person: the label, and words in keywords
_FIELD_WORDS = {"label", "description", "message"}


def bare(tree: ast.Module) -> list[str]:
    """Words that are shown and written as a plain string."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        shown = node.args[:1] if name in _SHOWS or name.endswith("Field") else []
        if name.endswith(("Field", "Required")) or name == "Length":
            shown += [one.value for one in node.keywords if one.arg in _FIELD_WORDS]
        for one in shown:
            is_text = isinstance(one, ast.JoinedStr) or (
                isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value
            )
            if is_text:
                found.append(f"line {one.lineno}: {ast.unparse(one)}")
    return found


def test_the_check_sees_bare_words() -> None:
    tree = ast.parse('flash("Saved.")\nsay(_("Saved."))\nname = StringField("Name")\nsay(f"{x}!")')
    assert len(bare(tree)) == 3


@pytest.mark.parametrize("name", list(source.modules()))
def test_no_shown_word_is_bare(name: str) -> None:
    assert bare(source.tree(source.modules()[name])) == []


@pytest.mark.parametrize("name", list(source.modules()))
def test_no_field_answers_in_the_librarys_words(name: str) -> None:
    """ "This field is required." does not say what to write."""
    silent = [
        f"line {node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(source.tree(source.modules()[name]))
        if isinstance(node, ast.Call)
        and not (node.args or node.keywords)
        and ast.unparse(node.func).endswith(("DataRequired", "InputRequired", "Email", "URL"))
    ]
    assert silent == []


def test_a_catalogue_is_extracted_with_words_of_every_kind(tmp_path: Path) -> None:
    target = tmp_path / "messages.pot"
    subprocess.run(
        [source.ROOT / "scripts" / "words", target],
        env={"BIN": str(Path(sys.executable).parent), "PATH": "/usr/bin:/bin"},
        check=True,
        capture_output=True,
        timeout=120,
    )
    with target.open("rb") as file:
        words = {message.id for message in read_po(file)}
    # From a template, a lazy label, a table marked by N_, and a plural.
    assert {"Skip to the content", "It is published.", "moved a session"} <= words
    assert any(isinstance(one, tuple) for one in words)
