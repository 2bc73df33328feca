"""What the `webinar` command's parts share: settings, the application, errors in one sentence."""

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import click
from flask import Flask

from webinar.core import schema
from webinar.settings import Settings, WrongSetting

F = TypeVar("F", bound=Callable[..., Any])


class Installation:
    """Settings and, once it is asked for, the application."""

    def __init__(self, make_app: Callable[[Settings], Flask]) -> None:
        self._make_app = make_app

    @functools.cached_property
    def settings(self) -> Settings:
        return self._read(only_look=False)

    @functools.cached_property
    def settings_as_found(self) -> Settings:
        """The settings, without making the data folder and the secret."""
        return self._read(only_look=True)

    def _read(self, *, only_look: bool) -> Settings:
        try:
            return Settings.from_environment(only_look=only_look)
        except WrongSetting as error:
            raise click.ClickException(str(error)) from error

    @functools.cached_property
    def app(self) -> Flask:
        return self._make_app(self.settings)


def with_app(command: F) -> F:
    """Run a command inside the application's context, on a database that is up to date."""

    @click.pass_context
    @functools.wraps(command)
    def run(context: click.Context, *args: Any, **kwargs: Any) -> Any:
        app = context.obj.app
        with app.app_context():
            try:
                schema.require_current()
            except schema.WrongSchema as error:
                raise click.ClickException(str(error)) from error
            return command(*args, **kwargs)

    return run  # type: ignore[return-value]
