"""Decided now and known to nobody, announced once, confirmed with one button, and back again."""

import re
from typing import Any

import pytest

from tests.support.reviewing import Choosing
from tests.support.world import BY


def mails(app: Any) -> list[Any]:
    from webinar.core.db import db
    from webinar.core.mail import OutgoingMail, write

    with app.app_context():
        found = db.session.query(OutgoingMail).filter_by(kind="reviews/mail/decision").all()
        return [(mail.to_address, mail.subject, write(mail).text) for mail in found]


def announce(c: Choosing, desk: Any, **changed: str) -> Any:
    """The page of every mail, sent as a browser would."""
    import lxml.html

    page = desk.get(c.url("announce")).text
    forms = lxml.html.fromstring(page).forms
    letters = next(one for one in forms if "Show the mails" in one.text_content())
    shown = desk.post(c.url("announce"), data=dict(letters.form_values()) | changed)
    assert shown.status_code == 200, shown.text
    last = lxml.html.fromstring(shown.text).forms[-1]
    from werkzeug.datastructures import MultiDict

    return shown.text, MultiDict(last.form_values())


def test_nobody_hears_of_it_before_it_is_announced(app: Any) -> None:
    c = Choosing(app, papers=3)
    c.assign((0, 0))
    c.decide("accepted", 0, words="Bring {slides} <b>please</b>")
    c.decide("declined", 1)
    assert (c.row(0).state, c.row(0).decision) == ("submitted", "accepted")
    assert not mails(app)
    assert "accepted" not in c.desk(0).get(c.url(f"papers/{c.papers[0]}")).text.lower()
    desk = c.desk()
    assert "2 are decided and not announced" in desk.get(c.url()).text
    text, sent = announce(
        c, desk, subject_accepted="Yes to {title}", text_accepted="Hello {name}: {title}"
    )
    assert "Hello Nora Writer: Paper 1" in text
    assert "Bring {slides} &lt;b&gt;please&lt;/b&gt;" in text
    assert c.row(0).state == "submitted"
    assert desk.post(c.url("announce"), data=sent).status_code == 303
    assert [c.row(number).state for number in range(3)] == ["accepted", "declined", "submitted"]
    first, second = sorted(mails(app))
    assert first[:2] == (f"paper-1-{c.word}@authors.example.org", "Yes to Paper 1")
    assert "Bring {slides} <b>please</b>" in first[2]
    assert re.search(r"/my/[^/\s]+/papers/[a-z0-9]{26}/answer", first[2])
    assert second[1] == "About “Paper 2”"
    # Pressed twice, nobody is told twice.
    assert desk.post(c.url("announce"), data=sent).status_code == 303
    assert len(mails(app)) == 2
    # The letters are kept.
    c.decide("accepted", 2)
    assert "Hello {name}: {title}" in desk.get(c.url("announce")).text


