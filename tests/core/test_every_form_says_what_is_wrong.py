"""Every form of the product: 422, each error beside its field and linked, nothing typed lost."""

import functools
import io
from collections.abc import Callable
from typing import Any

import pytest

from tests.support import people
from tests.support.call_forms import call_cases
from tests.support.checklist_forms import checklist_forms
from tests.support.formwalk import Case, filled, trouble
from tests.support.keeping import keeps_a_calendar
from tests.support.paper_forms import asked_coauthor, begun_draft, change, own_paper
from tests.support.release_forms import release_cases
from tests.support.review_forms import review_cases
from tests.support.reviewing import Choosing
from tests.support.world import BY, World

LONG = "w" * 400
NOT_AN_ADDRESS = "not an address"
SOON = "2027-03-01T10:00"
LATER = "2027-03-01T09:00"

#: endpoints that take a POST and nothing that anybody typed: buttons, and answers of a passkey
BUTTONS = set(
    """
    accounts.confirm_address accounts.disable accounts.enable accounts.end_others
    accounts.end_sign_in accounts.passkey_sign_in accounts.recovery_codes accounts.remove_app
    accounts.remove_passkey accounts.resend accounts.reset_factors accounts.revoke
    accounts.send_password_link accounts.sign_out accounts.sign_out_everywhere
    calls.code_take calls.part_move calls.part_take calls.question_move calls.question_take
    calls.take
    calendars.my_change_stars calendars.my_confirm calendars.my_forget calendars.my_renew_feed
    calendars.my_renew_link calendars.my_revoke_feed calendars.own_change_stars
    calendars.own_forget calendars.own_renew_feed calendars.own_revoke_feed
    checklists.answer_consent checklists.ask_now checklists.move checklists.move_usual
    checklists.remind checklists.remove checklists.remove_usual
    checklists.set_my_reminders checklists.settle
    checklists.start checklists.tick checklists.write_usual
    conversations.moderate conversations.settle conversations.step_message conversations.undo
    demo.load demo.remove organization.remove_holiday organization.remove_logo
    organize.open_speaker_page
    organize.send_again organize.undo_entries organize.undo_entry organize.undo_whole
    papers.my_remove papers.file_kinds papers.my_file_kinds papers.erratum_step
    papers.my_erratum_step papers.my_invitation_step papers.set_coauthor_mails
    papers.invitation_step
    papers.open_mine papers.my_leave_call
    webinars.series_restore webinars.series_skip webinars.series_step_taken
    webinars.series_unskip webinars.webinar_repeat papers.my_take_over
    papers.remove papers.restore papers.take
    papers.my_confirm papers.my_unconfirm papers.my_unwithdraw
    reviews.place reviews.remove_category reviews.remove_phase reviews.save_plan reviews.take_back
    reviews.save_settings
    reviews.unask reviews.undecide reviews.undeclare_for reviews.unsay
    papers.take_over posts.step posts.step_page site.drop_my_portrait speakers.delete
    site.ask_for_my_page site.choose_my_zone site.claim_my_page site.say_not_me
    site.renew_my_link
    site.make_my_calendar
    site.stop_my_calendar
    speakers.are_distinct speakers.merge speakers.split
    speakers.remove_portrait speakers.restore speakers.revoke_link speakers.send_link
    webinars.delete_category webinars.delete_room webinars.restore webinars.restore_category
    webinars.leave_now webinars.remove_person webinars.restore_room webinars.session_delete
    webinars.session_reinstate webinars.session_restore
    """.split()
)
#: forms that stand on no page of their own: tests/accounts/test_nothing_typed_is_lost.py,
#: tests/papers/test_files_are_kept_with_the_draft.py; and what programs ask,
#: tests/site/test_libraries_harvest_papers.py; and what js/editor.js asks,
#: tests/site/test_a_text_is_previewed.py
ELSEWHERE = {"accounts.second_step", "papers.my_files", "papers.harvest", "site.preview_text"}


@pytest.fixture
def site(app: Any) -> Any:
    from webinar.core.journal import SYSTEM
    from webinar.organization.operations import ensure_site

    app.config["LIMITS_OFF"] = True
    with app.app_context():
        ensure_site(by=SYSTEM)
    return app


