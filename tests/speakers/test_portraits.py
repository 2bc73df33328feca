"""A portrait: cut square, written anew in every width, reachable by nothing of the original."""

import io
import re

import pytest
import sqlalchemy as sa
from PIL import Image

from tests.support import people
from tests.support.programme import a_speaker
from webinar.core import files
from webinar.core.db import db
from webinar.core.files import StoredFile
from webinar.speakers.models import PORTRAIT_SIZES
from webinar.speakers.queries import speaker_by_id


def photograph(size=(800, 600)) -> io.BytesIO:
    """Left half red, right half blue."""
    picture = Image.new("RGB", size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    picture.save(out, "PNG")
    out.seek(0)
    return out


@pytest.fixture
def speaker_id(app):
    with app.app_context():
        return a_speaker().public_id


def upload(app, speaker_id, picture, **fields):
    return people.organizer(app).post(
        f"/organize/speakers/{speaker_id}/portrait", data={"picture": (picture, "me.png"), **fields}
    )


def test_every_width_is_kept_as_webp(app, speaker_id):
    assert upload(app, speaker_id, photograph()).status_code == 303
    with app.app_context():
        portrait = speaker_by_id(speaker_id).portrait
        assert set(portrait) == {str(size) for size in PORTRAIT_SIZES}
        with files.storage().open(portrait["96"]) as kept, Image.open(kept) as picture:
            assert (picture.format, picture.size) == ("WEBP", (96, 96))


def test_the_desk_shows_it(app, client, speaker_id):
    browser = people.organizer(app)
    path = f"/organize/speakers/{speaker_id}/"
    browser.post(f"{path}portrait", data={"picture": (photograph(), "me.png")})
    page = browser.get(path).text
    shown = re.search(r'<img class="portrait large" src="([^"]+)"', page)[1]
    assert client.get(shown).mimetype == "image/webp"


def test_the_numbers_choose_the_square(app, speaker_id):
    upload(app, speaker_id, photograph(), left="400", top="100", side="300")
    with app.app_context():
        name = speaker_by_id(speaker_id).portrait["96"]
        with files.storage().open(name) as kept, Image.open(kept) as picture:
            red, _, blue = picture.convert("RGB").getpixel((5, 48))
    assert blue > 200
    assert red < 60


def test_what_is_no_picture_is_refused_beside_the_field(app, speaker_id):
    answer = upload(app, speaker_id, io.BytesIO(b"no picture"))
    assert answer.status_code == 422
    assert "no picture this site can read" in answer.text
    with app.app_context():
        assert not speaker_by_id(speaker_id).has_portrait


def test_a_photograph_may_be_larger_than_other_forms(app, speaker_id):
    noise = Image.effect_noise((1800, 1800), 90)
    out = io.BytesIO()
    noise.save(out, "PNG")
    assert out.tell() > 2 * 1024 * 1024
    out.seek(0)
    assert upload(app, speaker_id, out).status_code == 303


def test_a_replaced_portrait_leaves_its_files_to_the_sweep(app, speaker_id):
    browser = people.organizer(app)
    for _ in range(2):
        browser.post(
            f"/organize/speakers/{speaker_id}/portrait", data={"picture": (photograph(), "me.png")}
        )
    with app.app_context():
        kept = db.session.scalars(sa.select(StoredFile.is_kept).order_by(StoredFile.id)).all()
    assert kept == [False] * len(PORTRAIT_SIZES) + [True] * len(PORTRAIT_SIZES)
    browser.post(f"/organize/speakers/{speaker_id}/portrait/remove")
    with app.app_context():
        assert not any(db.session.scalars(sa.select(StoredFile.is_kept)))