def test_letters_that_nobody_changed_stay_in_the_language_of_the_person(
    app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flask_babel import get_locale

    from webinar.core.db import transaction
    from webinar.reviews.queries import board_by_id
    from webinar.speakers.models import Speaker

    spoken = "webinar.reviews.letters.gettext"
    monkeypatch.setattr(spoken, lambda words: f"[{get_locale()}] {words}")
    c = Choosing(app, papers=1)
    with app.app_context(), transaction() as session:
        session.query(Speaker).update({"language": "de"})
    c.decide("declined", 0)
    desk = c.desk()
    text, sent = announce(c, desk)
    assert desk.post(c.url("announce"), data=sent).status_code == 303
    ((_, subject, _),) = mails(app)
    assert subject == "[de] About “Paper 1”"
    assert subject in text
    with app.app_context():
        assert board_by_id(c.board_id).letters == {}


def test_what_changed_since_the_preview_is_left_out(app: Any) -> None:
    c = Choosing(app, papers=2)
    c.decide("accepted", 0, 1)
    desk = c.desk()
    _, sent = announce(c, desk)
    c.decide("declined", 0)
    assert desk.post(c.url("announce"), data=sent).status_code == 303
    assert (c.row(0).state, c.row(1).state) == ("submitted", "accepted")
    assert "1 was changed or announced meanwhile" in desk.get(c.url()).text


def test_a_letter_with_an_unknown_place_is_refused(app: Any) -> None:
    c = Choosing(app, papers=1)
    c.decide("accepted", 0)
    sent = {"subject_accepted": "{0.__class__}", "text_accepted": "Dear {config}", "sure": "1"}
    answer = c.desk().post(c.url("announce"), data=sent)
    assert answer.status_code == 422
    assert "{config} is not known here" in answer.text
    assert c.row(0).state == "submitted"


def test_who_has_no_address_is_named_and_the_state_changes(app: Any) -> None:
    c = Choosing(app, papers=1)
    with app.app_context():
        from webinar.core.db import transaction
        from webinar.speakers.models import Speaker

        with transaction() as session:
            session.query(Speaker).update({"email": ""})
    c.decide("accepted", 0)
    desk = c.desk()
    text, sent = announce(c, desk)
    assert "there is no mail address of Nora Writer" in text
    desk.post(c.url("announce"), data=sent)
    assert c.row(0).state == "accepted"
    assert not mails(app)


def test_the_speaker_confirms_with_one_button(app: Any, client: Any) -> None:
    c = Choosing(app, papers=1)
    c.decide("accepted", 0)
    desk = c.desk()
    desk.post(c.url("announce"), data=announce(c, desk)[1])
    ((_, _, text),) = mails(app)
    where = re.search(r"http://localhost(/my/\S+/answer)", text)[1]
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    page = client.get(where)
    assert "Yes, I will give it" in page.text
    assert c.row(0).state == "accepted"
    confirm = where.replace("/answer", "/confirm")
    assert client.post(confirm).status_code == 303
    assert client.post(confirm).status_code == 303
    assert c.row(0).state == "confirmed"
    assert client.post(where.replace("/answer", "/unconfirm")).status_code == 303
    assert c.row(0).state == "accepted"
    # Or says no, with words, and takes that back.
    leave = where.replace("/answer", "/withdraw")
    assert client.post(leave, data={"words": "I fell ill."}).status_code == 303
    assert (c.row(0).state, c.row(0).parting_words) == ("withdrawn", "I fell ill.")
    assert client.post(f"{leave}/undo").status_code == 303
    assert c.row(0).state == "accepted"
    strange = where.replace(c.papers[0], "a" * 26)
    assert client.get(strange).status_code == 404


def test_each_way_out_leads_back(app: Any) -> None:
    from tests.support.world import BY
    from webinar.papers import operations as ops
    from webinar.papers.decisions import announce_decision, confirm_paper

    c = Choosing(app, papers=1)
    paper = {"paper_id": c.papers[0], "by": BY}
    c.decide("accepted", 0)
    with app.app_context():
        announce_decision(**paper)
        confirm_paper(**paper)
        ops.publish_paper(**paper)
        ops.unpublish_paper(**paper)
    assert c.row(0).state == "confirmed"
    with app.app_context():
        ops.cancel_paper(words="Flood.", **paper)
        ops.reconsider_paper(**paper)
    assert c.row(0).state == "confirmed"
    with app.app_context():
        ops.withdraw_paper(words="", **paper)
        ops.reconsider_paper(**paper)
    assert c.row(0).state == "confirmed"


def test_many_are_decided_at_once_after_a_preview(app: Any) -> None:
    c = Choosing(app, papers=3)
    desk = c.desk()
    sent = {"papers": c.papers[:2], "decision": "waitlisted", "words": "Soon."}
    shown = desk.post(c.url("decide"), data=sent)
    assert shown.status_code == 200
    assert "Paper 1" in shown.text
    assert "Paper 3" not in shown.text
    assert c.row(0).decision is None
    seen = dict(re.findall(r'name="(seen-[a-z0-9]+)" value="([^"]+)"', shown.text))
    assert desk.post(c.url("decide"), data=sent | seen | {"sure": "1"}).status_code == 303
    assert [c.row(number).decision for number in range(3)] == ["waitlisted", "waitlisted", None]
    # One undo for all of them.
    page = desk.get(c.url()).text
    entries = re.findall(r'name="entry" value="([a-z0-9]+)"', page)
    assert desk.post("/organize/journal/undo", data={"entry": entries}).status_code == 303
    assert [c.row(number).decision for number in range(3)] == [None, None, None]
    # What somebody else changed meanwhile is not decided over their head.
    c.decide("declined", 0)
    answer = desk.post(c.url("decide"), data=sent | seen | {"sure": "1"})
    assert answer.status_code == 422
    assert c.row(0).decision == "declined"


def test_words_of_a_decision_that_is_not_announced_reach_nobody(app: Any, client: Any) -> None:
    """Also where an earlier decision was: its words stand on the author's page."""
    from tests.support.world import BY
    from webinar.papers.decisions import announce_decision

    c = Choosing(app, papers=1)
    c.decide("changes", 0, words="Shorten it, please.")
    where = c.page_of(0)
    assert "Shorten it" not in client.get(where).text
    with app.app_context():
        announce_decision(paper_id=c.papers[0], by=BY)
    assert "Shorten it" in client.get(where).text
    c.decide("declined", 0, words="Not this year.")
    assert "Not this year" not in client.get(where).text
    c.decide(None, 0)
    assert "Not this year" not in client.get(where).text


def test_a_phase_may_keep_authors_from_further_versions(app: Any) -> None:
    from tests.support.world import BY
    from webinar.calls.models import Call
    from webinar.core.db import transaction
    from webinar.core.journal import speaker
    from webinar.papers.errors import WrongPaper
    from webinar.papers.operations import submit_paper
    from webinar.reviews.operations import remove_phase

    c = Choosing(app, papers=1, may_edit=False)
    with app.app_context():
        with transaction() as session:
            session.query(Call).update({"state": "published", "is_unlisted": True})
        with pytest.raises(WrongPaper, match="Your paper is being reviewed"):
            submit_paper(paper_id=c.papers[0], by=speaker("Nora Writer"))
        assert submit_paper(paper_id=c.papers[0], by=BY).number == 2
        remove_phase(board_id=c.board_id, phase_id=c.phase_id, by=BY)
        assert submit_paper(paper_id=c.papers[0], by=speaker("Nora Writer")).number == 3


def test_a_mail_that_would_differ_from_the_preview_does_not_leave(app: Any) -> None:
    """Another name, address or title than the organizer saw: it is shown once more."""
    from webinar.core.db import transaction
    from webinar.core.mail import OutgoingMail, write
    from webinar.speakers.models import Speaker

    c = Choosing(app, papers=2)
    c.decide("declined", 0, 1)
    desk = c.desk()
    _, sent = announce(c, desk)
    with app.app_context(), transaction() as session:
        first = session.query(Speaker).filter(Speaker.email.startswith("paper-1-")).one()
        first.name = "Nora Meadow"
    assert desk.post(c.url("announce"), data=sent).status_code == 303
    assert [c.row(number).state for number in range(2)] == ["submitted", "declined"]
    text, sent = announce(c, desk)
    assert desk.post(c.url("announce"), data=sent).status_code == 303
    with app.app_context(), transaction() as session:
        for mail in session.query(OutgoingMail).filter_by(kind="reviews/mail/decision"):
            words = write(mail)
            if mail.to_name == "Nora Meadow":
                # To the letter, but for the way to their own page beneath it.
                assert mail.subject in text
                shown = text[text.index("mail-preview") :].partition("</blockquote>")[0]
                paragraphs = re.findall(r'<p class="pre">([^<]*)</p>', shown)
                assert "\n\n".join(paragraphs) in words.text


def test_a_decision_does_not_disturb_who_writes(app: Any) -> None:
    """Nor does it tell them: the form of the paper is the same before and after."""
    c = Choosing(app, papers=1)
    before = c.row(0).version
    c.decide("declined", 0)
    c.decide(None, 0)
    c.decide("accepted", 0)
    assert c.row(0).version == before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_author_reads_what_was_announced_last_until_the_next_is(app: Any) -> None:
    import lxml.html

    from webinar.core.links import token
    from webinar.reviews.operations import announce_decisions
    from webinar.speakers.operations import personal_link

    c = Choosing(app, papers=1)

    def tell() -> None:
        with c.inside():
            announce_decisions(
                board_id=c.board_id,
                keys=c.keys(),
                letters={},
                account_id=c.organizer_id,
                by=BY,
            )

    def page() -> str:
        with c.inside():
            of = f"/my/{token(personal_link(c.row(0).submitter))}/papers/{c.papers[0]}"
        body = lxml.html.fromstring(app.test_client().get(of).text).body
        return str(body.text_content())

    c.decide("changes", 0, words="Shorten it, please.")
    tell()
    assert "Shorten it, please." in page()
    told = page()
    c.decide("declined", 0, words="It is too long.")
    # Not a word less: that would say that something else is decided.
    assert page() == told
    c.decide(None, 0)
    assert page() == told
    # The next decision's mail has its own words, and none of the last.
    c.decide("accepted", 0)
    assert "Shorten it, please." in c.desk().get(c.url(f"papers/{c.papers[0]}/decision")).text
    tell()
    assert "Shorten it" not in mails(app)[-1][2]
    assert "Shorten it" not in page()
