"""How this room joins the application."""

from flask import Flask

from webinar.site import frame


def init_app(app: Flask) -> None:
    frame.init_app(app)
