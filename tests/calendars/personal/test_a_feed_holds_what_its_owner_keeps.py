"""Stars become a calendar: asked for without an account, confirmed by a mailed link."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from tests.calendars.personal.support.keepers import (
    ADA,
    fetched,
    forget_who_asked,
    key,
    shown_address,
    titles,
)
from tests.support import people, programme
from tests.support.programme import ANNA
from webinar.webinars import operations as webinars


def test_what_is_removed_can_be_brought_back(app: Any, keeper: Any, talks: Any) -> None:
    ada = keeper().begin(key(talks[0]), key(talks[1]))
    path, client = ada.make_feed(), app.test_client()
    page = ada.client.post(
        f"{ada.page}/stars", data={"take": key(talks[1])}, follow_redirects=True
    ).text
    assert titles(fetched(client, path)) == [talks[0].title]
    undo = re.search(r'action="([^"]+/stars\?add=[^"]+)"', page)
    assert undo is not None
    assert ada.client.post(unescape(undo[1])).status_code == 303
    assert titles(fetched(client, path)) == sorted([talks[0].title, talks[1].title])


def test_what_one_is_registered_for_is_a_calendar_of_its_own(
    app: Any, keeper: Any, talks: Any
) -> None:
    ada = keeper().begin(key(talks[0]), key(talks[1]))
    path, client = ada.make_feed(contains=["registered"]), app.test_client()
    address = f"{ada.page}/stars"
    assert titles(fetched(client, path)) == []
    # Of what is not kept nobody is registered.
    ada.client.post(address, data={"registered": f"{key(talks[0])} {key(talks[2])}"})
    assert titles(fetched(client, path)) == [talks[0].title]
    page = ada.client.get(ada.page).text
    assert page.count('<span class="badge registered">Registered</span>') == 1
    assert page.count("I am registered<") == 1
    ada.client.post(address, data={"take": key(talks[0])})
    assert titles(fetched(client, path)) == []
    # Brought back, it is as it was.
    ada.client.post(address, data={"add": key(talks[0])})
    assert titles(fetched(client, path)) == [talks[0].title]
    before = client.get(path).headers
    ada.client.post(address, data={"unregistered": key(talks[0])})
    after = client.get(path)
    assert titles(fetched(client, path)) == []
    assert after.headers["ETag"] != before["ETag"]


def test_stars_wait_for_the_button_and_become_a_feed(app: Any, keeper: Any, talks: Any) -> None:
    from webinar.calendars.personal.models import Follower, Star
    from webinar.core.db import db

    ada = keeper()
    page = ada.ask(key(talks[1]), key(talks[0]), "session/" + "a" * 26, "webinar/nonsense", "<b>")
    shown = ada.client.get(page)
    assert "Banks" in shown.text
    assert "Floods" in shown.text
    assert "Mouths" not in shown.text
    # Looking at it keeps nothing: mail scanners look, too.
    assert db.session.query(Follower).count() == db.session.query(Star).count() == 0
    ada.begin(key(talks[1]), key(talks[0]))
    path = ada.make_feed("Ada's week, all; of it", alarm="15")
    file = fetched(app.test_client(), path)
    assert titles(file) == ["Banks", "Floods"]
    assert file.one("NAME").text == "Ada's week, all; of it"
    (alarm,) = file.events[0].alarms
    assert alarm.one("TRIGGER") == "-PT15M"
    assert alarm.one("ACTION") == "DISPLAY"
    assert alarm.one("DESCRIPTION") == "Banks"
    assert alarm.one("UID") != file.events[1].alarms[0].one("UID")
    assert fetched(app.test_client(), path).events == file.events


def test_the_answer_is_private_and_exact(app: Any, keeper: Any, talks: Any) -> None:
    ada = keeper().begin(key(talks[0]))
    path, client = ada.make_feed(), app.test_client()
    first = client.get(path)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["X-Robots-Tag"] == "noindex"
    assert first.headers["Vary"] == "Accept-Encoding"
    assert first.content_type == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in first.headers
    assert path.split("/")[-1].removesuffix(".ics").encode() not in first.data
    zipped = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert zipped.headers["ETag"] != first.headers["ETag"]
    for answer in (first, zipped):
        coding = {"Accept-Encoding": "gzip"} if answer is zipped else {}
        for sent in (
            {"If-None-Match": answer.headers["ETag"]},
            {"If-Modified-Since": answer.headers["Last-Modified"]},
        ):
            again = client.get(path, headers=sent | coding)
            assert (again.status_code, again.data) == (304, b"")
            assert again.headers["ETag"] == answer.headers["ETag"]
    head = client.head(path)
    assert (head.data, head.headers["ETag"]) == (b"", first.headers["ETag"])
    # Where the byte cache has no part in it, the view compares by itself.
    apart = {"If-None-Match": first.headers["ETag"], "Range": "bytes=0-"}
    odd = client.get(path, headers=apart)
    assert (odd.status_code, "Content-Type" in odd.headers) == (304, False)
    # All that one can choose is kept with it.
    for query, name in (("alarm=15", "alarm"), ("x%0Ay=1", "x y"), ("lang=de&x=1", "lang")):
        wrong = client.get(f"{path}?{query}")
        assert (wrong.status_code, wrong.mimetype) == (400, "text/plain")
        assert wrong.text == f"There is no option “{name}” here.\n"
        assert "Set-Cookie" not in wrong.headers
    assert client.post(path).status_code == 405


def test_the_same_in_other_forms(app: Any, keeper: Any, talks: Any) -> None:
    ada = keeper().begin(key(talks[0]), key(talks[1]))
    path, client = ada.make_feed("Ada's week", alarm="60"), app.test_client()
    token = path.split("/")[-1].removesuffix(".ics")
    uids = [event.uid for event in fetched(client, path).events]
    jcal = client.get(path.replace(".ics", ".jcal"))
    told = [part for part in jcal.json[2] if part[0] == "vevent"]
    assert [one[3] for part in told for one in part[1] if one[0] == "uid"] == uids
    assert all(part[2][0][0] == "valarm" for part in told)
    group = client.get(path.replace(".ics", ".json"))
    assert [one["uid"] for one in group.json["entries"]] == uids
    assert (group.json["title"], "source" in group.json) == ("Ada's week", False)
    for one in group.json["entries"]:
        assert one["freeBusyStatus"] == "busy"
        assert one["alerts"]["1"]["trigger"]["offset"] == "-PT60M"
    for answer, kind in ((jcal, "calendar+json"), (group, "jscalendar+json;type=group")):
        assert answer.content_type == f"application/{kind}"
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert token.encode() not in answer.data
        again = client.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    assert client.get(f"/feeds/u/{'a' * 32}.jcal").status_code == 404


def test_the_date_rises_with_the_bytes_and_only_then(
    app: Any, keeper: Any, talks: Any, clock: Any
) -> None:
    ada = keeper().begin(key(talks[0]), key(talks[1]))
    path, client = ada.make_feed(), app.test_client()
    first = client.get(path)
    clock.shift(3600)
    # Something else of the calendar changes.
    programme.a_webinar("Elsewhere")
    same = client.get(path)
    assert (same.data, same.headers["Last-Modified"]) == (
        first.data,
        first.headers["Last-Modified"],
    )
    seen = [first.headers["Last-Modified"]]
    for take in (key(talks[1]), key(talks[0])):
        ada.client.post(f"{ada.page}/stars", data={"take": take})
        seen.append(client.get(path).headers["Last-Modified"])
    clock.shift(-7200)
    ada.client.post(f"{ada.page}/stars", data={"add": key(talks[2])})
    last = client.get(path)
    seen.append(last.headers["Last-Modified"])
    assert titles(fetched(client, path)) == ["Mouths"]
    instants = [client.get(path, headers={"If-Modified-Since": one}).status_code for one in seen]
    assert instants == [200, 200, 200, 304]


def test_what_cannot_be_read_is_not_in_it(app: Any, keeper: Any, talks: Any) -> None:
    draft = programme.a_draft("Secret")
    hidden = programme.a_session(draft, "Hidden")
    unlisted = programme.a_webinar("Quiet")
    webinars.unlist_webinar(webinar_id=unlisted.public_id, by=ANNA)
    whole = programme.a_published("Whole day")
    keys = [
        *map(key, talks),
        key(hidden),
        f"webinar/{unlisted.public_id}",
        f"webinar/{whole.public_id}",
    ]
    ada = keeper().begin(*keys)
    path, client = ada.make_feed(), app.test_client()
    everything = ["Banks", "Floods", "Mouths", "Opening talk", "Whole day"]
    assert sorted(titles(fetched(client, path))) == everything
    assert "Hidden" not in ada.client.get(ada.page).text
    webinars.publish_webinar(webinar_id=draft.public_id, by=ANNA)
    # A draft could not be kept, so it does not come by itself either.
    assert sorted(titles(fetched(client, path))) == everything
    webinars.cancel_session(session_id=talks[0].public_id, reason="Ill", by=ANNA)
    webinars.delete_session(session_id=talks[1].public_id, by=ANNA)
    file = fetched(client, path)
    assert sorted(titles(file)) == ["Cancelled: Banks", "Mouths", "Opening talk", "Whole day"]
    (cancelled,) = [one for one in file.events if one.one("STATUS") == "CANCELLED"]
    assert cancelled.alarms == []
    webinars.restore_session(session_id=talks[1].public_id, by=ANNA)
    assert "Floods" in titles(fetched(client, path))
    webinars.unpublish_webinar(webinar_id=unlisted.public_id, by=ANNA)
    assert "Opening talk" not in titles(fetched(client, path))


def test_a_cancelled_session_reminds_nobody_and_leaves_after_thirty_days(
    app: Any, keeper: Any, talks: Any, clock: Any
) -> None:
    from webinar.calendars.operations import move_day

    path = keeper().begin(key(talks[0])).make_feed(alarm="60")
    webinars.cancel_session(session_id=talks[0].public_id, reason="", by=ANNA)
    file = fetched(app.test_client(), path)
    assert (titles(file), file.events[0].alarms) == (["Cancelled: Banks"], [])
    clock.move_to("2026-06-20T12:00:00Z")
    move_day()
    assert titles(fetched(app.test_client(), path)) == []


def test_where_one_speaks_and_what_one_organizes(app: Any, keeper: Any, talks: Any) -> None:
    speaker = programme.a_speaker("Ada Maria", email="ADA@example.net")
    programme.speaks(talks[2], speaker)
    path = keeper().begin().make_feed()
    client = app.test_client()
    assert titles(fetched(client, path)) == ["Mouths"]
    programme.speaks(talks[2])
    assert titles(fetched(client, path)) == []
    account = people.make_account(app, roles=(), email="org@example.net")
    browser = people.signed_in(app, account)
    forget_who_asked()
    made = browser.post(
        "/organize/profile/calendar/feeds",
        data={"name": "Mine", "contains": ["organizing"], "alarm": ""},
    )
    path = shown_address(made.text)
    assert titles(fetched(client, path)) == []
    webinar_id = talks[0].webinar.public_id
    webinars.set_webinar_roles(
        webinar_id=webinar_id, account_id=account, roles=["organizer"], by=ANNA
    )
    assert titles(fetched(client, path)) == ["Banks", "Floods", "Mouths"]
    webinars.set_webinar_roles(
        webinar_id=webinar_id, account_id=account, roles=["reviewer"], by=ANNA
    )
    assert titles(fetched(client, path)) == []


@pytest.mark.parametrize("minutes", ["10000", "-5", "x", "7"])
def test_other_reminders_and_ticks_are_refused(keeper: Any, talks: Any, minutes: str) -> None:
    ada = keeper().begin()
    sent = {"name": "Mine", "contains": ["starred"], "alarm": minutes}
    assert ada.client.post(f"{ada.page}/feeds", data=sent).status_code == 422
    sent = {"name": "Mine", "contains": ["everything"], "alarm": ""}
    assert ada.client.post(f"{ada.page}/feeds", data=sent).status_code == 422
    # Without an account there is nothing to organize.
    sent = {"name": "Mine", "contains": ["organizing"], "alarm": ""}
    assert ada.client.post(f"{ada.page}/feeds", data=sent).status_code == 422


def test_an_accounts_calendar_takes_over_what_its_address_kept(
    app: Any, keeper: Any, talks: Any
) -> None:
    ada = keeper().begin(key(talks[0]))
    path = ada.make_feed()
    browser = people.signed_in(app, people.make_account(app, email=ADA))
    forget_who_asked()
    assert "Banks" in browser.get("/organize/profile/calendar").text
    browser.post("/organize/profile/calendar/stars", data={"add": key(talks[1])})
    assert titles(fetched(app.test_client(), path)) == ["Banks", "Floods"]
    forget_who_asked()
    assert "Floods" in ada.client.get(ada.page).text


def test_pages_and_feeds_take_a_fixed_number_of_statements(
    app: Any, keeper: Any, talks: Any, statements: Any
) -> None:
    ada = keeper().begin(key(talks[0]))
    path = ada.make_feed()
    client = app.test_client()
    client.get(path)
    for more in ([], talks[1:]):
        for talk in more:
            ada.client.post(f"{ada.page}/stars", data={"add": key(talk)})
            client.get(path)
            ada.make_feed(talk.title)
        forget_who_asked()
        with statements(exactly=2):
            client.get(path)
        with statements(exactly=9):
            ada.client.get(ada.page)
        with statements(exactly=2):
            client.get("/my/stars.json?ids=" + ",".join(key(one) for one in [talks[0], *more]))


def test_other_readers_find_the_reminder(app: Any, keeper: Any, talks: Any) -> None:
    """Also where the title has to be folded anew beside its longer name."""
    import icalendar
    import vobject

    title = "Überschwemmungen, Dämme; Flüsse \\ " * 8
    webinars.edit_session(
        session_id=talks[0].public_id,
        title=title.strip(),
        starts=programme.wall("2026-05-05 14:00"),
        ends=programme.wall("2026-05-05 14:30"),
        by=ANNA,
    )
    path = keeper().begin(key(talks[0])).make_feed("Überall; überall", alarm="1440")
    data = app.test_client().get(path).data
    (event,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(days=-1)
    assert alarm["DESCRIPTION"] == event["SUMMARY"] == title.strip()
    read = vobject.readOne(data.decode())
    assert read.vevent.valarm.trigger.value == timedelta(days=-1)
    assert read.vevent.valarm.description.value == title.strip()
    assert read.vevent.transp.value == "OPAQUE"
