"""Material beside the repository is found from a checkout, from a worktree, and by name."""

import subprocess

import pytest

from tests.support import shared

_SAID = ("git", "-c", "user.name=a", "-c", "user.email=a@example.org")


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A repository with a worktree somewhere else, and `shared` two folders above."""
    monkeypatch.delenv("WEBINAR_SHARED", raising=False)
    main, tree = tmp_path / "one" / "main", tmp_path.parent / f"{tmp_path.name}-tree"
    main.mkdir(parents=True)
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "a.txt").write_text("x")
    for order in (
        ("init", "-q"),
        ("commit", "-q", "--allow-empty", "-m", "one"),
        ("worktree", "add", "-q", str(tree)),
    ):
        subprocess.run([*_SAID, *order], cwd=main, check=True)
    return tmp_path, main, tree


def test_from_the_checkout_and_from_a_worktree(checkout, monkeypatch):
    top, main, tree = checkout
    for place in (main, tree):
        monkeypatch.setattr(shared, "_REPOSITORY", place)
        assert shared.shared_file("a.txt") == top / "shared" / "a.txt"
        assert shared.needs(shared.shared_file("a.txt")).args == (False,)
        assert shared.needs(shared.shared_file("b.txt")).args == (True,)


def test_by_name_and_nowhere_else(checkout, monkeypatch, tmp_path):
    _top, main, _tree = checkout
    monkeypatch.setattr(shared, "_REPOSITORY", main)
    monkeypatch.setenv("WEBINAR_SHARED", str(tmp_path / "elsewhere"))
    assert shared.shared_file("a.txt") == tmp_path / "elsewhere" / "a.txt"
