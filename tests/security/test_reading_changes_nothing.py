"""facts/security.md 31: mail scanners and crawlers open every link."""

from typing import Any

import pytest

from tests.security.support.crawl import crawl

pytestmark = pytest.mark.checklist(31)


def test_every_link_of_an_organizer_and_of_a_speaker(
    filled: dict[str, str], organizer: Any, guest: Any, stored: Any
) -> None:
    """No. 31: the whole site is walked, signed in and by a personal link; no row is different."""
    before = stored()
    pages, _ = crawl(organizer, ("/", "/organize/"))
    mine, _ = crawl(guest, (filled["my"],))
    assert len(pages) > 60
    assert len(mine) > 5
    broken = [page.path for page in [*pages.values(), *mine.values()] if page.status >= 500]
    assert broken == []
    assert stored() == before
