"""A client that asks outside of the test's own context."""

import contextvars
from collections.abc import Callable
from typing import Any


class Browser:
    """Asks outside of the test's own context: who asked before is forgotten."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def get(self, address: str) -> Any:
        return self._ask(self.client.get, address)

    def post(self, address: str, data: dict[str, Any] | None = None) -> Any:
        return self._ask(self.client.post, address, data=data or {})

    def _ask(self, ask: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        from webinar.core.db import db

        db.session.rollback()
        answer = contextvars.Context().run(ask, *arguments, **named)
        db.session.expire_all()
        return answer