@pytest.fixture
def cases(site: Any) -> dict[str, Case]:
    """Endpoint -> a form of it; a second one of an endpoint has a note after a space."""
    from webinar.accounts import operations as accounts
    from webinar.core import links
    from webinar.core.db import db
    from webinar.papers.operations import submit_paper
    from webinar.speakers.operations import send_personal_link
    from webinar.webinars import operations as webinars

    with site.app_context():
        world = World(site)
        first = accounts.make_first_link(by=BY).removeprefix("http://localhost")
        invited = accounts.invite(email="new@example.org", roles=["moderator"], by=BY)
        link = db.session.query(links.PersonalLink).filter_by(subject_id=invited.public_id).one()
        invited_at = f"/invitation/{links.token(link)}"
        mo = people.make_account(site, roles=(), email="mo@example.org")
        accounts.send_password_link(account_id=mo, by=BY)
        link = db.session.query(links.PersonalLink).filter_by(subject_id=mo).one()
        password = f"/password/{links.token(link)}"
        my = f"/my/{links.token(send_personal_link(speaker_id=world.speaker.public_id, by=BY))}"
        paper = world.published_paper()
        own = own_paper(world)
        submit_paper(paper_id=own.public_id, by=BY)
        webinar, session = world.webinar.public_id, world.session.public_id
        message, category = world.new_message().public_id, world.category.public_id
        room = world.room.public_id
        checklists = checklist_forms(world, my)
        post, page = world.new_post().public_id, world.new_page().public_id
        readable = world.published.public_id
        brought = world.new_import().public_id
        series = world.series.public_id
        account = people.make_account(site, roles=("moderator",), email="m2@example.org")
        webinars.add_to_webinar(
            webinar_id=webinar, email="m2@example.org", roles=["reviewer"], by=BY
        )
        kept = keeps_a_calendar(site)
        own_kept = keeps_a_calendar(site, account_id=account)
        choosing = Choosing(site, sees_others="always", reads="all")
        choosing.all_stages()
        paper_id, own_id = paper.public_id, own.public_id
        about_calls = call_cases(world)
        asked = f"/coauthor/{asked_coauthor(own_id)}"
        begun = begun_draft()
        change(paper_id)
    desk, mine = "/organize", "/organize/profile/calendar"
    comment = f"/comments/webinar/{readable}"
    return {
        # readers and guests
        "conversations.comment": Case(
            comment, {"name": "", "email": NOT_AN_ADDRESS, "body": ""}, "guest"
        ),
        "conversations.comment long": Case(comment, {"name": LONG, "body": "x" * 5001}, "guest"),
        "conversations.write": Case(
            "/contact", {"email": "", "subject": LONG}, "guest", typed={"body": "Hello\n\nthere"}
        ),
        "papers.ask_for_link": Case("/call", {"email": NOT_AN_ADDRESS}, "guest"),
        "papers.begin_now": Case(
            "/call/new",
            {"name": "", "email": NOT_AN_ADDRESS, "title": LONG, "orcid": "0000-0002-1825-0098"},
            "guest",
            typed={"abstract": "Mosses\n\nkeep water.", "affiliation": "Hill"},
        ),
        "calendars.ask_for_calendar": Case("/my/", {"email": NOT_AN_ADDRESS}, "guest"),
        "accounts.sign_in_now": Case("/sign-in", {"email": "", "password": ""}, "guest"),
        "accounts.sign_in_now unknown": Case(
            "/sign-in", {}, "guest", typed={"email": "a@example.org", "password": "wrong"}
        ),
        # personal links
        "accounts.first": Case(
            first, {"email": NOT_AN_ADDRESS, "password": "short"}, "guest", typed={"name": "Ada"}
        ),
        "accounts.invitation": Case(
            invited_at, {"name": "", "password": "short"}, "guest", typed={}
        ),
        "accounts.new_password": Case(password, {"password": "password1"}, "guest"),
        "papers.my_start": Case(
            f"{my}/papers/new",
            {"title": ""},
            "guest",
            typed={"authors-0-name": "Li", "abstract": "a\n\nb", "note": "n"},
        ),
        "papers.my_start authors": Case(
            f"{my}/papers/new",
            {"authors-0-name": "", "authors-0-affiliation": "Oslo"},
            "guest",
            said_at=("authors-0-name",),
            typed={"title": "A title"},
        ),
        "papers.my_start file": Case(
            f"{my}/papers/new",
            {"files": (io.BytesIO(b"MZ\x90\x00"), "program.exe")},
            "guest",
            typed={"title": "With a file", "note": "kept"},
        ),
        "papers.my_save": Case(
            f"{my}/papers/{own_id}", {"title": LONG, "abstract": "x" * 10_001}, "guest"
        ),
        "papers.my_correct": Case(begun, {"email": NOT_AN_ADDRESS}, "guest"),
        "papers.my_invite": Case(
            f"{my}/papers/{own_id}/coauthors", {"email": NOT_AN_ADDRESS}, "guest"
        ),
        "papers.invite": Case(
            f"{desk}/papers/{own_id}/coauthors", {"email": NOT_AN_ADDRESS}
        ),
        "papers.answer_coauthor": Case(
            asked, {"name": "", "orcid": "0000-0002-1825-0098"}, "guest",
            typed={"affiliation": "Hill"},
        ),
        "papers.my_hand_in": Case(
            f"{my}/papers/{own_id}/submit", {"changes_note": "x" * 501}, "guest"
        ),
        "site.change_my_profile": Case(
            f"{my}/profile", {"name": "", "links": "no address here"}, "guest"
        ),
        "site.change_my_portrait": Case(
            f"{my}/profile", {"picture": (io.BytesIO(b"no picture"), "me.png")}, "guest",
            f"{my}/portrait",
        ),
        "calendars.my_make_feed": Case(
            kept.page, {"name": "", "contains": []}, "guest", action=f"{kept.page}/feeds"
        ),
        "calendars.my_change_feed": Case(f"{kept.page}/feeds/{kept.feed}", {"name": LONG}, "guest"),
        # one's own account
        "calendars.own_make_feed": Case(mine, {"name": LONG}, "keeper", action=f"{mine}/feeds"),
        "calendars.own_change_feed": Case(
            f"{mine}/feeds/{own_kept.feed}", {"name": "", "contains": []}, "keeper"
        ),
        "accounts.profile": Case(
            f"{desk}/profile/", {"name": ""}, typed={}
        ),
        "accounts.change_password": Case(
            f"{desk}/profile/", {"current": "", "password": "short"},
            action=f"{desk}/profile/password",
        ),
        "accounts.address": Case(f"{desk}/profile/sign-in/address", {"email": NOT_AN_ADDRESS}),
        "accounts.app_setup": Case(f"{desk}/profile/sign-in/app", {"code": "12"}),
        "accounts.new_passkey": Case(f"{desk}/profile/sign-in/passkeys/new", {"name": ""}),
        "accounts.prove": Case(f"{desk}/profile/prove", {"password": "wrong"}),
        # people, messages
        "accounts.invite": Case(
            f"{desk}/people/", {"email": NOT_AN_ADDRESS}, action=f"{desk}/people/invite"
        ),
        "accounts.invite roles": Case(
            f"{desk}/people/", {"roles": []}, action=f"{desk}/people/invite",
            typed={"email": "z@example.org"},
        ),
        "accounts.change_roles": Case(
            f"{desk}/people/", {"roles": []}, action=f"{desk}/people/{account}/roles"
        ),
        "webinars.add_person": Case(
            f"{desk}/webinars/{webinar}/people",
            {"who": NOT_AN_ADDRESS},
            typed={"roles": "reviewer"},
        ),
        "webinars.change_person": Case(
            f"{desk}/webinars/{webinar}/people",
            {"roles": []},
            action=f"{desk}/webinars/{webinar}/people/{account}",
        ),
        "conversations.answer": Case(f"{desk}/messages/{message}/", {"body": ""}),
        # the site
        "organization.save": Case(
            f"{desk}/site/", {"name": "", "mail_from": NOT_AN_ADDRESS}, typed={"tagline": "Words"}
        ),
        "organization.save logo": Case(
            f"{desk}/site/", {"logo": (io.BytesIO(b"no picture"), "logo.png")}
        ),
        "organization.save_hours": Case(
            f"{desk}/site/hours", {"monday": "nine", "answer_hours": "0"},
            typed={"tuesday": "09:00–12:00", "away_text": "Away"},
        ),
        "organization.add_holiday": Case(
            f"{desk}/site/hours", {"day": "tomorrow"}, action=f"{desk}/site/holidays",
            typed={"name": "New Year"},
        ),
        # a programme from elsewhere
        "transfer.take_in": Case(f"{desk}/import/", {"address": "over there"}),
        "transfer.take_in nothing": Case(f"{desk}/import/", {"address": ""}, said_at=("file",)),
        "transfer.take_in file": Case(
            f"{desk}/import/", {"file": (io.BytesIO(b"BEGIN:VCALENDAR"), "a.ics")}
        ),
        "transfer.carry_out": Case(
            f"{desk}/import/{brought}/", {"category_id": "", "new_category": ""},
            said_at=("category_id",), typed={"title": "Moss weeks", "mode": "one"},
        ),
        "transfer.carry_out long": Case(
            f"{desk}/import/{brought}/", {"new_category": LONG}
        ),
        # webinars
        "webinars.create": Case(
            f"{desk}/webinars/new",
            {"title": "", "starts": SOON, "ends": LATER, "category_id": ""},
            said_at=("title", "ends", "category_id"),
            typed={"summary": "Words", "description": "a\n\nb"},
        ),
        "webinars.create times": Case(
            f"{desk}/webinars/new", {"starts": "", "ends": "never"}, typed={"title": "Mosses"}
        ),
        "webinars.save": Case(f"{desk}/webinars/{webinar}/edit", {"title": LONG, "subtitle": LONG}),
        "webinars.take": Case(f"{desk}/webinars/{readable}/cancel", {"reason": "x" * 1001}),
        "webinars.duplicate_now": Case(
            f"{desk}/webinars/{webinar}/duplicate", {"title": "", "starts": "soon"}
        ),
        "webinars.create_category": Case(
            f"{desk}/categories/", {"name": ""}, typed={"description": "Words"}
        ),
        "webinars.save_category": Case(
            f"{desk}/categories/{category}/", {"name": "", "description": "x" * 2001}
        ),
        "webinars.create_room": Case(
            f"{desk}/rooms/", {"join_address": "room 5", "opens_minutes_before": "soon"},
            typed={"name": "Red room", "place": "There"},
        ),
        "webinars.save_room": Case(
            f"{desk}/rooms/{room}/", {"name": "", "opens_minutes_before": "5000"}
        ),
        # series
        "webinars.series_create": Case(
            f"{desk}/series/new",
            {"title": "", "starts": "soon", "minutes": "2", "dates": "2026-05-05\nlater"},
            typed={"summary": "Words", "interval": "2"},
        ),
        "webinars.series_create days": Case(
            f"{desk}/series/new", {"weekdays": []}, typed={"title": "A", "new_category": "B"}
        ),
        "webinars.series_changed": Case(
            f"{desk}/series/{series}/change?scope=all",
            {"title": LONG, "end": "after", "times": ""},
            said_at=("title", "times"),
        ),
        # sessions
        "organize.session_create": Case(
            f"{desk}/webinars/{webinar}/sessions/new",
            {"title": "", "starts": SOON, "ends": LATER, "recording_url": "over there"},
            said_at=("title", "ends", "recording_url"),
            typed={"parts-0-name": "Somebody Quite New", "abstract": "a\n\nb"},
        ),
        "organize.session_save": Case(
            f"{desk}/sessions/{session}/",
            {"title": "", "parts-0-name": "Lin Fiel"},
            typed={"abstract": "Words"},
        ),
        "webinars.session_move_now": Case(
            f"{desk}/sessions/{session}/move", {"starts": "now", "ends": ""}
        ),
        "webinars.session_cancel_now": Case(
            f"{desk}/sessions/{session}/cancel", {"reason": "x" * 1001}
        ),
        # papers
        "papers.create": Case(
            f"{desk}/papers/new", {"title": ""}, typed={"authors-0-name": "Li", "body": "a\n\nb"}
        ),
        "papers.save": Case(f"{desk}/papers/{paper_id}/edit", {"title": "", "note": "x" * 2001}),
        **release_cases(Case, f"{my}/papers/{own_id}", f"{desk}/papers/{paper_id}"),
        **review_cases(Case, choosing),
        # news, pages
        "posts.new": Case(f"{desk}/news/new", {"title": "", "body": ""}, typed={"summary": "S"}),
        "posts.save": Case(f"{desk}/news/{post}/edit", {"title": "", "summary": "x" * 601}),
        "posts.new_page": Case(
            f"{desk}/pages/new", {"title": "", "position": "first"}, typed={"body": "a\n\nb"}
        ),
        "posts.save_page": Case(f"{desk}/pages/{page}/edit", {"body": "", "position": "1000"}),
    } | about_calls | checklists  # fmt: skip


