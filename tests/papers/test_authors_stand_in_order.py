"""Authors: in order, with affiliation, ORCID iD and who presents; told on to those who cite."""

import json
import re

import pytest


def _row(number, name, **more):
    row = {f"authors-{number}-name": name}
    return row | {f"authors-{number}-{key}": value for key, value in more.items()}


def _authors(stored, paper_id):
    from webinar.papers.queries import paper_by_id

    return stored(
        lambda: [
            (one.name, one.affiliation, one.orcid, one.is_presenting)
            for one in paper_by_id(paper_id).authors
        ]
    )


ROWS = _row(0, "Maria Nowak", affiliation="Coast", orcid="https://orcid.org/0000-0002-1825-0097")
ROWS |= _row(1, "Ben Okri", is_presenting="y", orcid="000000021694233x")


def test_what_was_typed_is_kept_and_shown_again(writer, stored):
    maria = writer()
    paper_id = maria.draft(authors=[], **ROWS)
    kept = [
        ("Maria Nowak", "Coast", "0000-0002-1825-0097", False),
        ("Ben Okri", "", "0000-0002-1694-233X", True),
    ]
    assert _authors(stored, paper_id) == kept
    page = maria.client.get(maria.path(paper_id)).text
    assert 'value="0000-0002-1694-233X"' in page
    assert re.search(r'<input checked[^>]*name="authors-1-is_presenting"', page)
    assert not re.search(r'<input checked[^>]*name="authors-0-is_presenting"', page)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_they_change_places_with_all_that_is_theirs(writer, stored):
    maria = writer()
    paper_id = maria.draft(authors=[], **ROWS)
    maria.save(paper_id, authors=[], row="up-1", **ROWS)
    assert [one[0] for one in _authors(stored, paper_id)] == ["Ben Okri", "Maria Nowak"]
    assert _authors(stored, paper_id)[0] == ("Ben Okri", "", "0000-0002-1694-233X", True)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("row", "words"),
    [
        (_row(0, "Maria Nowak", orcid="0000-0002-1825-0098"), "its last digit does not fit"),
        (_row(0, "Maria Nowak", orcid="maria"), "sixteen digits"),
        (_row(0, "", orcid="0000-0002-1825-0097"), "Whose ORCID iD is this?"),
        (_row(0, "", affiliation="Coast"), "Whose affiliation is this?"),
    ],
)
def test_a_slip_is_said_beside_the_field_and_nothing_typed_is_lost(writer, row, words):
    maria = writer()
    answer = maria.new(authors=[], **row)
    assert answer.status_code == 422
    assert words in answer.text
    for typed in filter(None, row.values()):
        assert f'value="{typed}"' in answer.text


def test_a_version_of_before_still_opens(writer, stored, app):
    """What versions and drafts kept had no ORCID iD and nobody who presents."""
    from webinar.core.db import transaction
    from webinar.papers.drafts import front_of
    from webinar.papers.models import PaperVersion
    from webinar.papers.queries import paper_by_id, versions_of

    maria = writer()
    paper_id = maria.draft()
    maria.submit(paper_id)
    with app.app_context(), transaction() as session:
        version = session.query(PaperVersion).one()
        old = {"name": "Maria Nowak", "affiliation": "", "speaker_id": ""}
        version.front = version.front | {"authors": [old]}
    (author,) = stored(lambda: front_of(versions_of(paper_by_id(paper_id))[0]).authors)
    assert (author.name, author.orcid, author.is_presenting) == ("Maria Nowak", "", False)
    assert "You changed it" not in maria.client.get(maria.path(paper_id)).text


def test_whoever_cites_gets_the_orcid_id(writer, client, app):
    from webinar.core.journal import SYSTEM
    from webinar.papers.operations import publish_paper
    from webinar.papers.queries import paper_by_id

    maria = writer()
    paper_id = maria.draft(authors=[], **ROWS)
    maria.submit(paper_id)
    with app.app_context():
        publish_paper(paper_id=paper_id, by=SYSTEM)
        slug = paper_by_id(paper_id).slug
    page = client.get(f"/papers/{slug}/").text
    one, other = "https://orcid.org/0000-0002-1825-0097", "https://orcid.org/0000-0002-1694-233X"
    assert re.findall(r'"citation_author_orcid" content="([^"]+)"', page) == [one, other]
    (article,) = [
        found
        for found in map(json.loads, re.findall(r"ld\+json\">(.*?)</script>", page, re.DOTALL))
        if found["@type"] == "ScholarlyArticle"
    ]
    assert [author["identifier"] for author in article["author"]] == [one, other]
    (item,) = json.loads(client.get(f"/papers/{slug}.csl.json").text)
    assert item["custom"] == {"ORCID": {"Maria Nowak": one, "Ben Okri": other}}
