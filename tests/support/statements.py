"""Count the SQL statements that a piece of work sends, on every engine at once."""

import contextlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

#: asks or changes no data: transaction brackets and connection settings
_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA", "SET ", "SHOW ")


class Statements(list[str]):
    """The statements in order; prints itself as a numbered list."""

    def __str__(self) -> str:
        return "\n".join(f"{number}. {' '.join(one.split())}" for number, one in enumerate(self, 1))


@contextlib.contextmanager
def counted(*, exactly: int | None = None, at_most: int | None = None) -> Iterator[Statements]:
    """The statements sent inside the block; with a bound it fails, listing them, when missed."""
    seen = Statements()

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.lstrip().upper().startswith(_FRAME):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    if exactly is not None:
        assert len(seen) == exactly, f"{len(seen)} statements instead of {exactly}:\n{seen}"
    if at_most is not None:
        assert len(seen) <= at_most, f"{len(seen)} statements, more than {at_most}:\n{seen}"
