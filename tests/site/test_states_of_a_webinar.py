"""What a webinar's page says before, while, after, cancelled, archived, unlisted."""

from datetime import UTC, datetime

from webinar.core.journal import SYSTEM
from webinar.webinars import operations


def test_coming(make, client):
    make.webinar("Rivers")
    text = client.get("/webinars/rivers/").text
    assert "How to join" in text
    assert "/webinars/rivers/opening-of-rivers/join" in text
    assert "14:00–16:00" in text
    assert "London time" in text


def test_now(make, client, clock):
    make.webinar("Rivers")
    clock.move_to(datetime(2026, 3, 16, 14, 30, tzinfo=UTC))
    text = client.get("/webinars/rivers/").text
    assert "Join now" in text
    assert 'class="badge now"' in text
    assert "Join now" in client.get("/").text


def test_the_way_in_is_worded_as_the_room_is(make, client, clock):
    row = make.webinar("Rivers")
    pages = ("/webinars/rivers/", "/webinars/rivers/opening-of-rivers/")
    for hour, minute, words in (
        (13, 44, "How to join"),
        (13, 45, "Join now"),
        (15, 0, "Back to the room"),
        (15, 14, "Back to the room"),
    ):
        clock.move_to(datetime(2026, 3, 16, hour, minute, tzinfo=UTC))
        for path in pages:
            assert words in client.get(path).text, (hour, minute, path)
    clock.move_to(datetime(2026, 3, 16, 15, 15, tzinfo=UTC))
    for path in pages:
        assert 'opening-of-rivers/join">' not in client.get(path).text, path
    make.recording(row.sessions[0], "https://video.example/1")
    clock.move_to(datetime(2026, 3, 16, 15, 5, tzinfo=UTC))
    for path in pages:
        assert "Watch the recording" in client.get(path).text, path
    assert "https://video.example/1" in client.get(f"{pages[1]}join").text


def test_a_talk_and_its_paper_have_titles_of_their_own(make, client):
    row = make.webinar("Rivers")
    make.paper("Opening of Rivers", session=row.sessions[0])
    paths = ("/webinars/rivers/opening-of-rivers/", "/papers/opening-of-rivers/")
    titles = [client.get(path).text.split("<title>")[1].split("<")[0] for path in paths]
    assert titles == [
        "Opening of Rivers · Rivers · The Society",
        "Opening of Rivers · The Society",
    ]


def test_over(make, client, clock):
    make.webinar("Rivers")
    clock.move_to(datetime(2026, 3, 17, tzinfo=UTC))
    text = client.get("/webinars/rivers/").text
    assert "This webinar is over" in text
    assert "How to join" not in text
    assert "Rivers" not in client.get("/webinars/").text
    assert "Rivers" in client.get("/webinars/archive/2026/").text


def test_cancelled_with_its_reason_everywhere(make, client):
    row = make.webinar("Rivers")
    operations.cancel_webinar(webinar_id=row.public_id, reason="The hall is flooded.", by=SYSTEM)
    for path in ("/webinars/rivers/", "/webinars/rivers/opening-of-rivers/", "/webinars/"):
        text = client.get(path).text
        assert "Cancelled" in text, path
        assert "The hall is flooded." in text, path
    assert "How to join" not in client.get("/webinars/rivers/").text


def test_a_cancelled_webinar_is_no_hero(make, client):
    row = make.webinar("Rivers")
    make.webinar("Lakes", days=3)
    operations.cancel_webinar(webinar_id=row.public_id, reason="Flood.", by=SYSTEM)
    text = client.get("/").text
    assert text.index("Lakes") < text.index("Rivers")


def test_unlisted_is_reachable_and_in_no_list(make, client):
    row = make.webinar("Rivers")
    make.paper("On rivers", session=row.sessions[0])
    make.speaker("Ana Silva", row.sessions[0])
    operations.unlist_webinar(webinar_id=row.public_id, by=SYSTEM)
    assert "noindex" in client.get("/webinars/rivers/").text
    for path in ("/", "/webinars/", "/papers/", "/speakers/", "/sitemap.xml", "/search?q=rivers"):
        text = client.get(path).text.replace("q=rivers", "").replace('value="rivers"', "")
        assert "/webinars/rivers/" not in text, path
        assert "/papers/on-rivers/" not in text, path
        assert "/speakers/ana-silva/" not in text, path


def test_archived_is_readable_and_not_coming(make, client):
    row = make.webinar("Rivers")
    operations.archive_webinar(webinar_id=row.public_id, by=SYSTEM)
    assert "Archived" in client.get("/webinars/rivers/").text
    assert "/webinars/rivers/" not in client.get("/webinars/").text


def test_times_in_a_chosen_zone(make, client):
    make.webinar("Rivers")
    assert "23:00–01:00 (next day)" in client.get("/webinars/rivers/?tz=Asia/Tokyo").text
    plain = client.get("/webinars/rivers/").text
    assert client.get("/webinars/rivers/?tz=Mars/Base").text == plain
    assert "Tokyo time" not in plain.split("<details")[0]
