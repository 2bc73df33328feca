"""Slugs: chosen once, remembered when they are left."""

from tests.support.programme import ANNA, a_draft, a_session, a_webinar
from webinar.webinars import operations, queries


def rename(webinar, **changed):
    return operations.edit_webinar(
        **{
            "webinar_id": webinar.public_id,
            "title": webinar.title,
            "timezone": webinar.timezone,
            "starts": webinar.starts_wall,
            "ends": webinar.ends_wall,
            "category_id": webinar.category.public_id,
            "by": ANNA,
        }
        | changed
    )


def test_a_new_title_keeps_the_address_of_what_was_published(in_app):
    webinar = rename(a_webinar(), title="Something else")
    assert webinar.slug == "spring-seminar"


def test_a_new_title_changes_the_address_of_a_draft(in_app):
    webinar = rename(a_draft(), title="Something else")
    assert webinar.slug == "something-else"
    assert queries.webinar_moved_from("spring-seminar") is None


def test_a_former_address_leads_to_the_webinar(in_app):
    webinar = rename(a_webinar(), slug="The new one")
    assert webinar.slug == "the-new-one"
    assert queries.webinar_by_slug("spring-seminar") is None
    assert queries.webinar_moved_from("spring-seminar").public_id == webinar.public_id


def test_a_former_address_is_given_to_nobody_else(in_app):
    first = rename(a_webinar(), slug="moved")
    second = a_draft(category_id=first.category.public_id)
    assert second.slug == "spring-seminar-2"


def test_a_former_address_of_a_draft_leads_nowhere(in_app):
    webinar = rename(a_webinar(), slug="moved")
    operations.unpublish_webinar(webinar_id=webinar.public_id, by=ANNA)
    assert queries.webinar_moved_from("spring-seminar") is None


def test_a_word_that_is_a_route_becomes_another(in_app):
    assert a_draft("Archive").slug == "archive-webinar"


def test_sessions_have_addresses_of_their_own_within_a_webinar(in_app):
    webinar = a_webinar()
    session = webinar.sessions[0]
    assert a_session(webinar).slug == "opening-talk-2"
    operations.edit_session(
        session_id=session.public_id,
        title=session.title,
        starts=session.starts_wall,
        ends=session.ends_wall,
        slug="keynote",
        by=ANNA,
    )
    assert queries.session_moved_from(webinar, "opening-talk").slug == "keynote"
    other = a_draft("Other", category_id=webinar.category.public_id)
    assert a_session(other).slug == "opening-talk"
    assert queries.session_moved_from(other, "opening-talk") is None
