"""facts/security.md 61, 63, 64: what is not public is nowhere, not even counted in a hint."""

import re
from typing import Any

import pytest

from tests.security.support.crawl import crawl
from tests.support.world import BY, World

pytestmark = pytest.mark.checklist(63, 64)

#: stands in everything that nobody but organizers may find
MARK = "Quokkaberry"
PLACES = (
    "/", f"/search?q={MARK}", "/sitemap.xml", "/feeds/site.ics", "/feeds/archive.ics",
    "/feeds/news.atom", "/webinars/archive/", "/call", "/subscribe",
)  # fmt: skip


def hide(app: Any) -> dict[str, str]:
    """Drafts, taken down, deleted and held back things, each with the mark; addresses of them."""
    from webinar.conversations.operations import write_comment
    from webinar.core.journal import visitor
    from webinar.posts.operations import create_page, create_post, unpublish_page
    from webinar.speakers.operations import create_speaker, set_session_speakers
    from webinar.webinars.operations import (
        add_session,
        create_room,
        create_webinar,
        delete_webinar,
        publish_webinar,
        unlist_webinar,
    )

    world = World(app)
    room = create_room(
        name="Blue", join_address=f"https://meet.example.org/{MARK}", place="", by=BY
    )
    made: dict[str, str] = {}

    def webinar(title: str) -> Any:
        row = create_webinar(
            title=title,
            summary=title,
            timezone="UTC",
            starts=world.wall(),
            ends=world.wall(hours=8),
            category_id=world.category.public_id,
            room_id=room.public_id,
            by=BY,
        )
        session = add_session(
            webinar_id=row.public_id, title=title, abstract=title, **world.times(hours=1), by=BY
        )
        return row, session

    draft, draft_session = webinar(f"{MARK} draft")
    speaker = create_speaker(name=f"{MARK} Person", email="q@example.org", by=BY)
    set_session_speakers(
        session_id=draft_session.public_id, roles=[(speaker.public_id, "speaker")], by=BY
    )
    gone, _ = webinar(f"{MARK} deleted")
    publish_webinar(webinar_id=gone.public_id, by=BY)
    delete_webinar(webinar_id=gone.public_id, by=BY)
    unlisted, unlisted_session = webinar(f"{MARK} unlisted")
    publish_webinar(webinar_id=unlisted.public_id, by=BY)
    unlist_webinar(webinar_id=unlisted.public_id, by=BY)
    # In the open, but its room's address must wait for the door.
    shown, _ = webinar("Seen by everybody")
    publish_webinar(webinar_id=shown.public_id, by=BY)
    create_post(title=f"{MARK} post", body=MARK, by=BY)
    page = create_page(title=f"{MARK} page", body=MARK, by=BY)
    unpublish_page(page_id=page.public_id, by=BY)
    world.new_paper(f"{MARK} paper")
    for kind, row in (("webinar", shown), ("session", unlisted_session)):
        write_comment(
            kind=kind,
            subject_id=row.public_id,
            author_name=MARK,
            author_email=f"{MARK}@example.org",
            body=MARK,
            by=visitor("x"),
        )
    made["draft"] = draft.public_id
    made["draft session"] = draft_session.public_id
    made["draft path"] = f"/webinars/{draft.slug}/"
    made["draft session path"] = f"/webinars/{draft.slug}/{draft_session.slug}/"
    made["gone path"] = f"/webinars/{gone.slug}/"
    made["unlisted path"] = f"/webinars/{unlisted.slug}/"
    made["speaker path"] = f"/speakers/{speaker.slug}/"
    return made


def test_no_list_feed_or_search_tells_of_it(site: Any, guest: Any) -> None:
    """No. 63, 64: every page a guest can walk to, every feed, every hint; not the mark."""
    with site.app_context():
        hide(site)
    pages, _ = crawl(guest, PLACES)
    assert any("Seen by everybody" in page.text for page in pages.values())
    wrong = []
    for path in pages:
        text = guest.get(path).get_data().decode(errors="replace").replace("\r\n ", "")
        if MARK.lower() in text.replace(f"q={MARK}", "").replace(f'value="{MARK}"', "").lower():
            wrong.append(path)
    # The search page says what was looked for, and nothing more.
    said = guest.get(f"/search?q={MARK}").get_data(as_text=True)
    assert "/webinars/quokkaberry" not in said
    wrong = [path for path in wrong if not path.startswith("/search?q=")]
    assert wrong == []
    assert guest.get(f"/search/suggest?q={MARK}").get_json() == {"results": []}


def test_its_address_answers_as_if_it_never_was(site: Any, guest: Any) -> None:
    """No. 61: pages, joining, downloads, feeds and comments of a draft are 404."""
    with site.app_context():
        made = hide(site)
    wrong = []
    for path in (
        made["draft path"],
        made["draft session path"],
        made["draft session path"] + "join",
        made["draft session path"].rstrip("/") + ".ics",
        "/feeds/webinar" + made["draft path"].removeprefix("/webinars").rstrip("/") + ".ics",
        f"/comments/webinar/{made['draft']}",
        f"/comments/session/{made['draft session']}",
        f"/comments/webinar/{made['draft']}/received",
        "/papers/quokkaberry-paper/",
        "/papers/quokkaberry-paper/cover.webp",
        "/news/quokkaberry-post/",
        "/pages/quokkaberry-page/",
    ):
        answer = guest.get(path)
        # The page's search box holds the words of the address, whatever they are.
        said = re.sub(r'name="q" value="[^"]*"', "", answer.get_data().decode(errors="replace"))
        if answer.status_code != 404 or MARK.lower() in said.lower():
            wrong.append(f"{path}: {answer.status_code}")
    assert wrong == []
    assert guest.get(made["gone path"]).status_code == 410
    # Unlisted means: readable for who knows the address, and not for search engines.
    unlisted = guest.get(made["unlisted path"])
    assert unlisted.status_code == 200
    assert "noindex" in unlisted.get_data(as_text=True)
