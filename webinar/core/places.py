"""Where the package finds what is not Python: templates and migrations."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def data_root() -> Path:
    """Folder that holds `templates/` and `migrations/`.

    In a wheel they are carried inside the package; in a checkout they stand
    beside it.
    """
    packed = _PACKAGE / "_data"
    return packed if packed.is_dir() else _PACKAGE.parent


def templates() -> Path:
    return data_root() / "templates"


def migrations() -> Path:
    return data_root() / "migrations"


def static() -> Path:
    return _PACKAGE / "static"
