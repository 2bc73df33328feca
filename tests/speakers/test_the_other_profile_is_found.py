"""The page that looks for the other profile of one person."""

from tests.support import people
from tests.support.programme import a_speaker


def test_words_are_searched_for_among_all_others(app, in_app):
    one = a_speaker("Maria Nowak", affiliation="Kraków")
    for name in ("Nowak, Maria", "Kim Lee"):
        a_speaker(name, affiliation="Oslo")
    client = people.organizer(app)
    page = f"/organize/speakers/{one.public_id}/merge"
    alike = client.get(page).text
    assert "Nowak, Maria" in alike
    assert "Kim Lee" not in alike
    found = client.get(f"{page}?q=lee oslo").text.split('id="search"')[1]
    assert "Kim Lee" in found
    assert "Nowak, Maria" not in found
    assert "Nobody else was found." in client.get(f"{page}?q=krakow").text