@pytest.fixture
def browser(site: Any) -> Callable[[str], Any]:
    """The browser of a kind of person, made when it is first asked for."""

    from webinar.accounts.queries import account_by_email

    @functools.cache
    def open_one(who: str) -> Any:
        if who == "organizer":
            return people.organizer(site)
        if who == "keeper":
            with site.app_context():
                account = account_by_email("m2@example.org")
                assert account is not None
            return people.signed_in(site, account.public_id)
        client = site.test_client()
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        return client

    return open_one


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_endpoint_that_takes_words_has_a_case(site: Any, cases: dict[str, Case]) -> None:
    """A new form needs a line above; a button stands in BUTTONS."""
    posts = {rule.endpoint for rule in site.url_map.iter_rules() if "POST" in rule.methods}
    named = {name.partition(" ")[0] for name in cases}
    assert sorted(named & BUTTONS) == []
    assert sorted(posts - named - BUTTONS - ELSEWHERE) == []
    assert sorted((named | BUTTONS) - posts) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_each_form_says_what_is_wrong_and_keeps_the_rest(
    cases: dict[str, Case], browser: Callable[[str], Any]
) -> None:
    wrong = []
    for name, case in cases.items():
        client = browser(case.who)
        try:
            sent = filled(client, case)
        except AssertionError as error:
            wrong.append(f"{name}: {error}")
            continue
        answer = client.post(case.target, data=sent)
        wrong += [f"{name}: {one}" for one in trouble(case, sent, answer)]
    assert not wrong, "\n".join(wrong)
