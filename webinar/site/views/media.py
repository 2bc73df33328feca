"""Pictures that belong to the site: portraits and the logo, under names that never change."""

import sqlalchemy as sa
from flask import Response, abort

from webinar.core.access import anyone, policy
from webinar.core.db import db
from webinar.core.files import StoredFile
from webinar.core.http import public
from webinar.core.sending import answer_with
from webinar.site.blueprint import bp

#: a new picture gets a new name, so what has this one may be kept for a year
FOREVER = "public, max-age=31536000, immutable"
_PICTURE = "image/webp"


@bp.get("/media/portraits/<name>.webp")
@policy(anyone)
@public
def portrait(name: str) -> Response:
    return _picture(name)


@bp.get("/media/logo/<name>.webp")
@policy(anyone)
@public
def logo(name: str) -> Response:
    return _picture(name)


def _picture(name: str) -> Response:
    """The stored WebP of that storage name; 404 for any other kind of file."""
    # Storage names are secrets for papers: only pictures that we made may leave here.
    if not name.isalnum():
        abort(404)
    known = db.session.scalar(
        sa.select(StoredFile).where(
            StoredFile.storage_name == name, StoredFile.media_type == _PICTURE
        )
    )
    if known is None:
        abort(404)
    return answer_with(known, f"{name}.webp", inline=True, cache=FOREVER)
