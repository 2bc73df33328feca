"""Browsers whose requests know nothing of the context that a test has pushed."""

import contextvars
from typing import Any

import pytest
from flask.testing import FlaskClient


class Visitor(FlaskClient):
    def open(self, *args: Any, **kwargs: Any) -> Any:
        return contextvars.Context().run(super().open, *args, **kwargs)


@pytest.fixture
def app(app: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(app, "test_client_class", Visitor)
    return app
