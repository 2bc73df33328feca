"""The folder of material that tests read where it is there: it is not ours to publish."""

import os
import subprocess
from pathlib import Path

import pytest

_REPOSITORY = Path(__file__).resolve().parents[2]


def shared_file(name: str) -> Path:
    """`shared/<name>` by WEBINAR_SHARED, or beside the repository or its main checkout.

    Where it is absent the path leads nowhere; `needs` skips a test then.
    """
    found = [folder / name for folder in _folders()]
    return next((path for path in found if path.exists()), found[0])


def needs(path: Path) -> pytest.MarkDecorator:
    """Skip the marked test, with the reason, where the file is absent."""
    return pytest.mark.skipif(not path.exists(), reason=f"shared {path.name} is not here")


def _folders() -> list[Path]:
    if named := os.environ.get("WEBINAR_SHARED"):
        return [Path(named)]
    starts = [_REPOSITORY, _main_checkout()]
    return [above / "shared" for start in starts for above in (start, *start.parents)]


def _main_checkout() -> Path:
    """Of a worktree the checkout it belongs to; its own folder may stand anywhere."""
    asked = ["git", "rev-parse", "--path-format=absolute", "--git-common-dir"]
    try:
        said = subprocess.run(asked, cwd=_REPOSITORY, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return _REPOSITORY
    return Path(said.stdout.strip()).parent
