"""Visitors who go on writing while things break, and remember what they were promised."""

import http.client
import threading
import time

import sqlalchemy as sa

from bench import content
from bench.faults import sites
from webinar.conversations.models import Comment
from webinar.core import clock
from webinar.core.db import db
from webinar.webinars.models import Webinar


class Writers(sites.Busy):
    """Two visitors who comment, one comment after the other; each has words of its own.

    A receipt is a promise: those words are stored, whatever happens next.
    """

    def __init__(self, site: sites.Site, *, pause: float = 0.05) -> None:
        self._site = site
        self._pause = pause
        self._webinar = _a_webinar(site)
        self._form_time = site.form_time()
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._go, args=(one,)) for one in range(2)]
        self.promised: set[str] = set()
        self.refused: list[str] = []
        self.strange: list[str] = []

    def _go(self, who: int) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            words = f"Comment {number} of visitor {who} at {time.monotonic_ns()}"
            fields = {"name": "Ada", "email": f"v{who}-{number}@example.org", "body": words}
            fields["form_time"] = self._form_time
            try:
                answer = self._site.ask(f"/comments/webinar/{self._webinar}", fields)
            except (OSError, http.client.HTTPException) as error:
                self.strange.append(type(error).__name__)
                continue
            if answer.status == 303:
                self.promised.add(words)
            elif answer.status == 503 and answer.is_designed and words in answer.text:
                self.refused.append(words)
            else:
                self.strange.append(str(answer.status))
            time.sleep(self._pause)

    def lost(self) -> set[str]:
        """Words whose author has a receipt, and that are not stored."""
        with self._site.inside():
            return self.promised - set(db.session.scalars(sa.select(Comment.body)))

    def is_kept(self, *, at_least: int = 10) -> bool:
        """No promise was broken, and every refusal was a page with the words in it."""
        return not self.lost() and not self.strange and len(self.promised) >= at_least

    def words(self) -> str:
        return (
            f"{len(self.promised)} comments with a receipt, {len(self.lost())} of them lost;"
            f" {len(self.refused)} answered 503 with their words,"
            f" otherwise {', '.join(sorted(set(self.strange))) or 'nothing'}"
        )


def _a_webinar(site: sites.Site) -> str:
    with site.inside():
        known = db.session.scalars(sa.select(Webinar.public_id).where(Webinar.title.like("A web%")))
        found = known.first()
        if found:
            return found
        slug = content.a_webinar(2, now=clock.now())
        return db.session.scalars(sa.select(Webinar.public_id).where(Webinar.slug == slug)).one()
