"""What `webinar serve --with-examples` does on a site that has never held anything."""

from flask import Flask

from webinar.core.journal import SYSTEM
from webinar.demo.operations import load_examples
from webinar.demo.queries import was_never_used


def init_app(app: Flask) -> None:
    app.extensions["welcome"].append(_fill)


def _fill(*, with_examples: bool) -> list[str]:
    if not (with_examples and was_never_used()):
        return []
    load_examples(by=SYSTEM)
    return ["The example programme was loaded; `webinar demo remove` takes it away."]
