"""What templates of the pages above need to draw comments and their form."""

from collections.abc import Iterable

from flask import Flask

from webinar.conversations.forms import CommentForm
from webinar.conversations.queries import ShownComment


def blank_comment_form(answering: str = "") -> CommentForm:
    """An empty form, the same for every visitor; `answering` is a comment's public identifier."""
    return CommentForm(formdata=None, parent=answering)


def name_in_thread(comments: Iterable[ShownComment], public_id: str) -> str:
    """Who wrote that comment of the tree; empty when it is not in it."""
    for comment in comments:
        if comment.public_id == public_id:
            return comment.author_name
        if found := name_in_thread(comment.children, public_id):
            return found
    return ""


def init_app(app: Flask) -> None:
    """Two functions for `conversations/_comments.html`."""
    app.jinja_env.globals.update(
        blank_comment_form=blank_comment_form, name_in_thread=name_in_thread
    )
