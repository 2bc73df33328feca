"""What the desk's frame asks: which of its pages are there for the person who looks at it."""

from dataclasses import dataclass

from flask import Flask

from webinar.accounts.models import MODERATOR, ORGANIZER, REVIEWER
from webinar.core import securitylog
from webinar.webinars.scope import scope_of


@dataclass(frozen=True)
class DeskRoles:
    """In some webinar at least, or for the whole site."""

    arranges: bool
    reviews: bool
    moderates: bool


def desk_roles() -> DeskRoles:
    """One statement a request at most, none for organizers of the site."""
    return DeskRoles(
        arranges=not scope_of(ORGANIZER).is_empty,
        reviews=not scope_of(REVIEWER).is_empty,
        moderates=not scope_of(MODERATOR).is_empty,
    )


def init_app(app: Flask) -> None:
    """`desk_roles()` in every template; who gives and takes roles stands in the security log."""
    securitylog.watch("webinars", "add_to_webinar", "set_webinar_roles", "leave_webinar")
    app.jinja_env.globals["desk_roles"] = desk_roles
