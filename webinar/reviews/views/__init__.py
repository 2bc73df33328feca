"""Pages of choosing: the boards, a reviewer's desk, decisions and their announcement."""

from webinar.reviews.blueprint import bp
from webinar.reviews.views import (
    announcing,
    assigning,
    board,
    deciding,
    programme,
    reviewing,
    settings,
    talking,
    waiting,
)

__all__ = [
    "announcing",
    "assigning",
    "board",
    "bp",
    "deciding",
    "programme",
    "reviewing",
    "settings",
    "talking",
    "waiting",
]
