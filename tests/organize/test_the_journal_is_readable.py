"""The journal's pages: filters, each field before and after, undo from the page."""

from datetime import timedelta
from typing import Any

from tests.support import people
from tests.support.world import BY, World


def rows(page: Any) -> int:
    return str(page.text).count('<th scope="row">')


def newest_id() -> str:
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry

    entry = db.session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()
    assert entry is not None
    return entry.public_id


def test_each_filter_narrows_the_list(app: Any, clock: Any) -> None:
    from webinar.core.journal import Actor
    from webinar.posts.operations import create_post

    with app.app_context():
        world = World(app)
        world.new_post()
        clock.shift(timedelta(days=3))
        world.new_page()
        create_post(title="100% news", body="It rains.", by=Actor("account", "Bob_B"))
    browser = people.organizer(app)
    for query, count in (
        ("actor=bob_b", 1),
        ("actor=bobxb", 0),
        ("intention=posts.create_post", 2),
        ("kind=page", 1),
        ("thing=100%25", 1),
        ("thing=NEWS", 2),
        ("since=2026-03-13&kind=post", 1),
        ("until=2026-03-12&kind=post", 1),
        ("since=2026-03-10&until=2026-03-13&kind=post", 2),
        ("since=yesterday&kind=post", 2),
    ):
        page = browser.get(f"/organize/journal/?{query}")
        assert (query, rows(page)) == (query, count)


def test_fields_are_shown_before_and_after(app: Any) -> None:
    from webinar.webinars.operations import edit_room

    browser = people.organizer(app)
    with app.app_context():
        room_id = World(app).room.public_id
        edit_room(room_id=room_id, name="Red room", join_address="https://new.example.org/", by=BY)
        page = browser.get(f"/organize/journal/{newest_id()}/")
    assert "Blue room" in page.text
    assert "Red room" in page.text
    assert "meet.example.org" not in page.text, "a secret is never written down"
    assert "new.example.org" not in page.text


def test_codes_and_rows_are_named(app: Any) -> None:
    """A state by its word, a category by its name: nobody knows that it is row 2."""
    from webinar.webinars.operations import edit_webinar, publish_webinar

    browser = people.organizer(app)
    with app.app_context():
        world = World(app)
        webinar = world.webinar
        edit_webinar(
            webinar_id=webinar.public_id,
            title=webinar.title,
            new_category="Geology",
            timezone=webinar.timezone,
            starts=webinar.starts_wall,
            ends=webinar.ends_wall,
            language="de",
            by=BY,
        )
        edited = browser.get(f"/organize/journal/{newest_id()}/").text
        publish_webinar(webinar_id=webinar.public_id, by=BY)
        published = browser.get(f"/organize/journal/{newest_id()}/").text
    assert "Geology" in edited
    assert "German" in edited
    assert "Draft" in published
    assert "Published" in published


def test_undo_from_the_page(app: Any) -> None:
    from webinar.posts.models import Post

    browser = people.organizer(app)
    with app.app_context():
        World(app).new_post()
        entry = newest_id()
    answer = browser.post(f"/organize/journal/{entry}/undo")
    assert answer.status_code == 303
    assert "Undone." in browser.get(answer.location).text
    assert "This was undone" in browser.get(f"/organize/journal/{entry}/").text
    with app.app_context():
        from webinar.core.db import db

        assert db.session.query(Post).count() == 0


def test_undo_that_cannot_be_says_why(app: Any) -> None:
    from webinar.posts.operations import edit_post

    browser = people.organizer(app)
    with app.app_context():
        post = World(app).new_post().public_id
        edit_post(post_id=post, title="Second", body="It rains.", by=BY)
        entry = newest_id()
        edit_post(post_id=post, title="Third", body="It rains.", by=BY)
    answer = browser.post(f"/organize/journal/{entry}/undo")
    assert answer.status_code == 409
    assert "was changed again since" in answer.text


def test_unknown_entries_are_not_found(app: Any) -> None:
    browser = people.organizer(app)
    assert browser.get("/organize/journal/nothing/").status_code == 404
    assert browser.post("/organize/journal/nothing/undo").status_code == 404


def test_the_list_costs_the_same_with_one_and_with_three(app: Any, statements: Any) -> None:
    """Who asks, the entries, intentions, kinds, the site, its pages."""
    browser = people.organizer(app)
    for _ in range(3):
        with app.app_context():
            World(app).new_post()
        with statements(exactly=6):
            assert browser.get("/organize/journal/").status_code == 200


def test_older_entries_are_one_click_away(app: Any) -> None:
    browser = people.organizer(app)
    with app.app_context():
        world = World(app)
        for _ in range(53):
            world.new_page()
    first = browser.get("/organize/journal/?kind=page")
    assert rows(first) == 50
    older = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "kind=page" in older
    assert rows(browser.get(older)) == 3


def test_a_step_leads_to_what_it_was_a_step_of(app: Any) -> None:
    from webinar.core.db import db
    from webinar.core.journal import JournalEntry
    from webinar.papers.joint_operations import answer_call

    with app.app_context():
        answer_call(name="Ada", email="ada@example.org", language="en", by=BY)
        step = db.session.query(JournalEntry).filter(JournalEntry.part_of.is_not(None)).one()
        step_id, around = step.public_id, step.part_of
    page = people.organizer(app).get(f"/organize/journal/{step_id}/").text
    assert f'<a href="/organize/journal/{around}/">' in page
    assert "import" not in page.partition("<main")[2]
