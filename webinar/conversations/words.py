"""What a comment's words become on a page."""

import functools

from webinar.core.richtext import render_comment


@functools.lru_cache(maxsize=32)
def comment_html(body: str) -> str:
    """Paragraphs and emphasis, no links.

    The form asks for it first (to see that something is left), so that nothing is
    rendered when `write_comment` asks while it holds the write lock.
    """
    return render_comment(body)
